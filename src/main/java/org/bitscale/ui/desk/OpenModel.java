package org.bitscale.ui.desk;

import java.nio.file.Path;
import org.bitscale.experiment.Inspect;
import org.bitscale.experiment.ModelFile;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.experiment.SampleModels;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.OperatorTable;

/**
 * A network that was opened. Of a quantized file it is the real-valued network behind it that is shown, planned and
 * trained.
 *
 * @param source path, or {@code sample:NAME}, as an experiment file names it
 * @param file what was read
 * @param network the float network in it
 * @param description its layers, parameters and multiply-accumulates
 * @param sheet what plans are laid over
 */
public record OpenModel(String source, ModelFile file, Graph network, Inspect.Result description, PlanSheet sheet) {

    /**
     * Reads a network.
     *
     * @param source a path, or {@code sample:NAME}, which is unpacked into {@code models}
     * @throws org.bitscale.BadInputException if it cannot be read, uses operators that are not supported, or is quantized
     *     in a way that no real-valued network is known to
     */
    static OpenModel read(String source, Path models) {
        Path path = SampleModels.isSample(source)
                ? SampleModels.unpack(source, models)
                : Path.of(source).toAbsolutePath().normalize();
        OperatorTable operators = OperatorTable.standard();
        ModelFile file = ModelFile.read(path, operators);
        return new OpenModel(
                source, file, file.form(operators).real(), Inspect.of(path, operators), PlanSheet.of(file));
    }

    /** How an experiment file names it: a path that means the same from everywhere, or the sample. */
    public String experimentName() {
        return SampleModels.isSample(source) ? source : file.path().toString();
    }

    /** Its name for people. */
    public String name() {
        String name = file.path().getFileName().toString();
        return name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
    }
}
