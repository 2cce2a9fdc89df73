package org.bitscale.graph.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.pass.FreshNames;

/**
 * What an ONNX file's graph looks like, whether its operators are supported or not: for a picture of a network that cannot
 * be run. Nothing is checked, no weights are read, no shapes are inferred.
 *
 * @param inputs names of what must be fed
 * @param outputs names of what is given back
 * @param items the operations in the order of the file; those that read nothing but constants are left out
 */
public record GraphOutline(List<String> inputs, List<String> outputs, List<Item> items) {

    private static final Set<String> WEIGHTED = Set.of("Conv", "Gemm", "MatMul");

    /** Copies. */
    public GraphOutline {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        items = List.copyOf(items);
    }

    /**
     * One operation.
     *
     * @param name its name in the file, or its first output's
     * @param operator its type
     * @param inputs tensors that it reads, constants left out
     * @param outputs tensors that it makes
     * @param parameters number of elements of the constants that it reads, where the file tells
     * @param supported whether its operator is known here
     * @param quantizable whether it multiplies with constant weights: an integer kernel could do it
     */
    public record Item(
            String name,
            String operator,
            List<String> inputs,
            List<String> outputs,
            long parameters,
            boolean supported,
            boolean quantizable) {

        /** Copies. */
        public Item {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Reads a file.
     *
     * @throws BadInputException if it cannot be read or holds no graph
     */
    public static GraphOutline read(Path file, OperatorTable operators) {
        try (InputStream stream = Files.newInputStream(file)) {
            CodedInputStream coded = CodedInputStream.newInstance(stream);
            coded.setSizeLimit(Integer.MAX_VALUE);
            GraphOutline outline = of(OnnxMl.ModelProto.parseFrom(coded).getGraph(), operators);
            if (outline.items().isEmpty()) {
                throw new BadInputException("'%s' holds no ONNX graph; expected a file written by an ONNX exporter"
                        .formatted(file.getFileName()));
            }
            return outline;
        } catch (IOException e) {
            throw new BadInputException(
                    "'%s' cannot be read as an ONNX file: %s".formatted(file.getFileName(), e.getMessage()), e);
        }
    }

    private static GraphOutline of(OnnxMl.GraphProto graph, OperatorTable operators) {
        Map<String, Long> constants = new HashMap<>();
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), elements(tensor)));
        List<Item> items = new ArrayList<>();
        FreshNames names = new FreshNames();
        for (OnnxMl.NodeProto node : graph.getNodeList()) {
            boolean constant =
                    node.getInputList().stream().allMatch(input -> input.isEmpty() || constants.containsKey(input));
            if (constant) {
                long elements = node.getAttributeList().stream()
                        .filter(OnnxMl.AttributeProto::hasT)
                        .mapToLong(attribute -> elements(attribute.getT()))
                        .sum();
                node.getOutputList().forEach(output -> constants.put(output, elements));
            } else {
                items.add(item(node, constants, operators, names));
            }
        }
        return new GraphOutline(
                graph.getInputList().stream()
                        .map(OnnxMl.ValueInfoProto::getName)
                        .filter(name -> !constants.containsKey(name))
                        .toList(),
                graph.getOutputList().stream()
                        .map(OnnxMl.ValueInfoProto::getName)
                        .toList(),
                items);
    }

    private static Item item(
            OnnxMl.NodeProto node, Map<String, Long> constants, OperatorTable operators, FreshNames names) {
        String output = node.getOutputCount() > 0 ? node.getOutput(0) : node.getOpType();
        String name = names.of(node.getName().isEmpty() ? output : node.getName());
        String domain = node.getDomain().equals("ai.onnx") ? "" : node.getDomain();
        Node known = new Node(name, domain, node.getOpType(), List.of(), List.of(), Attributes.NONE);
        return new Item(
                name,
                node.getOpType(),
                node.getInputList().stream()
                        .filter(input -> !input.isEmpty() && !constants.containsKey(input))
                        .toList(),
                node.getOutputList().stream().filter(made -> !made.isEmpty()).toList(),
                node.getInputList().stream()
                        .mapToLong(input -> constants.getOrDefault(input, 0L))
                        .sum(),
                operators.knows(known),
                domain.isEmpty()
                        && WEIGHTED.contains(node.getOpType())
                        && node.getInputCount() > 1
                        && constants.containsKey(node.getInput(1)));
    }

    /** Damaged sizes shall not keep the rest from being seen. */
    private static long elements(OnnxMl.TensorProto tensor) {
        long elements = 1;
        for (long size : tensor.getDimsList()) {
            long product = elements * Math.max(0, size);
            elements = size > 0 && product / size != elements ? Long.MAX_VALUE : product;
        }
        return elements;
    }
}
