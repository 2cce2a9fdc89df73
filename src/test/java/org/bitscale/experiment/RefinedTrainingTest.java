package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.EarlyStop;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.QatMethod;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.spec.RecipeFile;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes beyond plain training, from the float network to the exported file. */
class RefinedTrainingTest {

    private static final Path MODEL = Path.of("sample-models/shapes_resnet8.onnx");

    @TempDir
    private Path folder;

    private Workbench workbench;

    @BeforeEach
    void open() {
        workbench = new Workbench(new EngineSettings(EngineSettings.Device.CPU, 2));
    }

    @AfterEach
    void close() {
        workbench.close();
    }

    private QuantizeResult train(
            TrainingSettings recipe, Optional<CheckpointFile> checkpoints, Consumer<Training.Epoch> heard) {
        DataOptions data = new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(192), 0);
        return new Quantize(workbench, ContentCache.NONE, checkpoints, heard, Progress.NONE)
                .run(QuantizeRequest.qat(
                        MODEL,
                        data,
                        PlanSettings.of(4, 4),
                        QatMethod.LSQ,
                        recipe,
                        64,
                        Layout.FAST,
                        folder.resolve("q.onnx")));
    }

    private static TrainingSettings recipe(Map<String, Object> values) {
        return RecipeFile.settings(values, 0.01, BatchNormMode.KEEP);
    }

    @Test
    void aTrainingThatStopsEarlyGivesTheBestEpochAndWasJudgedByWhatIsReported() {
        // A learning rate that spoils the network: what comes later is not more often right.
        EarlyStop stop = new EarlyStop(2, EarlyStop.Measure.ACCURACY);
        TrainingSettings recipe = recipe(
                Map.of("epochs", 8, "batch_size", 32, "learning_rate", 0.4, "schedule", "constant", "early_stop", 2));
        assertThat(recipe.refinements().earlyStop()).contains(stop);
        QuantizeResult result = train(recipe, Optional.empty(), epoch -> {});
        List<Training.Validation> validations = result.epochs().stream()
                .map(epoch -> epoch.validation().orElseThrow())
                .toList();
        int best = stop.best(validations);
        assertThat(validations).hasSize(Math.min(8, best + 3));
        assertThat(result.validation().loss()).isEqualTo(validations.get(best).loss());
        assertThat(result.validation().accuracy().value())
                .isEqualTo(validations.get(best).accuracy());
    }

    @Test
    void whatWasInterruptedEndsAsWhatWasNot() {
        TrainingSettings recipe = recipe(Map.of(
                "epochs",
                3,
                "batch_size",
                32,
                "learning_rate",
                0.2,
                "early_stop",
                3,
                "distill",
                0.5,
                "average",
                0.9,
                "crop",
                4,
                "mixup",
                0.2));
        QuantizeResult whole = train(recipe, Optional.empty(), epoch -> {});
        for (int stop = 1; stop <= 3; stop++) {
            CheckpointFile checkpoint = new CheckpointFile(folder.resolve("checkpoint" + stop), "trial");
            int last = stop;
            assertThatThrownBy(() -> train(recipe, Optional.of(checkpoint), epoch -> {
                        if (epoch.number() + 1 == last) {
                            throw new CancellationException("stopped by the test");
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            List<Training.Epoch> heard = new ArrayList<>();
            QuantizeResult resumed = train(recipe, Optional.of(checkpoint), heard::add);
            assertThat(heard).hasSize(whole.epochs().size());
            assertThat(resumed.weightsHash()).as("stopped after %d", stop).isEqualTo(whole.weightsHash());
        }
    }

    /** Also where bits fall between two epochs, and statistics are estimated anew at the end. */
    @Test
    void bitsThatFallEndAtThePlansOwnAndGoOnWhereTheyWere() {
        TrainingSettings recipe = recipe(Map.of(
                "epochs", 3, "batch_size", 32, "progressive", "8 6", "norm_batches", 3, "damping", 1, "average", 0.9));
        QuantizeResult whole = train(recipe, Optional.empty(), epoch -> {});
        assertThat(whole.epochs()).hasSize(3);
        assertThat(whole.verification().agreement().share()).isGreaterThan(0.98);
        assertThat(whole.weightsHash())
                .isNotEqualTo(train(
                                recipe(Map.of(
                                        "epochs",
                                        3,
                                        "batch_size",
                                        32,
                                        "norm_batches",
                                        3,
                                        "damping",
                                        1,
                                        "average",
                                        0.9)),
                                Optional.empty(),
                                epoch -> {})
                        .weightsHash());
        for (int stop = 1; stop <= 3; stop++) {
            CheckpointFile checkpoint = new CheckpointFile(folder.resolve("falling" + stop), "trial");
            int last = stop;
            assertThatThrownBy(() -> train(recipe, Optional.of(checkpoint), epoch -> {
                        if (epoch.number() + 1 == last) {
                            throw new CancellationException("stopped by the test");
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(train(recipe, Optional.of(checkpoint), epoch -> {}).weightsHash())
                    .as("stopped after %d", stop)
                    .isEqualTo(whole.weightsHash());
        }
    }

    @Test
    void bitsThatWouldRaiseNothingAreNoStep() {
        PlanSettings plan = PlanSettings.of(4, 8);
        assertThat(ProgressivePlans.of(plan, List.of(8, 4, 2))).hasSize(2).endsWith(plan);
        assertThat(ProgressivePlans.of(plan, List.of(8, 4, 2)).get(0)).isEqualTo(PlanSettings.of(8, 8));
        assertThatThrownBy(() -> train(
                        recipe(Map.of("epochs", 2, "batch_size", 32, "progressive", "8 6")),
                        Optional.empty(),
                        epoch -> {}))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("give it an epoch for each");
    }

    @Test
    void everyRefinementChangesWhatComesOut() {
        Map<String, Object> plain = Map.of("epochs", 1, "batch_size", 32);
        String before = train(recipe(plain), Optional.empty(), epoch -> {}).weightsHash();
        assertThat(train(recipe(plain), Optional.empty(), epoch -> {}).weightsHash())
                .isEqualTo(before);
        Map<String, Object> refinements = Map.ofEntries(
                Map.entry("warm_up", 0.5),
                Map.entry("label_smoothing", 0.1),
                Map.entry("clip_norm", 0.01),
                Map.entry("accumulate", 2),
                Map.entry("distill", 0.5),
                Map.entry("average", 0.9),
                Map.entry("crop", 2),
                Map.entry("shift", 2),
                Map.entry("flip", true),
                Map.entry("cutout", 8),
                Map.entry("norm_batches", 2),
                Map.entry("damping", 10),
                Map.entry("mixup", 0.4),
                Map.entry("precision", "bfloat16"),
                Map.entry("final_rate", 0.5));
        refinements.forEach((key, value) -> {
            Map<String, Object> values = new java.util.HashMap<>(plain);
            values.put(key, value);
            QuantizeResult result = train(recipe(values), Optional.empty(), epoch -> {});
            assertThat(result.weightsHash()).as(key).isNotEqualTo(before);
            assertThat(result.verification().agreement().share()).as(key).isGreaterThan(0.95);
        });
    }

    @Test
    void augmentationThatDoesNotFitIsRefusedBeforeAnythingIsComputed() {
        TrainingSettings recipe = recipe(Map.of("epochs", 1, "batch_size", 32, "crop", 32));
        assertThatThrownBy(() -> train(recipe, Optional.empty(), epoch -> {}))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("smaller than the pictures, which are 32×32");
        assertThat(folder.resolve("q.onnx")).doesNotExist();
    }

    @Test
    void aFloatTrainingLearnsFromATeacher() {
        TrainingSettings recipe = recipe(Map.of("epochs", 1, "batch_size", 32, "distill", 0.7));
        DataOptions data = new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(64), 0);
        Train.Request request = new Train.Request(
                Train.Architecture.RESNET8, data, recipe, Optional.of(MODEL), folder.resolve("m.onnx"));
        assertThat(new Train(workbench, Progress.NONE).run(request).epochs()).hasSize(1);
        assertThatThrownBy(() -> new Train.Request(
                        Train.Architecture.RESNET8, data, recipe, Optional.empty(), folder.resolve("m.onnx")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--teacher");
    }
}
