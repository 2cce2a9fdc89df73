package org.bitscale.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.data.InputScaling;
import org.bitscale.experiment.Inspect;
import org.bitscale.experiment.Metadata;
import org.bitscale.experiment.ModelFile;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.graph.onnx.GraphOutline;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.onnx.ProgramText;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.quantize.PlanSettings;

/** Everything that opening an ONNX file does: reading, describing, laying a plan over it, writing the engine's program. */
final class ModelReading {

    private static final int WEIGHT_BYTES = 4096;

    private final OperatorTable operators = OperatorTable.standard();
    private final Path file;

    /** Reads from a folder in which {@code weights.bin} lies. */
    ModelReading(Path folder) throws IOException {
        file = folder.resolve("model.onnx");
        Files.write(folder.resolve("weights.bin"), new byte[WEIGHT_BYTES]);
    }

    /** Writes the bytes; what is to be checked reads them. */
    ReaderFuzz.Attempt of(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        return this::read;
    }

    private void read() {
        Inspect.Result result = described();
        Optional.ofNullable(result.metadata().get(Metadata.INPUT_SCALING)).ifPresent(InputScaling::parse);
        GraphOutline.read(file, operators);
        ModelFile model = ModelFile.read(file, operators);
        OnnxWriter.bytes(model.graph());
        ProgramText.require(model.graph(), operators);
        PlanSheet sheet = PlanSheet.of(model);
        sheet.inFloat();
        sheet.lay(PlanSettings.of(4, 4));
    }

    /** A network that is refused is drawn all the same. */
    private Inspect.Result described() {
        try {
            return Inspect.of(file, operators);
        } catch (BadInputException refused) {
            GraphOutline.read(file, operators);
            throw refused;
        }
    }
}
