package org.bitscale.ui.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.experiment.compare.FloatParent;
import org.bitscale.experiment.pareto.Suggestion;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;

/** Which runs are compared, and against which. */
public final class CompareViewModel {

    /** More do not fit side by side. */
    static final int MOST = 6;

    private static final Duration DELAY = Duration.ofMillis(40);

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final Newest newest;
    private final ReadOnlyObjectWrapper<Lineup> lineup = new ReadOnlyObjectWrapper<>(Lineup.EMPTY);
    private final StringProperty problem = new SimpleStringProperty("");
    private final ComparedAnswers answers;
    private Optional<String> reference = Optional.empty();
    private boolean alone;

    /**
     * A comparison that follows the desk.
     *
     * @param desk whose chosen runs are compared
     * @param background where they are read
     * @param failures takes what nobody expected
     */
    public CompareViewModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.newest = new Newest(background, DELAY);
        this.answers = new ComparedAnswers(desk, background, failures, lineup);
        desk.workspace().addListener((observed, before, now) -> {
            answers.clear();
            reference = Optional.empty();
            alone = false;
            refresh();
        });
        desk.selectedRuns().addListener((observed, before, now) -> refresh());
        refresh();
    }

    /** The runs. */
    ReadOnlyObjectProperty<Lineup> lineup() {
        return lineup.getReadOnlyProperty();
    }

    /** Why they cannot be read. */
    StringProperty problem() {
        return problem;
    }

    /** What the worker knows about them. */
    ComparedAnswers answers() {
        return answers;
    }

    Desk desk() {
        return desk;
    }

    Background background() {
        return background;
    }

    Failures failures() {
        return failures;
    }

    /** Holds the others against this run. */
    void refer(String run) {
        reference = Optional.of(run);
        refresh();
    }

    /** Chooses one more run. */
    void add(String run) {
        List<String> chosen = new ArrayList<>(desk.selectedRuns().get());
        if (lineup.get().joined().filter(run::equals).isPresent()) {
            return;
        }
        chosen.add(run);
        desk.select(chosen);
    }

    /** Takes a run out. */
    void remove(String run) {
        if (lineup.get().joined().filter(run::equals).isPresent()) {
            alone = true;
            refresh();
            return;
        }
        List<String> chosen = new ArrayList<>(desk.selectedRuns().get());
        chosen.remove(run);
        desk.select(chosen);
    }

    /** Goes to where runs are chosen on a chart. */
    void choose() {
        desk.screen().set(ScreenId.PARETO);
    }

    /** Chooses those runs that are most worth a look; the float one joins by itself. */
    void suggest() {
        findRuns(
                "",
                rows -> desk.select(Suggestion.of(rows).stream()
                        .map(suggestion -> suggestion.run().id())
                        .toList()));
    }

    /** Finds finished runs with a text in them, newest first. */
    void findRuns(String text, Consumer<List<RunRow>> found) {
        if (desk.workspace().get().isEmpty()) {
            found.accept(List.of());
            return;
        }
        OpenWorkspace workspace = desk.openWorkspace();
        RunFilter filter = new RunFilter(
                Optional.empty(),
                Set.of(Run.Status.FINISHED),
                Set.of(),
                Optional.empty(),
                false,
                text.isBlank() ? Optional.empty() : Optional.of(text.strip()),
                Map.of(),
                Map.of());
        background.run(
                () -> workspace.runs().rows(filter, 0, Integer.MAX_VALUE), found, failures.refusals(problem::set));
    }

    private void refresh() {
        if (desk.workspace().get().isEmpty() || desk.selectedRuns().get().isEmpty()) {
            newest.cancel();
            alone = false;
            reference = Optional.empty();
            problem.set("");
            lineup.set(Lineup.EMPTY);
            return;
        }
        OpenWorkspace workspace = desk.openWorkspace();
        List<String> chosen = List.copyOf(desk.selectedRuns().get());
        Optional<String> wanted = reference;
        boolean joins = !alone;
        newest.request(
                () -> read(workspace, chosen, wanted, joins),
                found -> {
                    problem.set("");
                    lineup.set(found);
                },
                failures.refusals(problem::set));
    }

    private static Lineup read(
            OpenWorkspace workspace, List<String> chosen, Optional<String> reference, boolean joins) {
        List<Run> all = chosen.stream().map(workspace.runs()::run).toList();
        List<Run> finished =
                all.stream().filter(run -> run.status() == Run.Status.FINISHED).toList();
        if (finished.isEmpty()) {
            return new Lineup(List.of(), Optional.empty(), all.size(), 0);
        }
        Optional<Run> baseline = joins
                ? FloatParent.baseline(workspace.runs(), finished.get(0))
                        .filter(run ->
                                !chosen.contains(run.id()) && finished.stream().noneMatch(Lineup::isBaseline))
                : Optional.empty();
        List<Run> runs = Stream.concat(baseline.stream(), finished.stream()).toList();
        Run first = reference
                .flatMap(id -> runs.stream().filter(run -> run.id().equals(id)).findFirst())
                .or(() -> runs.stream().filter(Lineup::isBaseline).findFirst())
                .orElse(runs.get(0));
        List<Run> ordered = Stream.concat(
                        Stream.of(first), runs.stream().filter(run -> !run.id().equals(first.id())))
                .toList();
        return new Lineup(
                ordered.subList(0, Math.min(MOST, ordered.size())),
                baseline.map(Run::id),
                all.size() - finished.size(),
                Math.max(0, ordered.size() - MOST));
    }

    /** Writes the comparison; the file's ending tells the form. */
    void export(Path file, Runnable done) {
        var content = answers.file();
        background.run(
                () -> {
                    ComparisonWriter.write(content, file);
                    return file;
                },
                written -> {
                    problem.set("");
                    done.run();
                },
                failures.refusals(problem::set));
    }
}
