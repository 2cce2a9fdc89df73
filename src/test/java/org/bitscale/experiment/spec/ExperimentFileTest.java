package org.bitscale.experiment.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.data.InputScaling;
import org.bitscale.data.augment.Augmentation;
import org.bitscale.engine.Averaging;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Distillation;
import org.bitscale.engine.EarlyStop;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Precision;
import org.bitscale.engine.QatMethod;
import org.bitscale.engine.QuantizerAids;
import org.bitscale.engine.Refinements;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.engine.WarmUp;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentFileTest {

    private static final Path EXAMPLES = Path.of("sample-models");
    private static final String HEAD = "name: a\nmodel: m.onnx\ndata: {source: d}\n";

    private static Expansion.Result expand(String text) {
        return Expansion.of(ExperimentFile.parse(text, "test.yaml"), Path.of("m.onnx"), "aa", "d", "bb");
    }

    @ParameterizedTest
    @CsvSource({"quickstart.yaml, 7", "bits-sweep.yaml, 25", "random-search.json, 13"})
    void theExamplesAreRead(String name, int trials) {
        ExperimentSpec spec = ExperimentFile.read(EXAMPLES.resolve(name));
        Expansion.Result result = Expansion.of(spec, Path.of("m.onnx"), "aa", "d", "bb");
        assertThat(result.trials()).hasSize(trials).doesNotHaveDuplicates();
        assertThat(result.trials().get(0).label()).isEqualTo("float32");
        assertThat(result.trials().stream().map(Trial::hash).distinct()).hasSize(trials);
        assertThat(ExperimentFile.parse(ExperimentFile.write(spec), "written")).isEqualTo(spec);
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        ExperimentSpec spec = ExperimentFile.parse(HEAD, "x");
        assertThat(spec.objectives()).containsExactly(Measure.ACCURACY, Measure.PACKED_SIZE);
        List<Trial> trials = expand(HEAD + "method: lsq").trials();
        assertThat(trials).hasSize(2);
        assertThat(trials.get(1).training().orElseThrow().learningRate()).isEqualTo(0.01);
        assertThat(trials.get(1).training().orElseThrow().batchNorm()).isEqualTo(BatchNormMode.KEEP);
        assertThat(expand(HEAD + "method: lsq\nplan: {granularity: tensor}\nrecipe: {optimizer: adam}")
                        .trials()
                        .get(1)
                        .training()
                        .orElseThrow())
                .satisfies(recipe -> {
                    assertThat(recipe.batchNorm()).isEqualTo(BatchNormMode.FOLD);
                    assertThat(recipe.learningRate()).isEqualTo(0.001);
                });
    }

    @Test
    void scalingWithoutAScaleGoesByTheKindOfData(@TempDir Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("table.csv"), "a,class\n1,x\n2,y\n");
        ExperimentSpec.Data data = ExperimentFile.parse(
                        "{name: n, model: sample:shapes_resnet8, data: {source: d, scaling: {mean: 0.5}}}", "x")
                .data();

        assertThat(data.options("sample:shapes").scaling()).contains(new InputScaling(255, List.of(0.5f), List.of(1f)));
        assertThat(data.options(table.toString()).scaling()).contains(new InputScaling(1, List.of(0.5f), List.of(1f)));
    }

    @Test
    void aRecipeCanSayEverything() {
        TrainingSettings recipe = expand(HEAD + "method: lsq\nrecipe: {optimizer: adamw, schedule: one_cycle, "
                        + "final_rate: 0.01, warm_up: 0.5, label_smoothing: 0.1, clip_norm: 2, accumulate: 4, "
                        + "distill: 0.5, average: 0.99, early_stop: 3, early_stop_on: loss, crop: 4, shift: 1, "
                        + "flip: true, cutout: 8, mixup: 0.2, precision: bfloat16, "
                        + "norm_batches: 20, damping: 0.01, clip_decay: 0.5, gradient_scaling: 0.1}")
                .trials()
                .get(1)
                .training()
                .orElseThrow();
        assertThat(recipe.optimizer()).isEqualTo(Optimizer.adamW());
        assertThat(recipe.learningRate()).isEqualTo(0.001);
        assertThat(recipe.schedule()).isEqualTo(new Schedule.OneCycle(0.3, 1 / 25.0, 0.01));
        assertThat(recipe.refinements())
                .isEqualTo(new Refinements(
                        Optional.of(new WarmUp(0.5, 0.1)),
                        new Refinements.Regularization(0.1, 2),
                        4,
                        new Augmentation(4, 1, true, 8, 0.2),
                        Optional.of(new Distillation(0.5, 4)),
                        Optional.of(new Averaging(0.99)),
                        Optional.of(new EarlyStop(3, EarlyStop.Measure.LOSS)),
                        Precision.BFLOAT16,
                        // What belongs to PACT and EWGS says nothing with LSQ.
                        new QuantizerAids(20, 0.01, 1e-4, 0.2, List.of())));
        assertThat(RecipeFile.refinements(recipe).keySet())
                .isSubsetOf(RecipeFile.REFINEMENTS)
                .hasSize(18);
        assertThat(expand(HEAD + "method: lsq\nrecipe: {schedule: step, step_points: 0.25 .5, step_factor: 0.2}")
                        .trials()
                        .get(1)
                        .training()
                        .orElseThrow()
                        .schedule())
                .isEqualTo(new Schedule.Step(List.of(0.25, 0.5), 0.2));
    }

    @ParameterizedTest
    @EnumSource(QatMethod.class)
    void everyMethodAndItsOptionsAreReadAndWritten(QatMethod method) {
        ExperimentSpec spec = ExperimentFile.parse(
                HEAD + "method: " + method.word() + "\nrecipe: {epochs: 3, norm_batches: 5, damping: 0.5, "
                        + "clip_decay: 0.25, gradient_scaling: 1, progressive: 8 4}",
                "x");
        assertThat(ExperimentFile.parse(ExperimentFile.write(spec), "written")).isEqualTo(spec);
        Trial trial = expand(ExperimentFile.write(spec)).trials().get(1);
        assertThat(trial.method().qat()).contains(method);
        assertThat(trial.label()).isEqualTo("W8A8 " + method.title());
        assertThat(Json.read(Json.write(trial), Trial.class)).isEqualTo(trial);
        QuantizerAids aids = trial.training().orElseThrow().refinements().quantizers();
        boolean clips = method == QatMethod.PACT || method == QatMethod.LEARNED_CLIP;
        assertThat(aids)
                .isEqualTo(new QuantizerAids(
                        5, 0.5, clips ? 0.25 : 1e-4, method == QatMethod.EWGS ? 1 : 0.2, List.of(8, 4)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{epochs: 4, progressive: 4 8} | Falling bits of 8 to 2 are expected",
                "{epochs: 1, progressive: 8 4} | an epoch for each of the progressive bits",
                "{epochs: 4, progressive: 8, early_stop: 1} | leave out either progressive or early_stop",
                "{norm_batches: 4, batch_norm: frozen} | batch normalizations that learn"
            })
    void whatDoesNotGoTogetherIsRefused(String recipe, String message) {
        assertThatThrownBy(() -> expand(HEAD + "method: lsq\nrecipe: " + recipe))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatBelongsToNothingChosenMakesNoTrials() {
        // Without distillation the temperature says nothing.
        assertThat(expand(HEAD + "method: lsq\nsweep: {over: {distill: [0, 0.5], temperature: [2, 4]}}")
                        .trials())
                .hasSize(4);
        assertThat(expand(HEAD + "method: lsq")
                        .trials()
                        .get(1)
                        .training()
                        .orElseThrow()
                        .refinements())
                .isEqualTo(Refinements.NONE);
    }

    @Test
    void trialsThatAreTheSameAreRunOnce() {
        List<Trial> trials = expand(HEAD + "sweep: {over: {method: [ptq, lsq, float], seed: [0, 1, 2]}}")
                .trials();
        // The baseline, one PTQ, which knows no seed, and three of each training.
        assertThat(trials).hasSize(8);
        assertThat(trials.stream().map(Trial::method))
                .containsExactly(
                        Method.FLOAT,
                        Method.PTQ,
                        Method.LSQ,
                        Method.LSQ,
                        Method.LSQ,
                        Method.FLOAT,
                        Method.FLOAT,
                        Method.FLOAT);
    }

    @Test
    void aBudgetLeavesTrialsOut() {
        Expansion.Result result = expand(HEAD + "sweep: {over: {weights: [2, 3, 4]}}\nbudget: {trials: 2}");
        assertThat(result.trials()).hasSize(2);
        assertThat(result.leftOut()).isEqualTo(2);
    }

    @Test
    void aDrawIsTheSameEveryTime() {
        String text = HEAD + "method: lsq\nsweep: {mode: random, samples: 50, seed: 3, over: "
                + "{learning_rate: {min: 0.001, max: 0.1, scale: log}, weights: {min: 2, max: 4}}}";
        assertThat(expand(text).trials()).isEqualTo(expand(text).trials());
        Set<Integer> widths = expand(text).trials().stream()
                .skip(1)
                .map(trial -> trial.plan().orElseThrow().weightBits())
                .collect(Collectors.toSet());
        assertThat(widths).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(expand(text).trials().stream()
                        .skip(1)
                        .map(trial -> trial.training().orElseThrow().learningRate()))
                .allMatch(rate -> rate >= 0.001 && rate <= 0.1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan: {weigths: 4} | test.yaml line 4: unknown key 'weigths' in 'plan'; did you mean 'weights'?",
                "plan: {weights: 17} | line 4: 'weights' must be a whole number of at least 1 and at most 16, but '17' came",
                "plan: {weights: '4'} | line 4: 'weights' must be a whole number",
                "recipe: {learning_rate: fast} | 'learning_rate' must be a number above 0 and at most 100, but 'fast' came",
                "recipe: {learning_rate: NaN} | 'learning_rate' must be a number above 0",
                "method: magic | 'method' must be one of float, ptq, ste, lsq, lsq_plus, pact, dorefa, ewgs, dsq, learned_clip, but 'magic' came",
                "sweep: {over: {weights: []}} | 'weights' must have at least 1 entries, but has 0",
                "sweep: {mode: list} | needs 'points'",
                "sweep: {over: {weights: {min: 2, max: 4}}} | needs mode: random",
                "sweep: {mode: random, over: {method: {min: 1, max: 2}}} | has no order",
                "sweep: {mode: random, over: {learning_rate: {min: 0, max: 1, scale: log}}} | must lie within",
                "recipe: {step_points: 0.5 1.5} | 'step_points' must be rising shares",
                "recipe: {progressive: 8 9} | 'progressive' must be falling bits",
                "recipe: {mixup: 5} | 'mixup' must be a number of at least 0 and at most 4",
                "recipe: {schedule: square} | 'schedule' must be one of constant, cosine, step, one_cycle, exponential",
                "name: again | stands here twice",
                "plan: [1, 2] | 'plan' must be keys with values, but a list came",
                "objectives: [accuracy] | must have at least 2 entries",
                "constraints: [accuracy > 0.5] | must be a limit like",
                "objectives: [test_accuracy, packed_size] | must be one of accuracy, loss",
                "recipe: {learning_rate: .nan} | must be a number above 0",
                "recipe: {epochs: 1e999999999} | must be a whole number",
                "? [a, b] : c | line 4: a key must be a word",
                "data: &a {source: *a} | line 4",
                "plan: {layers: {conv1: W0A9}} | 'conv1' must be 'float', bits like W4A8, or a format of weights like mxfp4:A8, but 'W0A9' came",
                "plan: {weight_format: fp5} | 'weight_format' must be one of integer, binary"
            })
    void badFilesAreToldInOneLine(String text, String message) {
        assertThatThrownBy(() -> expand(HEAD + text))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void whatIsRequiredIsAskedFor() {
        assertThatThrownBy(() -> ExperimentFile.parse("name: a\ndata: {}\n", "t.yaml"))
                .hasMessage("t.yaml line 1: 'model' is missing; expected a path of an ONNX file or sample:NAME");
        assertThatThrownBy(() -> ExperimentFile.parse("", "t.yaml")).hasMessageContaining("t.yaml is empty");
        assertThatThrownBy(() -> ExperimentFile.parse("{\"name\": \"a\",", "t.json"))
                .hasMessageContaining("t.json line");
        assertThatThrownBy(() -> ExperimentFile.read(Path.of("nowhere.yaml"))).hasMessageContaining("does not exist");
    }

    @Test
    void whatIsNestedThousandsDeepIsRefused() {
        assertThatThrownBy(() -> expand(HEAD + "plan: " + "[".repeat(100_000)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("test.yaml line 4: this is nested more than 20 deep");
    }

    @Test
    void tooManyTrialsAreCountedNotBuilt() {
        String hundred =
                Stream.iterate(0, i -> i + 1).limit(101).map(i -> "" + i).collect(Collectors.joining(","));
        assertThatThrownBy(() -> expand(HEAD
                        + "sweep: {over: {seed: [%1$s], epochs: [1,%1$s], batch_size: [2,3,%1$s]}}"
                                .formatted(hundred)
                                .replace("[1,0,", "[1,")
                                .replace("[2,3,0,1,", "[2,3,")))
                .hasMessageContaining("at most 1000000 are expected");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatIsWrittenIsReadBack(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("name: x" + seed + "\nmodel: 'a: b #c.onnx'\n");
        text.append("data: {source: \"d\\\\e\", limit: %d, scaling: {scale: 1, mean: [0.1, %s], std: 2}}\n"
                .formatted(1 + random.nextInt(1000), random.nextDouble()));
        text.append("recipe: {learning_rate: %s, weight_decay: 1e-%d, nesterov: false}\n"
                .formatted(random.nextDouble() + 1e-9, 1 + random.nextInt(20)));
        text.append("plan: {layers: {'/conv 1': float, \"0\": W%dA8}}\n".formatted(2 + random.nextInt(7)));
        text.append("sweep: {over: {seed: [%d], layers: [{a: W2A2}, {b: float}], nesterov: [true, false]}}\n"
                .formatted(random.nextLong(1L << 53)));
        text.append("budget: {minutes: %s}\nconstraints: ['accuracy>=0.%d', packed_size <= 20 KiB]\n"
                .formatted(random.nextDouble() + 0.1, random.nextInt(1000)));
        ExperimentSpec spec = ExperimentFile.parse(text.toString(), "generated");
        assertThat(ExperimentFile.parse(ExperimentFile.write(spec), "written")).isEqualTo(spec);
    }

    @Test
    void theJsonSchemaKnowsEveryKeyOfTheExamples() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(ExperimentSchema.jsonSchema());
        assertThat(schema.at("/properties/plan/properties/weights/maximum").asInt())
                .isEqualTo(16);
        assertThat(schema.at("/properties/recipe/properties/epochs/default").asInt())
                .isEqualTo(2);
        assertThat(schema.at("/properties/sweep/properties/over/properties/bits")
                        .isMissingNode())
                .isFalse();
        JsonNode example = new ObjectMapper().readTree(Files.readString(EXAMPLES.resolve("random-search.json")));
        example.fieldNames().forEachRemaining(key -> assertThat(
                        schema.at("/properties/" + key).isMissingNode())
                .isFalse());
    }
}
