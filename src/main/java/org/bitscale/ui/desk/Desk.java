package org.bitscale.ui.desk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.DataSheet;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.ExperimentOrder;
import org.bitscale.experiment.task.ExperimentSession;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.Unfinished;
import org.bitscale.experiment.task.WarmWorker;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.EditHistory;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.ScreenId;

/** What all screens look at. Everything here is touched on the JavaFX thread only. */
public final class Desk {

    private final Function<Path, OpenWorkspace> opener;
    private final Background background;
    private final Failures failures;
    private final ObjectProperty<Computing> computing = new SimpleObjectProperty<>(Computing.AUTOMATIC);
    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<Optional<OpenWorkspace>> workspace =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<OpenModel>> model = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<RefusedModel>> refusedModel =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<OpenData>> data = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<WarmWorker> worker = Optional.empty();
    private final ReadOnlyBooleanWrapper opening = new ReadOnlyBooleanWrapper();
    private final ReadOnlyIntegerWrapper asking = new ReadOnlyIntegerWrapper();
    private final ReadOnlyDoubleWrapper reading = new ReadOnlyDoubleWrapper(-1);
    private final EditHistory<PlanSettings> plan = new EditHistory<>(PlanSettings.of(4, 4));
    private final ObjectProperty<ScreenId> screen = new SimpleObjectProperty<>(ScreenId.START);
    private final ObjectProperty<Set<String>> selectedRuns = new SimpleObjectProperty<>(Set.of());
    private final ObjectProperty<Recent> recent = new SimpleObjectProperty<>(Recent.NONE);
    private Background.Job openingModel = Background.Job.NONE;
    private Background.Job openingData = Background.Job.NONE;

    /**
     * An empty desk.
     *
     * @param opener opens a workspace's folder
     * @param background where files are read
     * @param failures takes what nobody expected
     */
    public Desk(Function<Path, OpenWorkspace> opener, Background background, Failures failures) {
        this.opener = opener;
        this.background = background;
        this.failures = failures;
        this.tasks = new Tasks(background);
    }

    /**
     * What was opened lately, the last first.
     *
     * @param workspaces folders
     * @param models paths or sample names
     */
    public record Recent(List<String> workspaces, List<String> models) {

        /** Nothing yet. */
        public static final Recent NONE = new Recent(List.of(), List.of());
    }

    /** The workspace that is open. */
    public ReadOnlyObjectProperty<Optional<OpenWorkspace>> workspace() {
        return workspace.getReadOnlyProperty();
    }

    /** The float network that is open. */
    public ReadOnlyObjectProperty<Optional<OpenModel>> model() {
        return model.getReadOnlyProperty();
    }

    /** The network that was asked for last, if it could not be opened; the one that was open before still is. */
    public ReadOnlyObjectProperty<Optional<RefusedModel>> refusedModel() {
        return refusedModel.getReadOnlyProperty();
    }

    /** Puts away what was refused. */
    public void forgetRefusedModel() {
        refusedModel.set(Optional.empty());
    }

    /** The data that is open; it fits the network. */
    public ReadOnlyObjectProperty<Optional<OpenData>> data() {
        return data.getReadOnlyProperty();
    }

    /** Whether a network or data is being read. */
    public ReadOnlyBooleanProperty opening() {
        return opening.getReadOnlyProperty();
    }

    /** The plan that is edited. */
    public EditHistory<PlanSettings> plan() {
        return plan;
    }

    /** The screen that is shown. */
    public ObjectProperty<ScreenId> screen() {
        return screen;
    }

    /** Ids of the runs that are chosen, in table and charts alike. */
    public ObjectProperty<Set<String>> selectedRuns() {
        return selectedRuns;
    }

    /** What was opened lately. */
    public ObjectProperty<Recent> recent() {
        return recent;
    }

    /**
     * The worker that answers quick questions, one for each workspace.
     *
     * @throws BadInputException if no workspace is open
     */
    public WarmWorker worker() {
        return worker.orElseThrow(() -> new BadInputException("No workspace is open; open or create one"));
    }

