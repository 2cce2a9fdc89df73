package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.Expansion;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.storage.TestRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentModelTest {

    @TempDir
    private Path folder;

    private Desk desk;
    private ExperimentModel model;

    @BeforeEach
    void open() {
        desk = Desks.withSample(folder.resolve("workspace"));
        model = new ExperimentModel(desk, new SameThread(), Desks.failures());
        type("data.source", "sample:shapes");
    }

    private void openData() {
        type("data.source", "");
        desk.openData(DataOptions.of("sample:shapes"), () -> {}, refused -> {
            throw new AssertionError(refused);
        });
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private String typed(String path) {
        return model.form().entry(path).text().get();
    }

    private void type(String path, String text) {
        model.form().entry(path).text().set(text);
    }

    private ExperimentSpec spec() {
        return model.form().spec().get().orElseThrow();
    }

    @Test
    void it_begins_with_what_lies_on_the_desk() {
        openData();
        assertThat(spec().model()).isEqualTo("sample:shapes_resnet8");
        assertThat(spec().data().source()).isEqualTo("sample:shapes");
        assertThat(spec().method()).isEqualTo("lsq");
        assertThat(spec().plan()).containsEntry("weights", 4).containsEntry("activations", 4);
        assertThat(spec().name()).isEqualTo("shapes_resnet8-1");
        assertThat(model.workload().get()).isEqualTo("2 trials; how long they take is known after a first run");
    }

    @Test
    void it_follows_the_plan_until_bits_are_typed() {
        desk.plan().edit(PlanSettings.of(3, 5));
        assertThat(spec().plan()).containsEntry("weights", 3).containsEntry("activations", 5);
        type("plan.weights", "6");
        desk.plan().edit(PlanSettings.of(2, 2));
        assertThat(spec().plan()).containsEntry("weights", 6).containsEntry("activations", 5);
        model.takePlan();
        assertThat(spec().plan()).containsEntry("weights", 2);
    }

    @Test
    void names_that_are_taken_are_not_suggested_and_one_that_is_typed_is_told_of() {
        desk.openWorkspace()
                .runs()
                .put(new ExperimentRecord(
                        "shapes_resnet8-1",
                        "",
                        Instant.EPOCH,
                        List.of(TestRuns.trial(1).hash())));
        model = new ExperimentModel(desk, new SameThread(), Desks.failures());
        assertThat(typed("name")).isEqualTo("shapes_resnet8-2");
        assertThat(model.nameHint().get()).isEmpty();
        type("name", "shapes_resnet8-1");
        assertThat(model.nameHint().get()).contains("has run here before");
    }

    @Test
    void a_run_is_duplicated_to_be_changed() {
        Trial trial = TestRuns.trial(3);
        assertThat(trial.method()).isEqualTo(Method.LSQ);
        model.duplicate(trial, "first");
        assertThat(spec().name()).isEqualTo("first-1");
        Trial again = Expansion.of(
                        spec(), trial.model(), trial.modelHash(), trial.data().spec(), trial.dataHash())
                .trials()
                .get(1);
        assertThat(again).isEqualTo(trial);
    }

    @Test
    void trials_that_were_run_before_are_counted_and_time_is_told_from_them() {
        openData();
        Trial trial = Expansion.of(
                        spec(),
                        desk.model().get().get().file().path(),
                        desk.model().get().get().file().sha256(),
                        "sample:shapes",
                        desk.data().get().get().sheet().hash())
                .trials()
                .get(1);
        Run made = TestRuns.run(3);
        desk.openWorkspace()
                .runs()
                .add(new Run(
                        made.id(),
                        "first",
                        trial,
                        trial.hash(),
                        trial.groupHash(),
                        Run.Status.FINISHED,
                        made.started(),
                        10,
                        8,
                        1,
                        made.environment(),
                        made.rerunOf(),
                        made.metrics(),
                        made.epochs(),
                        made.layers(),
                        made.weightsHash(),
                        made.files(),
                        made.failure()));
        type("recipe.epochs", "5");
        assertThat(model.workload().get()).startsWith("2 trials; about ");
        type("recipe.epochs", "");
        assertThat(model.workload().get()).startsWith("2 trials, 1 of them known already; about ");
    }

    @Test
    void a_file_is_opened_with_its_paths_resolved_and_saved_again() throws IOException {
        Path file = Files.writeString(
                folder.resolve("in.yaml"),
                "{name: c, model: nets/a.onnx, data: {source: 'pictures#train'}, sweep: {over: {bits: [W4A4]}}}");
        model.open(file);
        assertThat(spec().model()).isEqualTo(folder.resolve("nets/a.onnx").toString());
        assertThat(spec().data().source()).isEqualTo(folder.resolve("pictures").toString() + "#train");
        Path saved = folder.resolve("out.yaml");
        model.save(saved);
        assertThat(ExperimentFile.read(saved)).isEqualTo(spec());
        model.open(folder.resolve("absent.yaml"));
        assertThat(model.problem().get()).contains("does not exist");
        assertThat(typed("name")).isEqualTo("c");
    }

    @Test
    void what_is_queued_has_its_priority_and_the_next_one_another_name() throws Exception {
        CompletableFuture<QueuedExperiment> queued = new CompletableFuture<>();
        desk.tasks()
                .experiments()
                .addListener((observed, before, now) -> now.stream().findFirst().ifPresent(queued::complete));
        type("model", folder.resolve("absent.onnx").toString());
        model.submit(Priority.HIGH, () -> {});
        QueuedExperiment experiment = queued.get(30, TimeUnit.SECONDS);
        assertThat(experiment.name()).isEqualTo("shapes_resnet8-1");
        assertThat(experiment.priority()).isEqualTo(Priority.HIGH);
        assertThat(typed("name")).isEqualTo("shapes_resnet8-2");
    }

    @Test
    void it_begins_anew() {
        type("name", "mine");
        type("recipe.epochs", "9");
        model.form().mode().set(ExperimentForm.Mode.GRID);
        model.clear();
        assertThat(typed("recipe.epochs")).isEmpty();
        assertThat(typed("name")).isEqualTo("shapes_resnet8-1");
        assertThat(model.form().mode().get()).isEqualTo(ExperimentForm.Mode.SINGLE);
        assertThat(typed("model")).isEqualTo("sample:shapes_resnet8");
    }
}
