package org.bitscale.graph.op;

import java.util.List;
import java.util.Optional;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** One ONNX operator: everything Bitscale knows about it. */
public interface Operator {

    /** Its ONNX type, such as {@code Conv}. */
    String type();

    /** Its domain; empty for ONNX's own. */
    default String domain() {
        return "";
    }

    /**
     * The node written with other operators of opset {@value org.bitscale.graph.Graph#OPSET}, which are brought into
     * canonical form in their turn; empty for an operator that canonical graphs hold.
     *
     * @param node a node as the file has it
     * @param opset the file's opset
     * @param canon what is known about its inputs, and where new constants go
     */
    default List<Node> expanded(Node node, int opset, Canon canon) {
        return List.of();
    }

    /**
     * The node in canonical form: one or more nodes with the meaning of opset {@value org.bitscale.graph.Graph#OPSET}.
     *
     * @param node a node as the file has it
     * @param opset the file's opset
     * @param canon what is known about its inputs, and where new constants go
     */
    default List<Node> canonical(Node node, int opset, Canon canon) {
        return List.of(node);
    }

    /**
     * The types of the outputs.
     *
     * @throws org.bitscale.BadInputException if the inputs do not fit together
     */
    List<TensorType> infer(Node node, Facts facts);

    /** The values of the output where it is an integer tensor that holds sizes and they are known. */
    default Optional<List<Dim>> sizes(Node node, Facts facts) {
        return Optional.empty();
    }

    /** The output as a constant, given that all inputs are; empty where folding is not worth it or not wanted. */
    default Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
        return Optional.empty();
    }

    /**
     * The outputs as TorchScript expressions. All tensors are float32 at run time, integers too.
     *
     * @throws org.bitscale.BadInputException if this use of the operator cannot be computed
     */
    List<String> torch(Node node, TorchText text);

    /**
     * Which inputs hold what the network learned, so that a training goes on with them; only those count that are
     * constants. An operator that merely happens to read a constant, such as an Add with a fixed offset, names none.
     */
    default List<Parameter> parameters(Node node) {
        return List.of();
    }

    /** Its role when the network is quantized. */
    default QuantizationRole role(Node node, Facts facts) {
        return QuantizationRole.FLOAT;
    }

    /** Multiply–accumulate operations for one example; 0 where the operator multiplies no weights. */
    default long macs(Node node, Facts facts) {
        return 0;
    }
}
