package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.op.ShapeInference;

/** Tells what a model file holds. */
public final class Inspect {

    private Inspect() {}

    /**
     * One operation.
     *
     * @param name its stable name
     * @param operator its ONNX type
     * @param output shape of its first output
     * @param parameters number of floating constants it reads
     * @param macs multiply–accumulates for one example
     * @param role what it is when the network is quantized
     */
    public record Layer(
            String name, String operator, String output, long parameters, long macs, QuantizationRole role) {}

    /**
     * A model.
     *
     * @param path the file
     * @param bytes its size
     * @param sha256 its hash
     * @param inputs name and type of each input
     * @param outputs name and type of each output
     * @param layers its operations in order
     * @param parameters number of floating constants
     * @param macs multiply–accumulates for one example
     * @param quantized whether it holds quantizers
     * @param metadata the file's own
     */
    public record Result(
            Path path,
            long bytes,
            String sha256,
            List<String> inputs,
            List<String> outputs,
            List<Layer> layers,
            long parameters,
            long macs,
            boolean quantized,
            Map<String, String> metadata) {}

    /**
     * Reads a file and describes it in canonical form, batch normalizations unfolded.
     *
     * @throws org.bitscale.BadInputException if it cannot be read or uses operators that are not supported
     */
    public static Result of(Path path, OperatorTable operators) {
        ModelFile file = ModelFile.read(path, operators);
        Graph graph = file.graph();
        Facts facts = ShapeInference.of(graph, operators);
        List<Layer> layers = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        for (Node node : graph.nodes()) {
            long parameters = node.inputs().stream()
                    .filter(counted::add)
                    .map(graph.constants()::get)
                    .filter(constant -> constant != null && constant.type().isFloat())
                    .mapToLong(Tensor::elements)
                    .sum();
            layers.add(new Layer(
                    node.name(),
                    node.operator(),
                    facts.type(node.output()).shape().toString(),
                    parameters,
                    operators.of(node).macs(node, facts),
                    operators.of(node).role(node, facts)));
        }
        return new Result(
                path,
                file.bytes(),
                file.sha256(),
                described(graph.inputs().stream()
                        .collect(Collectors.toMap(i -> i.name(), i -> i.type().toString()))),
                described(graph.outputs().stream()
                        .collect(Collectors.toMap(o -> o.name(), o -> o.type().toString()))),
                layers,
                layers.stream().mapToLong(Layer::parameters).sum(),
                layers.stream().mapToLong(Layer::macs).sum(),
                file.isQuantized(),
                graph.metadata());
    }

    private static List<String> described(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }
}
