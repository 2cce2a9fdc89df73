package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.quantize.QuantizedForm;

/** Tells what a model file holds. */
public final class Inspect {

    private static final int FLOAT_BITS = 32;

    private Inspect() {}

    /**
     * One operation.
     *
     * @param name its stable name
     * @param operator its ONNX type
     * @param output shape of its first output
     * @param parameters number of floating constants it reads
     * @param macs multiply–accumulates for one example
     * @param bytes that its constants need if every number takes just its bits
     * @param bits of its weights and input in a quantized file, such as {@code W4A8}; empty in float
     * @param role what it is when the network is quantized
     */
    public record Layer(
            String name,
            String operator,
            String output,
            long parameters,
            long macs,
            long bytes,
            String bits,
            QuantizationRole role) {}

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
     * @param bits that its layers have, most frequent first; empty in float
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
            String bits,
            Map<String, String> metadata) {}

    /**
     * Reads a file and describes it in canonical form, batch normalizations unfolded. Of a quantized file the layers
     * are described without the quantizers between them, where that is possible.
     *
     * @throws org.bitscale.BadInputException if it cannot be read or uses operators that are not supported
     */
    public static Result of(Path path, OperatorTable operators) {
        ModelFile file = ModelFile.read(path, operators);
        QuantizedForm form = form(file, operators);
        Graph graph = form.real();
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
            Optional<QuantizedForm.LayerBits> bits =
                    Optional.ofNullable(form.layers().get(node.name()));
            long weights = graph.constant(node, 1).map(Tensor::elements).orElse(0);
            int each = bits.map(QuantizedForm.LayerBits::weights)
                    .orElse(OptionalInt.empty())
                    .orElse(FLOAT_BITS);
            layers.add(new Layer(
                    node.name(),
                    node.operator(),
                    facts.type(node.output()).shape().toString(),
                    parameters,
                    operators.of(node).macs(node, facts),
                    (parameters * FLOAT_BITS - Math.min(parameters, weights) * (FLOAT_BITS - each) + 7) / 8,
                    bits.map(QuantizedForm.LayerBits::describe).orElse(""),
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
                form.describe(),
                graph.metadata());
    }

    /** A file that computes with integers in a way of its own is described as it stands. */
    private static QuantizedForm form(ModelFile file, OperatorTable operators) {
        try {
            return file.form(operators);
        } catch (BadInputException withoutRealForm) {
            return new QuantizedForm(file.graph(), Map.of());
        }
    }

    private static List<String> described(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }
}