    /** Hears an answer of the worker on the JavaFX thread; a question that was cancelled has none. */
    public <T> void hear(CompletableFuture<T> answer, Consumer<? super T> done, Consumer<String> refused) {
        Consumer<Throwable> failed = failures.refusals(refused);
        asking.set(asking.get() + 1);
        answer.whenComplete((result, failure) -> background.later(() -> {
            asking.set(asking.get() - 1);
            if (failure == null) {
                done.accept(result);
            } else {
                failed.accept(failure);
            }
        }));
    }

    /** How many questions the worker has not answered yet. */
    public ReadOnlyIntegerProperty asking() {
        return asking.getReadOnlyProperty();
    }

    /** What experiments are computed with, from the next one on. */
    public ObjectProperty<Computing> computing() {
        return computing;
    }

    /** Experiments that wait, run or have ended. */
    public Tasks tasks() {
        return tasks;
    }

    /** Chooses runs; ids keep their order. */
    public void select(List<String> runs) {
        selectedRuns.set(java.util.Collections.unmodifiableSet(new LinkedHashSet<>(runs)));
    }

    /** The workspace, which nothing that is shown works without. */
    public OpenWorkspace openWorkspace() {
        return workspace.get().orElseThrow(() -> new BadInputException("No workspace is open; open or create one"));
    }

    /** Opens a workspace, or creates it, in place of the one that is open. */
    public void openWorkspace(Path folder, Runnable done, Consumer<String> refused) {
        openWorkspace(folder, opener, done, refused);
    }

    /** Opens a workspace that was there before; one that is gone is not begun anew. */
    public void reopenWorkspace(Path folder, Runnable done, Consumer<String> refused) {
        Function<Path, OpenWorkspace> careful = place -> {
            if (!Files.isDirectory(place)) {
                throw new BadInputException(DeskTexts.text("workspace.gone", place));
            }
            return opener.apply(place);
        };
        openWorkspace(folder, careful, done, refused);
    }

    private void openWorkspace(
            Path folder, Function<Path, OpenWorkspace> open, Runnable done, Consumer<String> refused) {
        if (tasks.isBusy()) {
            refused.accept(
                    "An experiment is running in this workspace; cancel it or let it end before opening another");
            return;
        }
        Path place = folder.toAbsolutePath().normalize();
        background.run(
                () -> open.apply(place),
                opened -> {
                    Runnable rest = clear();
                    tasks.use(opened);
                    worker = Optional.of(new WarmWorker(
                            new EngineSettings(
                                    EngineSettings.Device.CPU,
                                    Runtime.getRuntime().availableProcessors()),
                            opened.trials()));
                    selectedRuns.set(Set.of());
                    workspace.set(Optional.of(opened));
                    closeLater(rest);
                    remember(place.toString(), recent.get().models());
                    done.run();
                },
                failures.refusals(refused));
    }

    private void closeLater(Runnable rest) {
        background.run(
                () -> {
                    rest.run();
                    return true;
                },
                done -> {},
                failures.refusals(refused -> {}));
    }

    /**
     * Opens a float network; data that does not fit it is put away.
     *
     * @param source a path, or {@code sample:NAME}
     */
    public void openModel(String source, Runnable done, Consumer<String> refused) {
        Path models = openWorkspace().folder().resolve("models");
        openingModel.cancel();
        opening.set(true);
        forgetRefusedModel();
        openingModel = background.run(
                () -> OpenModel.read(source, models),
                opened -> {
                    opening.set(false);
                    data.set(Optional.empty());
                    model.set(Optional.of(opened));
                    plan.reset(PlanSettings.of(
                            plan.value().get().weightBits(), plan.value().get().activationBits()));
                    remember(
                            null,
                            WindowState.withFirst(
                                    recent.get().models(),
                                    opened.source().startsWith("sample:")
                                            ? opened.source()
                                            : opened.file().path().toString()));
                    done.run();
                },
                refusedAfter(message -> {
                    refusedModel.set(Optional.of(new RefusedModel(source, message)));
                    refused.accept(message);
                }));
    }

