package org.bitscale.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.data.InputScaling;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Json;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.junit.jupiter.api.Test;

class TrialTest {

    private static Trial trial(String path, long seed, Map<String, LayerOverride> layers) {
        return new Trial(
                Path.of(path),
                "aa",
                new DataOptions(
                        path + "/data",
                        Optional.of(new InputScaling(255, List.of(0.5f), List.of(0.25f))),
                        0.1,
                        OptionalInt.of(100),
                        3),
                "bb",
                Method.LSQ,
                Optional.of(new PlanSettings(4, 3, Granularity.CHANNEL, 8, 8, layers)),
                Optional.of(new TrainingSettings(
                        2, 64, 0.01, Optimizer.sgd(), Schedule.COSINE, 1e-4, BatchNormMode.KEEP, seed)),
                512,
                Layout.FAST,
                false);
    }

    @Test
    void a_trial_comes_back_from_json_unchanged() {
        Trial trial =
                trial("x.onnx", 1, Map.of("conv1", LayerOverride.parse("W8A8"), "fc", LayerOverride.parse("float")));
        assertThat(Json.read(Json.write(trial), Trial.class)).isEqualTo(trial);
        assertThat(Json.write(trial)).contains("\"conv1\":\"W8A8\"").contains("\"name\":\"sgd\"");
    }

    @Test
    void the_hash_knows_contents_and_no_paths() {
        Trial trial = trial("x.onnx", 1, Map.of());
        assertThat(trial("elsewhere/y.onnx", 1, Map.of()).hash()).isEqualTo(trial.hash());
        assertThat(trial("x.onnx", 2, Map.of()).hash()).isNotEqualTo(trial.hash());
        assertThat(trial("x.onnx", 2, Map.of()).groupHash()).isEqualTo(trial.groupHash());
        assertThat(trial("x.onnx", 1, Map.of("a", LayerOverride.parse("W2A2"))).groupHash())
                .isNotEqualTo(trial.groupHash());
    }

    @Test
    void a_run_that_was_not_timed_is_no_result_of_a_trial_that_asks_for_it() {
        Trial trial = trial("x.onnx", 1, Map.of());
        Trial timed = new Trial(
                trial.model(),
                "aa",
                trial.data(),
                "bb",
                trial.method(),
                trial.plan(),
                trial.training(),
                512,
                Layout.FAST,
                true);
        assertThat(timed.hash()).isNotEqualTo(trial.hash());
    }

    @Test
    void parts_that_do_not_fit_are_refused() {
        Trial trial = trial("x.onnx", 1, Map.of());
        assertThatThrownBy(() -> new Trial(
                        trial.model(),
                        "aa",
                        trial.data(),
                        "bb",
                        Method.PTQ,
                        trial.plan(),
                        trial.training(),
                        512,
                        Layout.FAST,
                        false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("PTQ takes no");
    }
}
