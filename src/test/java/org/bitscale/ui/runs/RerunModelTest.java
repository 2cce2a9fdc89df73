package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.task.Rerun;
import org.bitscale.storage.TestRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerunModelTest {

    private static final Run BEFORE = TestRuns.run(1);
    private static final Run NOW = TestRuns.run(2);

    @Test
    void the_same_bits_are_told_in_two_lines() {
        assertThat(RerunModel.described(new Rerun.Result(BEFORE, NOW, true, List.of(), List.of())))
                .isEqualTo(
                        "Same bits: %s and its repetition %s hold exactly the same weights.\nAll results are the same."
                                .formatted(BEFORE.id(), NOW.id()));
    }

    @Test
    void what_differs_is_told_with_units_and_where_it_ran() {
        String text = RerunModel.described(new Rerun.Result(
                BEFORE,
                NOW,
                false,
                List.of(new Rerun.Difference("accuracy", "0.919", "0.838")),
                List.of(new Rerun.Difference("threads", "1", "2"))));
        assertThat(text)
                .startsWith("Different bits")
                .containsPattern("Accuracy, validation: 91\\.90 % \\(.*\\), now 83\\.80 %")
                .endsWith("threads: 1, now 2");
    }

    @Test
    void a_run_without_a_result_cannot_be_repeated(@TempDir Path folder) {
        List<String> refused = new ArrayList<>();
        Desk desk = Desks.open(folder);
        RerunModel model = new RerunModel(desk, new SameThread(), Desks.failures(), refused::add);
        model.start(TestRuns.run(3, "first", Run.Status.FAILED, Map.of()));
        assertThat(refused).last().asString().contains("did not finish");
        assertThat(model.running().get()).isEmpty();
        desk.clear().run();
    }
}
