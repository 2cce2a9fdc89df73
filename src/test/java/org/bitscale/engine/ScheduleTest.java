package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.SharedMaterial;
import org.junit.jupiter.api.Test;

/** Learning rates by step. */
class ScheduleTest {

    private static final long STEPS = 20;

    private static TrainingSettings recipe(double rate, Schedule schedule, Optional<WarmUp> warmUp) {
        Refinements none = Refinements.NONE;
        return new TrainingSettings(4, 2, rate, Optimizer.sgd(), schedule, 0, BatchNormMode.KEEP, 0)
                .with(new Refinements(
                        warmUp,
                        none.regularization(),
                        1,
                        none.augmentation(),
                        none.distillation(),
                        none.averaging(),
                        none.earlyStop()));
    }

    /** PyTorch's schedulers step once an epoch in these vectors; here an epoch of theirs is a step of 20. */
    @Test
    void agreesWithPyTorch() throws Exception {
        JsonNode vectors = new ObjectMapper()
                .readTree(SharedMaterial.path("vectors/optim_torch.json").toFile());
        for (JsonNode vector : vectors.get("schedulers")) {
            double base = vector.get("base_lr").asDouble();
            String name = vector.get("sched").asText();
            TrainingSettings recipe =
                    switch (name) {
                        case "CosineAnnealing_T20_min1e-4" ->
                            recipe(base, new Schedule.Cosine(1e-4 / base), Optional.empty());
                        case "Step_7_0.1" ->
                            recipe(base, new Schedule.Step(List.of(7 / 20.0, 14 / 20.0), 0.1), Optional.empty());
                        case "MultiStep_5_12" ->
                            recipe(base, new Schedule.Step(List.of(5 / 20.0, 12 / 20.0), 0.3), Optional.empty());
                        case "Exponential.9" ->
                            recipe(base, new Schedule.Exponential(Math.pow(0.9, STEPS)), Optional.empty());
                        // OneCycleLR(max_lr=1, total_steps=21, pct_start=0.3): the peak is at 0.3 · 21 − 1 of 20 steps.
                        case "OneCycle_max1_20" ->
                            recipe(
                                    1,
                                    new Schedule.OneCycle((0.3 * 21 - 1) / 20, 1 / 25.0, 1 / 25.0e4),
                                    Optional.empty());
                        case "Linear_warmup" -> recipe(base, Schedule.CONSTANT, Optional.of(new WarmUp(1, 0.1)));
                        default -> throw new AssertionError("a scheduler that is not known: " + name);
                    };
            for (int step = 0; step < STEPS; step++) {
                assertThat(recipe.rate(step, STEPS / 4, STEPS))
                        .as("%s step %d", name, step)
                        .isCloseTo(vector.get("lr").get(step).asDouble(), within(1e-12));
            }
        }
        assertThat(vectors.get("schedulers")).hasSize(6);
    }

    @Test
    void theUsualSchedulesAreWhatTheyWere() {
        for (int i = 0; i <= 1000; i++) {
            double progress = i / 1000.0;
            assertThat(Schedule.CONSTANT.factor(progress)).isEqualTo(1);
            assertThat(Schedule.COSINE.factor(progress)).isEqualTo((1 + Math.cos(Math.PI * progress)) / 2);
            assertThat(Schedule.STEP.factor(progress)).isEqualTo(progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01);
        }
    }

    @Test
    void afterTheWarmUpTheScheduleHasTheStepsThatAreLeft() {
        TrainingSettings recipe = recipe(1, Schedule.COSINE, Optional.of(new WarmUp(2, 0)));
        assertThat(recipe.rate(0, 5, STEPS)).isZero();
        assertThat(recipe.rate(5, 5, STEPS)).isEqualTo(0.5);
        assertThat(recipe.rate(10, 5, STEPS)).isEqualTo(1);
        assertThat(recipe.rate(15, 5, STEPS)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void wordsAndBadNumbers() {
        assertThat(Schedule.usual()).extracting(Schedule::word).contains("one_cycle", "constant");
        assertThat(Schedule.of("One_Cycle")).isEqualTo(Schedule.ONE_CYCLE);
        assertThatThrownBy(() -> Schedule.of("square"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("one of constant, cosine");
        assertThatThrownBy(() -> new Schedule.Step(List.of(0.5, 0.4), 0.1)).hasMessageContaining("rise");
        assertThatThrownBy(() -> new Schedule.Cosine(1.5)).hasMessageContaining("at most 1");
        assertThatThrownBy(() -> new Schedule.Exponential(0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new WarmUp(0, 0.1)).isInstanceOf(BadInputException.class);
    }
}
