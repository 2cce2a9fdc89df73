package org.bitscale.ui.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.experiment.compare.FloatParent;
import org.bitscale.experiment.handover.Handover;
import org.bitscale.experiment.handover.NetworkUse;
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

/** Which run is handed over, and its export. */
public final class DeployViewModel {

    /** More do not fit in a line. */
    private static final int MOST_CHOSEN = 4;

    private static final Duration DELAY = Duration.ofMillis(40);

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final Newest newest;
    private final ReadOnlyObjectWrapper<Optional<Chosen>> chosen = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<Offer>> offers = new ReadOnlyObjectWrapper<>(List.of());
    private final StringProperty problem = new SimpleStringProperty("");
    private final VerifyViewModel verification;
    private final SpeedViewModel speed;
    private final LayerTimesViewModel layers;
    private Optional<String> picked = Optional.empty();

    /**
     * The run that is handed over.
     *
     * @param run a finished one
     * @param use how its network is fed and read
     * @param card what will be said about it
     */
    record Chosen(Run run, NetworkUse use, String card) {}

    /**
     * A run that is near at hand.
     *
     * @param run the run
     * @param kind why it is suggested; empty if it is chosen on the desk
     */
    record Offer(RunRow run, Optional<Suggestion.Kind> kind) {}

    /** What was found in the background. */
    private record Found(List<Offer> offers, Optional<Chosen> chosen) {}