    /** Puts a plan of earlier on the desk, unless the network has changed and it fits no more. */
    public void restorePlan(PlanSettings earlier) {
        model.get()
                .ifPresent(open -> background.run(
                        () -> open.sheet().lay(earlier),
                        laid -> plan.reset(earlier),
                        failures.refusals(refused -> {})));
    }

    /** Opens data for the network on the desk. */
    public void openData(DataOptions options, Runnable done, Consumer<String> refused) {
        if (model.get().isEmpty()) {
            refused.accept("Data is read in the shape that a network wants; open a network first");
            return;
        }
        OpenModel open = model.get().get();
        openingData.cancel();
        opening.set(true);
        openingData = background.run(
                () -> new OpenData(options, DataSheet.open(options, open.file(), readingProgress())),
                opened -> {
                    opening.set(false);
                    data.set(Optional.of(opened));
                    done.run();
                },
                refusedAfter(refused));
    }

    /**
     * Queues an experiment.
     *
     * @param text the experiment file
     * @param folder that the file's paths are relative to
     */
    public void submit(
            ExperimentSpec spec, String text, Path folder, Priority priority, Runnable done, Consumer<String> refused) {
        Path place = openWorkspace().folder();
        submit(spec, text, () -> ExperimentPlace.of(spec, folder, place), priority, done, refused);
    }

    /** Goes on with an experiment from its checkpoints. */
    public void resume(Unfinished experiment, Runnable done, Consumer<String> refused) {
        Path place = openWorkspace().folder();
        ExperimentSpec spec = ExperimentFile.parse(experiment.file(), experiment.name());
        submit(
                spec,
                experiment.file(),
                () -> experiment.place().orElseGet(() -> ExperimentPlace.of(spec, place, place)),
                Priority.NORMAL,
                done,
                refused);
    }

    private void submit(
            ExperimentSpec spec,
            String text,
            Callable<ExperimentPlace> place,
            Priority priority,
            Runnable done,
            Consumer<String> refused) {
        ExperimentSession.Options options = computing.get().options();
        background.run(
                place,
                found -> {
                    tasks.submit(new ExperimentOrder(spec, text, found, options), priority);
                    done.run();
                },
                failures.refusals(refused));
    }

    private Progress readingProgress() {
        reading.set(-1);
        AtomicLong told = new AtomicLong();
        return new Progress() {
            @Override
            public void update(String phase, long done, long total, String detail) {
                // A percent at a time: pulses are for people.
                long percent = 100 * done / Math.max(1, total);
                if (told.getAndSet(percent) != percent) {
                    background.later(() -> reading.set((double) done / total));
                }
            }

            @Override
            public boolean isCancelled() {
                return Thread.currentThread().isInterrupted();
            }
        };
    }

    /** Share of the pictures that were read; negative while nothing is known. */
    public ReadOnlyDoubleProperty reading() {
        return reading.getReadOnlyProperty();
    }

    /** Stops reading what is being read. */
    public void cancelOpening() {
        openingModel.cancel();
        openingData.cancel();
        opening.set(false);
    }

    private Consumer<Throwable> refusedAfter(Consumer<String> refused) {
        Consumer<Throwable> shown = failures.refusals(refused);
        return failure -> {
            opening.set(false);
            shown.accept(failure);
        };
    }

    private void remember(String folder, List<String> models) {
        List<String> workspaces = folder == null
                ? recent.get().workspaces()
                : WindowState.withFirst(recent.get().workspaces(), folder);
        recent.set(new Recent(workspaces, models));
    }

    /**
     * Clears the desk at once.
     *
     * @return the slow rest, to be run on any other thread: what runs is stopped, its checkpoints stay
     */
    public Runnable clear() {
        Optional<OpenWorkspace> before = workspace.get();
        Optional<WarmWorker> answering = worker;
        workspace.set(Optional.empty());
        worker = Optional.empty();
        Runnable queue = tasks.clear();
        return () -> {
            answering.ifPresent(WarmWorker::close);
            queue.run();
            before.ifPresent(OpenWorkspace::close);
        };
    }
}
