package org.bitscale.ui.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.DurableFile;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.Priority;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenModel;

/** A new experiment: begun from what lies on the desk, a run or a file, and queued or saved. */
final class ExperimentModel {

    private static final Duration DELAY = Duration.ofMillis(250);
    private static final String NAME = "name";
    private static final String MODEL = "model";
    private static final String SOURCE = "data.source";

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final Newest counting;
    private final ExperimentForm form = new ExperimentForm();
    private final ReadOnlyStringWrapper workload = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper nameHint = new ReadOnlyStringWrapper("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final StringProperty said = new SimpleStringProperty("");
    /** What was filled in from the desk, as long as nobody typed something else. */
    private final Map<String, String> filled = new HashMap<>();

    private Set<String> names = Set.of();

    /**
     * A form that follows the desk until something else is typed.
     *
     * @param desk network, data and plan to begin with
     * @param background where files are read and trials counted
     * @param failures takes what nobody expected
     */
    ExperimentModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.counting = new Newest(background, DELAY);
        type("method", "lsq");
        desk.workspace().addListener((observed, before, now) -> readNames());
        desk.tasks().experiments().addListener((observed, before, now) -> {
            if (before.size() != now.size()) {
                readNames();
            }
        });
        desk.model().addListener((observed, before, now) -> follow());
        desk.data().addListener((observed, before, now) -> follow());
        desk.plan().value().addListener((observed, before, now) -> followPlan(before));
        form.spec().addListener((observed, before, now) -> count());
        form.entry(NAME).text().addListener((observed, before, now) -> hint());
        takePlan();
        follow();
        readNames();
    }

    /** What is typed, and what it makes. */
    ExperimentForm form() {
        return form;
    }

    /** How many trials there are and how long they take. */
    ReadOnlyStringProperty workload() {
        return workload.getReadOnlyProperty();
    }

    /** What the name means, where that is worth saying. */
    ReadOnlyStringProperty nameHint() {
        return nameHint.getReadOnlyProperty();
    }

    /** What was refused. */
    StringProperty problem() {
        return problem;
    }

    /** What was done. */
    StringProperty said() {
        return said;
    }

    /** Takes network and data that are open, whatever is typed. */
    void takeOpen() {
        filled.put(MODEL, form.entry(MODEL).text().get());
        filled.put(SOURCE, form.entry(SOURCE).text().get());
        follow();
    }

    /** Takes the bits of the plan that is edited. */
    void takePlan() {
        TrialTexts.of(desk.plan().value().get()).forEach(this::type);
    }

    /** Fills the form with what a trial tried, to be changed. */
    void duplicate(Trial trial, String experiment) {
        begin(form -> form.fill(TrialTexts.of(trial), path -> true, ExperimentForm.Mode.SINGLE));
        // Where the network lies may have changed; what is open is surely there.
        desk.model()
                .get()
                .filter(open -> open.file().sha256().equals(trial.modelHash()))
                .ifPresent(open -> form.entry(MODEL).text().set(open.source()));
        type(NAME, unique(experiment));
    }

    /** Begins anew. */
    void clear() {
        begin(form -> form.fill(Map.of("method", "lsq"), path -> true, ExperimentForm.Mode.SINGLE));
        takePlan();
        follow();
        suggestName();
    }

    /** Fills the form from an experiment file. */
    void open(Path file) {
        problem.set("");
        background.run(
                () -> ExperimentFile.read(file),
                spec -> {
                    begin(form -> form.fill(spec));
                    form.entry(MODEL).text().set(resolved(file, spec.model()));
                    form.entry(SOURCE).text().set(resolved(file, spec.data().source()));
                    said.set(RunsTexts.text("form.opened", file));
                },
                failures.refusals(problem::set));
    }

    private void begin(Consumer<ExperimentForm> fill) {
        filled.clear();
        problem.set("");
        said.set("");
        fill.accept(form);
    }

    /** The file's paths are relative to it; the form's are not. */
    private static String resolved(Path file, String path) {
        return path.startsWith(SampleModels.PREFIX)
                ? path
                : file.toAbsolutePath().getParent().resolve(path).normalize().toString();
    }

    /** Keeps the experiment as a file. */
    void save(Path file) {
        problem.set("");
        String text = form.yaml().get();
        background.run(
                () -> {
                    try {
                        DurableFile.write(file.toAbsolutePath(), text.getBytes(StandardCharsets.UTF_8));
                        return file;
                    } catch (IOException e) {
                        throw DurableFile.failure(file, e);
                    }
                },
                written -> said.set(RunsTexts.text("form.saved", written)),
                failures.refusals(problem::set));
    }

