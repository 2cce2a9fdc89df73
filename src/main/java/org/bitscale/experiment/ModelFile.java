package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.BadInputException;
import org.bitscale.Sha256;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.op.OperatorTable;

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

    /** Whether it holds QuantizeLinear nodes: a quantized network. */
    public boolean isQuantized() {
        return graph.nodes().stream().anyMatch(node -> node.is("QuantizeLinear"));
    }
}
