package org.bitscale.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.data.InputScaling;
import org.bitscale.data.augment.Augmentation;
import org.bitscale.engine.Averaging;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Distillation;
import org.bitscale.engine.EarlyStop;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Refinements;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.engine.WarmUp;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.Json;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Results of plain recipes, and what was cached for them, are found again by these hashes. */
    @ParameterizedTest
    @CsvSource({
        "CONSTANT, sgd, a8ec433e1dbd47c7ac6c2bbed2a21eac05b7648ce2987156780fcee98dfbe9f7",
        "CONSTANT, adam, f04ca2a8c19eff37c8f7e02b2112b6d52ae46c499309d015c0916a172a46e4f1",
        "COSINE, sgd, 6ddddf8334acc1e4b65fa86fdb7b267e226634313155eac2dc2ecb646d477e31",
        "COSINE, adam, 65f4b269a3aa536eccf6b5f0ac721361dfceb367491534a689f311cb77eb84c7",
        "STEP, sgd, f18a9b957bffcb0867881d57637a3fede57e6d50b2d94d607b509ba6bed3c3a0",
        "STEP, adam, ef662641b0cd024d04288993686de7f7e85376825ac82127b82fd3f641773da2"
    })
    void the_hash_of_a_plain_recipe_stays(String schedule, String optimizer, String hash) {
        Trial trial = refined(
                Schedule.of(schedule), optimizer.equals("sgd") ? Optimizer.sgd() : Optimizer.adam(), Refinements.NONE);
        assertThat(trial.hash()).isEqualTo(hash);
        assertThat(Json.write(trial)).doesNotContain("refinements").contains("\"" + schedule + "\"");
    }

    private static Trial refined(Schedule schedule, Optimizer optimizer, Refinements refinements) {
        return new Trial(
                Path.of("m.onnx"),
                "aa",
                new DataOptions("d", Optional.empty(), 0.1, OptionalInt.of(100), 3),
                "bb",
                Method.FLOAT,
                Optional.empty(),
                Optional.of(new TrainingSettings(
                        2, 64, 0.01, optimizer, schedule, 1e-4, BatchNormMode.KEEP, 1, refinements)),
                512,
                Layout.FAST,
                false);
    }

    @Test
    void refinements_come_back_from_json_and_change_the_hash() {
        Refinements all = new Refinements(
                Optional.of(new WarmUp(1.5, 0.1)),
                new Refinements.Regularization(0.1, 1),
                2,
                new Augmentation(4, 2, true, 8, 0.2),
                Optional.of(new Distillation(0.5, 4)),
                Optional.of(new Averaging(0.9)),
                Optional.of(new EarlyStop(1, EarlyStop.Measure.LOSS)));
        List<Schedule> schedules = List.of(
                Schedule.CONSTANT,
                Schedule.ONE_CYCLE,
                new Schedule.Cosine(0.01),
                new Schedule.Step(List.of(0.25, 0.5), 0.3),
                new Schedule.OneCycle(0.4, 0.1, 0.01),
                new Schedule.Exponential(0.5));
        Set<String> hashes = new HashSet<>();
        for (Schedule schedule : schedules) {
            for (Optimizer optimizer : List.of(Optimizer.adamW(), Optimizer.rmsProp())) {
                for (Refinements refinements : List.of(all, Refinements.NONE)) {
                    Trial trial = refined(schedule, optimizer, refinements);
                    assertThat(Json.read(Json.write(trial), Trial.class)).isEqualTo(trial);
                    hashes.add(trial.hash());
                }
            }
        }
        assertThat(hashes).hasSize(24);
    }
}
