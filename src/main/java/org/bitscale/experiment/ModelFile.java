package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.BadInputException;
import org.bitscale.Sha256;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.quantize.QuantizedForm;

/**
 * A model as read from disk.
 *
 * @param path where it lies
 * @param graph in canonical form
 * @param bytes size of the file, external data not counted
 * @param sha256 hash of the file
 */
public record ModelFile(Path path, Graph graph, long bytes, String sha256) {

    /** Reads a file. */
    public static ModelFile read(Path path, OperatorTable operators) {
        Graph graph = new OnnxReader(operators).read(path);
        try {
            return new ModelFile(path, graph, Files.size(path), Sha256.of(path));
        } catch (IOException e) {
            throw new BadInputException("Model file '%s' cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** Whether it holds quantizers: a quantized network. */
    public boolean isQuantized() {
        return QuantizedForm.isQuantized(graph);
    }

    /**
     * Its real-valued form and its bits: of a float network itself and none.
     *
     * @throws BadInputException if it computes with integers in a way that has no real-valued counterpart
     */
    public QuantizedForm form(OperatorTable operators) {
        try {
            return QuantizedForm.of(graph, operators);
        } catch (BadInputException e) {
            throw new BadInputException(
                    "'%s' is quantized: %s; give the float network it came from".formatted(path, e.getMessage()), e);
        }
    }
}
