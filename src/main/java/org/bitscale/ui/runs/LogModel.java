package org.bitscale.ui.runs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.StoredFile;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.desk.Desk;

/** The log of one trial: of a run that ended, or of a trial that runs, followed until it ends. */
final class LogModel {

    private static final Duration PERIOD = Duration.ofMillis(500);
    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final ReadOnlyObjectWrapper<Optional<String>> title = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<String> lines = FXCollections.observableArrayList();
    private final BooleanProperty live = new SimpleBooleanProperty();
    private final StringProperty search = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final ReadOnlyIntegerWrapper match = new ReadOnlyIntegerWrapper(-1);
    private final ReadOnlyIntegerWrapper matches = new ReadOnlyIntegerWrapper();
    private Background.Job job = Background.Job.NONE;

    /**
     * @param desk whose workspace has the logs
     * @param background where they are read
     * @param failures takes what nobody expected
     */
    LogModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        search.addListener((observed, before, now) -> find());
        desk.workspace().addListener((observed, before, now) -> close());
    }

    /** Whose log it is; empty while none is open. */
    ReadOnlyObjectProperty<Optional<String>> title() {
        return title.getReadOnlyProperty();
    }

    /** Its lines. */
    ObservableList<String> lines() {
        return lines;
    }

    /** Whether more lines may come. */
    BooleanProperty live() {
        return live;
    }

    /** What is looked for, case ignored. */
    StringProperty search() {
        return search;
    }

    /** Why there is no log. */
    StringProperty problem() {
        return problem;
    }

    /** The line that was found; negative for none. */
    ReadOnlyIntegerProperty match() {
        return match.getReadOnlyProperty();
    }

    /** How many lines have what is looked for. */
    ReadOnlyIntegerProperty matches() {
        return matches.getReadOnlyProperty();
    }

    /** Opens the log of a run that ended. */
    void open(Run run) {
        RunStore store = desk.openWorkspace().runs();
        begin(
                RunsTexts.text(
                        "log.of", run.trial().label(), Long.toString(run.trial().seed()), run.id()),
                false);
        job = background.run(() -> whole(store, run), this::show, failures.refusals(problem::set));
    }

    /** Opens the log of a run that ended. */
    void open(String id) {
        RunStore store = desk.openWorkspace().runs();
        job.cancel();
        job = background.run(() -> store.run(id), this::open, failures.refusals(problem::set));
    }

    /** Opens the log of a trial that runs, and follows it. */
    void follow(String hash, String label, long seed) {
        OpenWorkspace workspace = desk.openWorkspace();
        begin(RunsTexts.text("log.live", label, Long.toString(seed)), true);
        read(workspace, hash, new Part(List.of(), 0));
    }

    /** Puts the log away. */
    void close() {
        job.cancel();
        live.set(false);
        title.set(Optional.empty());
        lines.clear();
        problem.set("");
        search.set("");
    }

    /** Goes to the next line that has what is looked for, or to the one before; round at the ends. */
    void findNext(int step) {
        String wanted = search.get().toLowerCase(Locale.ROOT);
        int size = lines.size();
        if (wanted.isEmpty() || matches.get() == 0) {
            return;
        }
        int from = match.get() < 0 && step < 0 ? 0 : match.get();
        for (int i = 1; i <= size; i++) {
            int place = Math.floorMod(from + i * step, size);
            if (lines.get(place).toLowerCase(Locale.ROOT).contains(wanted)) {
                match.set(place);
                return;
            }
        }
    }

    private void find() {
        match.set(-1);
        count();
        findNext(1);
    }

    private void count() {
        String wanted = search.get().toLowerCase(Locale.ROOT);
        matches.set(
                wanted.isEmpty()
                        ? 0
                        : (int) lines.stream()
                                .filter(line -> line.toLowerCase(Locale.ROOT).contains(wanted))
                                .count());
    }

    private void begin(String of, boolean follows) {
        job.cancel();
        problem.set("");
        lines.clear();
        search.set("");
        live.set(follows);
        title.set(Optional.of(of));
    }

    private void show(List<String> whole) {
        lines.setAll(whole);
        count();
    }

    private static List<String> whole(RunStore store, Run run) throws IOException {
        StoredFile log = run.files().get(Run.LOG_FILE);
        if (log == null) {
            throw new BadInputException("Run %s has no log; its worker said nothing".formatted(run.id()));
        }
        return new String(Files.readAllBytes(store.path(log)), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /**
     * More of a file that grows.
     *
     * @param lines whole lines
     * @param end where they end in the file
     */
    private record Part(List<String> lines, long end) {}

    private void read(OpenWorkspace workspace, String hash, Part before) {
        Path file = workspace.trials().resolve(hash).resolve(Run.LOG_FILE);
        Callable<Part> next = () -> next(file, before.end());
        job = background.run(
                next,
                part -> {
                    lines.addAll(part.lines());
                    count();
                    if (hasEnded(hash)) {
                        ended(workspace, hash);
                    } else {
                        job = background.after(PERIOD, () -> read(workspace, hash, part));
                    }
                },
                failures.refusals(problem::set));
    }

    private boolean hasEnded(String hash) {
        return desk.tasks().trials().get().stream()
                .noneMatch(trial -> trial.hash().equals(hash));
    }

    /** What was written last may not have been read before the file was taken away: the kept log is whole. */
    private void ended(OpenWorkspace workspace, String hash) {
        live.set(false);
        Optional<Run> last =
                desk.tasks().lastRun().get().filter(run -> run.trialHash().equals(hash));
        job = background.run(
                () -> {
                    Optional<Run> run = last.or(() -> workspace.runs().finished(hash));
                    return run.isPresent() ? whole(workspace.runs(), run.get()) : List.<String>of();
                },
                whole -> {
                    if (!whole.isEmpty()) {
                        show(whole);
                    }
                },
                failures.refusals(problem::set));
    }

    private static Part next(Path file, long from) throws IOException {
        if (!Files.exists(file)) {
            return new Part(List.of(), from);
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long start = open.length() < from ? 0 : from;
            byte[] bytes = new byte[(int) (open.length() - start)];
            open.seek(start);
            open.readFully(bytes);
            int whole = bytes.length;
            while (whole > 0 && bytes[whole - 1] != '\n') {
                whole--;
            }
            List<String> lines = new ArrayList<>(
                    new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList());
            return new Part(lines, start + whole);
        }
    }
}