    /** Queues the experiment; the next one has another name. */
    void submit(Priority priority, Runnable done) {
        Optional<ExperimentSpec> spec = form.spec().get();
        if (spec.isEmpty()) {
            return;
        }
        problem.set("");
        said.set("");
        desk.submit(
                spec.get(),
                form.yaml().get(),
                desk.openWorkspace().folder(),
                priority,
                () -> {
                    Set<String> more = new HashSet<>(names);
                    more.add(spec.get().name());
                    names = more;
                    type(NAME, unique(spec.get().name()));
                    done.run();
                },
                problem::set);
    }

    /** Follows the plan for as long as the form has its bits. */
    private void followPlan(PlanSettings before) {
        boolean untouched = TrialTexts.of(before).entrySet().stream()
                .allMatch(text -> form.effective(text.getKey()).equals(text.getValue()));
        if (untouched) {
            takePlan();
        }
    }

    private void follow() {
        desk.model().get().map(OpenModel::source).ifPresent(source -> fill(Map.of(MODEL, source)));
        desk.data().get().ifPresent(open -> fill(TrialTexts.of(open.options())));
        suggestName();
    }

    /** Where somebody typed something else, that stays. */
    private void fill(Map<String, String> texts) {
        String key = texts.containsKey(MODEL) ? MODEL : SOURCE;
        String typed = form.entry(key).text().get();
        if (typed.isBlank() || typed.equals(filled.get(key))) {
            texts.forEach(this::type);
        }
    }

    /** Types into a field; its usual value is not spelled out. */
    private void type(String path, String text) {
        ExperimentForm.Entry entry = form.entry(path);
        String shown = entry.field().usual().equals(Optional.of(text)) ? "" : text;
        filled.put(path, shown);
        entry.text().set(shown);
    }

    private void readNames() {
        if (desk.workspace().get().isEmpty()) {
            return;
        }
        OpenWorkspace workspace = desk.openWorkspace();
        background.run(
                () -> workspace.runs().experiments().stream()
                        .map(ExperimentRecord::name)
                        .toList(),
                this::named,
                failures.refusals(problem::set));
    }

    private void named(List<String> known) {
        Set<String> all = new HashSet<>(known);
        desk.tasks().experiments().get().forEach(experiment -> all.add(experiment.name()));
        names = all;
        suggestName();
        hint();
        count();
    }

    private void suggestName() {
        String typed = form.entry(NAME).text().get();
        if (typed.isBlank() || typed.equals(filled.get(NAME))) {
            type(NAME, unique(desk.model().get().map(OpenModel::name).orElse("experiment")));
        }
    }

    /** A name like {@code base}, with the first free number behind it. */
    private String unique(String base) {
        String plain = base.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("-\\d+$", "");
        String begin = plain.substring(0, Math.min(plain.length(), 58));
        int number = 1;
        while (names.contains(begin + "-" + number)) {
            number++;
        }
        return begin + "-" + number;
    }

    private void hint() {
        String name = form.entry(NAME).text().get().strip();
        nameHint.set(names.contains(name) ? RunsTexts.text("form.knownName", name) : "");
    }

    private void count() {
        Optional<ExperimentSpec> spec = form.spec().get();
        if (spec.isEmpty() || desk.workspace().get().isEmpty()) {
            counting.cancel();
            workload.set("");
            return;
        }
        if (workload.get().isEmpty()) {
            workload.set(RunsTexts.text("work.counting"));
        }
        OpenWorkspace workspace = desk.openWorkspace();
        Optional<Workload.Contents> contents = contents(spec.get());
        Path model = desk.model()
                .get()
                .filter(open -> contents.isPresent())
                .map(open -> open.file().path())
                .orElse(Path.of(spec.get().model()));
        counting.request(
                () -> Workload.of(spec.get(), model, spec.get().data().source(), contents, workspace.runs()),
                found -> {
                    problem.set("");
                    workload.set(found.text());
                },
                failures.refusals(refused -> {
                    workload.set("");
                    problem.set(refused);
                }));
    }

    /** Known if the experiment is about what lies on the desk. */
    private Optional<Workload.Contents> contents(ExperimentSpec spec) {
        return desk.model()
                .get()
                .filter(open -> open.source().equals(spec.model())
                        || open.file().path().toString().equals(spec.model()))
                .flatMap(open -> desk.data()
                        .get()
                        .filter(data -> data.options().spec().equals(spec.data().source()))
                        .map(data -> new Workload.Contents(
                                open.file().sha256(), data.sheet().hash())));
    }

    /** The text of a saved file's name. */
    String fileName() {
        return form.effective(NAME) + ".yaml";
    }
}
