package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.experiment.run.Run;
import org.bitscale.storage.TestRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetailModelTest {

    @TempDir
    private Path folder;

    private final List<String> refused = new ArrayList<>();
    private Desk desk;
    private DetailModel model;
    private LogModel log;

    @BeforeEach
    void open() throws IOException {
        desk = Desks.open(folder.resolve("workspace"));
        Path network = Files.writeString(folder.resolve("net"), "a network");
        Path said = Files.writeString(folder.resolve("said"), "--- attempt 1\nloss 0.5\nLoss 0.25\n");
        desk.openWorkspace()
                .runs()
                .add(TestRuns.run(
                        1,
                        "first",
                        Run.Status.FINISHED,
                        Map.of(
                                Run.MODEL_FILE,
                                desk.openWorkspace().runs().keep(network),
                                Run.LOG_FILE,
                                desk.openWorkspace().runs().keep(said))));
        desk.openWorkspace().runs().add(TestRuns.run(2, "first", Run.Status.FAILED, Map.of()));
        model = new DetailModel(desk, new SameThread(), Desks.failures(), refused::add);
        log = new LogModel(desk, new SameThread(), Desks.failures());
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private Run run(int number) {
        return desk.openWorkspace().runs().run(TestRuns.id(number));
    }

    @Test
    void the_run_that_was_chosen_first_is_shown() {
        assertThat(model.run().get()).isEmpty();
        desk.select(List.of(TestRuns.id(2), TestRuns.id(1)));
        assertThat(model.run().get()).isEqualTo(Optional.of(run(2)));
        desk.select(List.of());
        assertThat(model.run().get()).isEmpty();
    }

    @Test
    void a_record_is_told_in_groups() {
        List<RunSheet.Group> groups = RunSheet.of(run(1));
        assertThat(groups)
                .extracting(RunSheet.Group::title)
                .containsExactly(
                        "Measures", "What was done", "Network and data", "Time", "Where it ran", "Identity", "Files");
        assertThat(groups.get(0).lines().get(0).value()).matches("\\d+\\.\\d\\d % \\(.*\\) on 1,000 examples");
        assertThat(groups).allSatisfy(group -> assertThat(group.lines()).isNotEmpty());
        assertThat(RunSheet.of(run(2)))
                .extracting(RunSheet.Group::title)
                .contains("Recipe")
                .doesNotContain("Measures");
    }

    @Test
    void a_network_is_copied_out() throws IOException {
        Path target = folder.resolve("copy.onnx");
        model.exportNetwork(run(1), target, () -> {});
        assertThat(target).hasContent("a network");
        model.exportNetwork(run(2), folder.resolve("none.onnx"), () -> {});
        assertThat(refused).singleElement().asString().contains("has no network, because it failed");
    }

    @Test
    void a_log_is_searched_line_by_line() {
        log.open(run(1));
        assertThat(log.lines()).containsExactly("--- attempt 1", "loss 0.5", "Loss 0.25");
        log.search().set("LOSS");
        assertThat(log.matches().get()).isEqualTo(2);
        assertThat(log.match().get()).isEqualTo(1);
        log.findNext(1);
        assertThat(log.match().get()).isEqualTo(2);
        log.findNext(1);
        assertThat(log.match().get()).isEqualTo(1);
        log.findNext(-1);
        assertThat(log.match().get()).isEqualTo(2);
        log.open(run(2));
        assertThat(log.problem().get()).contains("has no log");
        log.close();
        assertThat(log.title().get()).isEmpty();
    }

    @Test
    void the_log_of_a_trial_that_has_ended_meanwhile_is_the_one_that_was_kept() {
        log.follow(run(1).trialHash(), "float32", 0);
        assertThat(log.live().get()).isFalse();
        assertThat(log.lines()).contains("loss 0.5");
    }
}
