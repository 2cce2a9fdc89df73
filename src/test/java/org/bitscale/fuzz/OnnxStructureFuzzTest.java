package org.bitscale.fuzz;

import ai.onnx.proto.OnnxMl;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bitscale.engine.OperatorsAgainstOnnxRuntimeTest;
import org.bitscale.graph.onnx.ModelDamage;
import org.bitscale.graph.onnx.SmallNetworks;
import org.bitscale.graph.onnx.TestModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * ONNX files that protobuf likes and that make no sense. The input is a list of choices: which sound model, and what is
 * changed in it.
 */
class OnnxStructureFuzzTest extends ReaderFuzz {

    @TempDir
    Path folder;

    private final List<OnnxMl.ModelProto> models = Stream.concat(
                    Stream.of(SmallNetworks.convolutional(), SmallNetworks.branching(), SmallNetworks.perceptron()),
                    OperatorsAgainstOnnxRuntimeTest.cases().map(OperatorsAgainstOnnxRuntimeTest.Case::model))
            .map(TestModel::proto)
            .toList();

    private ModelReading reading;

    OnnxStructureFuzzTest() {
        super("ONNX, structure");
    }

    @BeforeEach
    void place() throws IOException {
        reading = new ModelReading(folder);
    }

    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(FuzzedDataProvider choices) throws IOException {
        OnnxMl.ModelProto.Builder model = models.get(choices.consumeInt(0, models.size() - 1)).toBuilder();
        new ModelDamage(bound -> choices.consumeInt(0, bound - 1)).some(model);
        check(reading.of(model.build().toByteArray()));
    }
}
