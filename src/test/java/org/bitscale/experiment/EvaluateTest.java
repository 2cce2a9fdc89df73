package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.SharedMaterial;
import org.bitscale.data.InputScaling;
import org.bitscale.engine.EngineSettings;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measuring networks on data. */
class EvaluateTest {

    private static final Path MODEL = Path.of("sample-models/shapes_resnet8.onnx");

    @TempDir
    private Path folder;

    private static Evaluate.Result evaluate(Path model, DataOptions options) {
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            return new Evaluate(workbench, Progress.NONE).run(model, options);
        }
    }

    private static DataOptions shapes(int limit) {
        return new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(limit), 0);
    }

    @Test
    void sampleModelIsAsItsCardSays() {
        Evaluate.Result result = evaluate(MODEL, DataOptions.of("sample:shapes"));
        assertThat(result.accuracy().total()).isEqualTo(2000);
        assertThat(result.accuracy().value()).isBetween(0.945, 0.950);
        assertThat(result.nearChance()).isFalse();
    }

    @Test
    void channelsLastNetworkSeesTheSamePictures() {
        Path channelsLast = folder.resolve("nhwc.onnx");
        OnnxWriter.write(withChannelsLast(), channelsLast);
        assertThat(evaluate(channelsLast, shapes(300)).accuracy())
                .isEqualTo(evaluate(MODEL, shapes(300)).accuracy());
    }

    /** The sample model as TensorFlow's exporters would write it: N×32×32×3, transposed first. */
    private static Graph withChannelsLast() {
        Graph graph = new OnnxReader(OperatorTable.standard()).read(MODEL);
        Shape shape = new Shape(List.of(Dim.symbol("N"), Dim.of(32), Dim.of(32), Dim.of(3)));
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.add(
                0,
                Node.of(
                        "to_channels_first",
                        "Transpose",
                        List.of("nhwc"),
                        graph.onlyInput().name(),
                        Attributes.of("perm", new long[] {0, 3, 1, 2})));
        return new Graph(
                graph.name(),
                List.of(new ValueInfo("nhwc", new TensorType(DataType.FLOAT, shape))),
                graph.outputs(),
                nodes,
                graph.constants(),
                graph.metadata());
    }

    @Test
    void fashionNetworkHasTheAccuracyThatItsSourceStates() {
        Path model = SharedMaterial.path("models/fashion_resnet8.onnx");
        DataOptions data =
                DataOptions.of(SharedMaterial.path("data/fashion-mnist").toString() + "#test");
        assertThat(evaluate(model, data).accuracy().correct()).isEqualTo(9273);
    }

    @Test
    void scalingForOtherChannelsIsRefused() {
        DataOptions options = new DataOptions(
                "sample:shapes",
                Optional.of(new InputScaling(255, List.of(0.5f, 0.5f), List.of(1f))),
                0.2,
                OptionalInt.of(50),
                0);
        assertThatThrownBy(() -> evaluate(MODEL, options))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("channels");
    }
}