    /**
     * A hand-over that follows the desk.
     *
     * @param desk whose chosen runs come first
     * @param background where files are read and written
     * @param failures takes what nobody expected
     */
    public DeployViewModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.newest = new Newest(background, DELAY);
        this.verification = new VerifyViewModel(this);
        this.speed = new SpeedViewModel(this);
        this.layers = new LayerTimesViewModel(this);
        desk.workspace().addListener((observed, before, now) -> {
            picked = Optional.empty();
            verification.forget();
            speed.forget();
            layers.forget();
            refresh();
        });
        desk.selectedRuns().addListener((observed, before, now) -> {
            picked = Optional.empty();
            refresh();
        });
        desk.tasks().runs().addListener((observed, before, now) -> refresh());
        refresh();
    }

    /** The run; empty while there is none. */
    ReadOnlyObjectProperty<Optional<Chosen>> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /** Runs that are near at hand: those that are worth it, then those that are chosen on the desk. */
    ReadOnlyObjectProperty<List<Offer>> offers() {
        return offers.getReadOnlyProperty();
    }

    /** Why nothing can be shown or written. */
    StringProperty problem() {
        return problem;
    }

    VerifyViewModel verification() {
        return verification;
    }

    SpeedViewModel speed() {
        return speed;
    }

    LayerTimesViewModel layers() {
        return layers;
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

    /** Hands over this run. */
    void choose(String run) {
        picked = Optional.of(run);
        refresh();
    }

    /** Goes to where a first experiment can be started. */
    void begin() {
        desk.screen().set(ScreenId.START);
    }

    /** Finds finished runs with a text in them, newest first. */
    void findRuns(String text, Consumer<List<RunRow>> found) {
        if (desk.workspace().get().isEmpty()) {
            found.accept(List.of());
            return;
        }
        OpenWorkspace workspace = desk.openWorkspace();
        background.run(
                () -> workspace.runs().rows(finished(text), 0, Integer.MAX_VALUE),
                found,
                failures.refusals(problem::set));
    }

    private static RunFilter finished(String text) {
        return new RunFilter(
                Optional.empty(),
                Set.of(Run.Status.FINISHED),
                Set.of(),
                Optional.empty(),
                false,
                text.isBlank() ? Optional.empty() : Optional.of(text.strip()),
                Map.of(),
                Map.of());
    }

    private void refresh() {
        if (desk.workspace().get().isEmpty()) {
            newest.cancel();
            offers.set(List.of());
            chosen.set(Optional.empty());
            return;
        }
        OpenWorkspace workspace = desk.openWorkspace();
        Optional<String> wanted = picked;
        List<String> selected = List.copyOf(desk.selectedRuns().get());
        Optional<Chosen> before = chosen.get();
        newest.request(
                () -> find(workspace, wanted, selected, before),
                found -> {
                    problem.set("");
                    offers.set(found.offers());
                    chosen.set(found.chosen());
                },
                failures.refusals(problem::set));
    }

    /** What was picked here, else the first chosen run that is quantized, else what was shown, else the best. */
    private static Found find(
            OpenWorkspace workspace, Optional<String> picked, List<String> selected, Optional<Chosen> before) {
        List<RunRow> rows = workspace.runs().rows(finished(""), 0, Integer.MAX_VALUE);
        List<Suggestion> suggestions = Suggestion.of(rows);
        List<Offer> offers = offers(suggestions, rows, selected);
        Optional<String> id = picked.or(() -> selected.stream()
                        .filter(run -> rows.stream()
                                .anyMatch(row ->
                                        row.id().equals(run) && row.method().quantizes()))
                        .findFirst())
                .or(() -> before.map(shown -> shown.run().id())
                        .filter(run -> rows.stream().anyMatch(row -> row.id().equals(run))))
                .or(() -> suggestions.stream()
                        .map(suggestion -> suggestion.run().id())
                        .findFirst())
                .or(() -> rows.stream().map(RunRow::id).findFirst());
        if (id.isEmpty()) {
            return new Found(offers, Optional.empty());
        }
        if (before.isPresent() && before.get().run().id().equals(id.get())) {
            return new Found(offers, before);
        }
        Run run = workspace.runs().run(id.get());
        Handover handover = new Handover(workspace, run);
        return new Found(offers, Optional.of(new Chosen(run, handover.use(), handover.card(Handover.fileName(run)))));
    }

    private static List<Offer> offers(List<Suggestion> suggestions, List<RunRow> rows, List<String> selected) {
        List<Offer> offers = new ArrayList<>();
        suggestions.forEach(suggestion -> offers.add(new Offer(suggestion.run(), Optional.of(suggestion.kind()))));
        rows.stream()
                .filter(row -> selected.contains(row.id()))
                .filter(row ->
                        offers.stream().noneMatch(offer -> offer.run().id().equals(row.id())))
                .limit(MOST_CHOSEN)
                .forEach(row -> offers.add(new Offer(row, Optional.empty())));
        return offers;
    }

    /** The run that is handed over. */
    Run run() {
        return chosen.get()
                .orElseThrow(() -> new BadInputException(DeployTexts.text("refused.noRun")))
                .run();
    }

    /** Refuses to time anything while an experiment runs. */
    void requireIdle() {
        if (desk.tasks().isBusy()) {
            throw new BadInputException(DeployTexts.text("refused.busy"));
        }
    }

    /** Files of a question to the worker. */
    record Files(Path floatModel, Path exported) {}

    /** Finds the run's network and the float one it came from, in the background. */
    Background.Job files(Consumer<Files> found, Consumer<Throwable> failed) {
        OpenWorkspace workspace = desk.openWorkspace();
        Run run = run();
        List<Path> others =
                desk.model().get().map(open -> List.of(open.file().path())).orElse(List.of());
        return background.run(
                () -> new Files(FloatParent.file(workspace, run, others), FloatParent.exported(workspace.runs(), run)),
                found,
                failed);
    }

    /** Copies the network. */
    void export(Path file, Consumer<List<Path>> done) {
        write(handover -> handover.network(file), done);
    }

    /** Makes a folder with the network, its card and programs that use it. */
    void exportFolder(Path folder, Consumer<List<Path>> done) {
        write(handover -> handover.folder(folder), done);
    }

    private void write(java.util.function.Function<Handover, List<Path>> work, Consumer<List<Path>> done) {
        OpenWorkspace workspace = desk.openWorkspace();
        Run run = run();
        problem.set("");
        background.run(() -> work.apply(new Handover(workspace, run)), done, failures.refusals(problem::set));
    }
}
