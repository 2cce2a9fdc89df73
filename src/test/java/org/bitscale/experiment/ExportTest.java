package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.SharedMaterial;
import org.bitscale.data.InputScaling;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.QatMethod;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.graph.quantize.QuantizedForm;
import org.bitscale.quant.ActivationScaling;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.WeightFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is exported loads in ONNX Runtime and gives what the simulation gives, in every way it can be run. */
class ExportTest {

    private static final Path MODEL = Path.of("sample-models/shapes_resnet8.onnx");

    @TempDir
    private Path folder;

    private static DataOptions data(int limit) {
        return new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(limit), 0);
    }

    private QuantizeResult quantize(
            Workbench workbench, Path model, DataOptions data, PlanSettings plan, Layout layout) {
        return new Quantize(workbench, Progress.NONE)
                .run(QuantizeRequest.ptq(model, data, plan, 64, layout, folder.resolve("q.onnx")));
    }

    @ParameterizedTest
    @CsvSource({
        "8, 8, CHANNEL, FAST, 8, 8",
        "8, 8, TENSOR, SMALL, 8, 8",
        "4, 8, CHANNEL, SMALL, 8, 8",
        "4, 8, TENSOR, FAST, 8, 8",
        "8, 4, CHANNEL, FAST, 8, 8",
        "4, 4, CHANNEL, SMALL, 4, 4",
        "3, 5, TENSOR, SMALL, 8, 8",
        "5, 3, CHANNEL, SMALL, 6, 7",
        "7, 6, CHANNEL, FAST, 7, 6",
        "2, 2, CHANNEL, FAST, 2, 2",
        "2, 2, CHANNEL, SMALL, 8, 8",
        "2, 8, TENSOR, SMALL, 2, 4",
        "6, 2, CHANNEL, FAST, 8, 2"
    })
    void agreesWithOnnxRuntime(
            int weights, int activations, Granularity granularity, Layout layout, int edge, int arithmetic) {
        PlanSettings plan = new PlanSettings(weights, activations, granularity, edge, arithmetic, Map.of());
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            QuantizeResult result = quantize(workbench, MODEL, data(120), plan, layout);
            assertThat(result.verification().agreement().share()).isGreaterThan(0.98);
            VerifyFiles.Result verified =
                    new VerifyFiles(workbench, Progress.NONE).run(MODEL, result.file(), data(120), List.of(1, 60));
            assertThat(verified.simulatedAccuracy()).isEqualTo(result.test().accuracy());
            verified.sessions()
                    .forEach(session -> assertThat(session.agreement().share())
                            .as(session.toString())
                            .isGreaterThan(0.98));
        }
    }

    @ParameterizedTest
    @EnumSource(WeightFormat.class)
    void everyFormatOfWeightsAgreesWithOnnxRuntime(WeightFormat format) {
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            for (Layout layout : Layout.values()) {
                PlanSettings plan = PlanSettings.of(3, 8).with(format);
                QuantizeResult result = quantize(workbench, MODEL, data(120), plan, layout);
                assertThat(result.verification().agreement().share())
                        .as("%s %s", format, layout)
                        .isGreaterThan(0.98);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 16, CHANNEL", "12, 8, TENSOR", "8, 10, CHANNEL", "1, 1, CHANNEL", "4, 8, GROUP", "9, 15, GROUP"})
    void widthsBeyondABytesAgreeWithOnnxRuntime(int weights, int activations, Granularity granularity) {
        PlanSettings plan = new PlanSettings(weights, activations, granularity, 8, 8, Map.of());
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            for (Layout layout : Layout.values()) {
                QuantizeResult result = quantize(workbench, MODEL, data(120), plan, layout);
                assertThat(result.verification().agreement().share()).isGreaterThan(0.98);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightFormat.class,
            names = {"INTEGER", "MXFP4_E2M1", "CODEBOOK"})
    void rangesFoundAsTheNetworkRunsAgreeWithOnnxRuntime(WeightFormat format) {
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            PlanSettings plan = PlanSettings.of(4, 8).with(format).with(ActivationScaling.DYNAMIC);
            QuantizeResult result = quantize(workbench, MODEL, data(60), plan, Layout.FAST);
            assertThat(result.verification().agreement().share()).isGreaterThan(0.98);
            assertThat(result.layers())
                    .filteredOn(layer -> layer.operator().equals("Add"))
                    .isNotEmpty()
                    .allSatisfy(layer -> assertThat(layer.scheme()).isEqualTo("float"));
            Graph graph = new OnnxReader(OperatorTable.standard()).read(result.file());
            assertThat(graph.nodes().stream().filter(node -> node.is("MatMulInteger")))
                    .hasSize(1);
            assertThatThrownBy(() -> quantize(
                            workbench,
                            MODEL,
                            data(60),
                            PlanSettings.of(4, 4).with(ActivationScaling.DYNAMIC),
                            Layout.FAST))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("inputs of 8 bits");
        }
    }

    @Test
    void whatAFileSaysOfItsBitsIsWhatWasMeant() {
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            PlanSettings groups = new PlanSettings(3, 8, Granularity.GROUP, 8, 8, Map.of());
            for (PlanSettings plan : List.of(groups, PlanSettings.of(12, 8), groups.with(ActivationScaling.DYNAMIC))) {
                QuantizeResult result = quantize(workbench, MODEL, data(60), plan, Layout.FAST);
                QuantizedForm form =
                        ModelFile.read(result.file(), OperatorTable.standard()).form(OperatorTable.standard());
                assertThat(form.layers().get("stage1.block1.conv1").describe())
                        .isEqualTo("W%dA8".formatted(plan.weightBits()));
            }
            Map<WeightFormat, String> formats = Map.of(
                    WeightFormat.BINARY, "W1A8",
                    WeightFormat.TERNARY, "W2A8",
                    WeightFormat.FP4_E2M1, "W4A8",
                    WeightFormat.MXFP4_E2M1, "W4A8",
                    WeightFormat.CODEBOOK, "W3A8",
                    WeightFormat.FP8_E4M3, "W8A8");
            formats.forEach((format, bits) -> {
                PlanSettings plan = PlanSettings.of(3, 8).with(format);
                QuantizeResult result = quantize(workbench, MODEL, data(60), plan, Layout.FAST);
                QuantizedForm form =
                        ModelFile.read(result.file(), OperatorTable.standard()).form(OperatorTable.standard());
                assertThat(form.layers().get("stage1.block1.conv1").describe())
                        .as(format.name())
                        .isEqualTo(bits);
            });
        }
    }

    @Test
    void fileTellsWhereItCameFrom() throws Exception {
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            QuantizeResult result = quantize(workbench, MODEL, data(64), PlanSettings.of(4, 8), Layout.FAST);
            Graph graph = new OnnxReader(OperatorTable.standard()).read(result.file());
            assertThat(graph.metadata()).containsEntry(Metadata.INPUT_SCALING, "scale=255;mean=0;std=1");
            var provenance = new ObjectMapper().readTree(graph.metadata().get(Metadata.PROVENANCE));
            assertThat(provenance.at("/plan/weight_bits").asInt()).isEqualTo(4);
            assertThat(provenance.get("data_sha256").asText()).hasSize(64);
            assertThat(provenance.at("/environment/pytorch").asText()).startsWith("2.");
            assertThat(provenance.get("model_sha256").asText())
                    .isEqualTo(ModelFile.read(MODEL, OperatorTable.standard()).sha256());
            assertThat(result.fileBytes()).isEqualTo(Files.size(result.file()));
            assertThat(result.packedBytes()).isLessThan(result.floatPackedBytes() / 6);
        }
    }

    @Test
    void smallLayoutIsSmaller() {
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            long fast = quantize(workbench, MODEL, data(64), PlanSettings.of(4, 8), Layout.FAST)
                    .fileBytes();
            long small = quantize(workbench, MODEL, data(64), PlanSettings.of(4, 8), Layout.SMALL)
                    .fileBytes();
            assertThat(small).isLessThan(fast - 30_000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "models/mnist-7.onnx, data/fashion-mnist",
        "models/resnet20_cifar10.onnx, data/sign-language-digits/Dataset",
        "models/mlperf_tiny_resnet8_cifar10.onnx, data/sign-language-digits/Dataset",
        "onnx-light-models/light_squeezenet.onnx, data/sign-language-digits/Dataset"
    })
    void realNetworksAreExported(String model, String data) {
        // The data is not what these networks were trained on: accuracy means nothing here, agreement does.
        DataOptions options =
                new DataOptions(SharedMaterial.path(data).toString(), Optional.empty(), 0.2, OptionalInt.of(24), 0);
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            QuantizeResult result =
                    quantize(workbench, SharedMaterial.path(model), options, PlanSettings.of(8, 8), Layout.FAST);
            assertThat(result.verification().agreement().share()).isGreaterThan(0.95);
        }
    }

    @Test
    void networkThatEndsInSoftmaxIsTrainedOnItsLogitsAndKeepsItsSoftmax() {
        DataOptions options = new DataOptions(
                SharedMaterial.path("data/sign-language-digits/Dataset").toString(),
                Optional.of(new InputScaling(1, List.of(0f), List.of(1f))),
                0.2,
                OptionalInt.of(192),
                0);
        TrainingSettings recipe =
                new TrainingSettings(2, 32, 0.01, Optimizer.sgd(), Schedule.COSINE, 1e-4, BatchNormMode.KEEP, 0);
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            QuantizeResult result = new Quantize(workbench, Progress.NONE)
                    .run(QuantizeRequest.qat(
                            SharedMaterial.path("models/mlperf_tiny_resnet8_cifar10.onnx"),
                            options,
                            PlanSettings.of(4, 4),
                            QatMethod.LSQ,
                            recipe,
                            64,
                            Layout.FAST,
                            folder.resolve("q.onnx")));
            Graph graph = new OnnxReader(OperatorTable.standard()).read(result.file());
            assertThat(graph.producers().get(graph.onlyOutput().name()).operator())
                    .isEqualTo("Softmax");
            assertThat(result.epochs().get(1).loss())
                    .isLessThan(result.epochs().get(0).loss());
            assertThat(result.verification().agreement().share()).isGreaterThan(0.98);
        }
    }
}
