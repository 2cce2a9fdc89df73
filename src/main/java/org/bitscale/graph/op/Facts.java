package org.bitscale.graph.op;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/**
 * What is known about the tensors of a graph while walking through it: types, constants, and the values of small integer
 * tensors that hold sizes (possibly with the symbolic batch).
 */
public final class Facts {

    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Map<String, List<Dim>> values = new HashMap<>();

    /** Records the type of a tensor. */
    public void learn(String name, TensorType type) {
        types.put(name, type);
    }

    /** Records a constant. */
    public void learn(String name, Tensor constant) {
        types.put(name, constant.tensorType());
        constants.put(name, constant);
    }

    /** Records the values of an integer tensor that holds sizes. */
    public void learn(String name, List<Dim> sizes) {
        values.put(name, List.copyOf(sizes));
    }

    /** Type of a tensor, if known. */
    public Optional<TensorType> typeOf(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** Type of a tensor that must be known. */
    public TensorType type(String name) {
        return typeOf(name).orElseThrow(() -> new BadInputException("The shape of tensor '" + name + "' is unknown"));
    }

    /** Shape of input {@code index} of a node. */
    public Shape shape(Node node, int index) {
        if (!node.hasInput(index)) {
            throw new BadInputException(node.describe() + " lacks its input " + index);
        }
        return type(node.input(index)).shape();
    }

    /** Type of input {@code index} of a node. */
    public TensorType type(Node node, int index) {
        shape(node, index);
        return type(node.input(index));
    }

    /** The constant that input {@code index} is, if it is one. */
    public Optional<Tensor> constant(Node node, int index) {
        return Optional.ofNullable(constants.get(node.input(index)));
    }

    /** The integers of a constant input that must be one, such as axes or pads. */
    public long[] integers(Node node, int index, String what) {
        return constant(node, index)
                .map(Tensor::longs)
                .orElseThrow(() -> new BadInputException(
                        "%s: its %s come from tensor '%s', which depends on the data; they must be constant"
                                .formatted(node.describe(), what, node.input(index))));
    }

    /** The sizes that an integer input holds, if they are known. */
    public Optional<List<Dim>> sizes(Node node, int index) {
        List<Dim> known = values.get(node.input(index));
        if (known != null) {
            return Optional.of(known);
        }
        return constant(node, index)
                .filter(t -> !t.type().isFloat() && t.elements() <= 64)
                .map(Tensor::longs)
                .filter(longs -> Arrays.stream(longs).allMatch(v -> v >= -1))
                .map(longs -> Arrays.stream(longs)
                        .mapToObj(v -> v == -1 ? Dim.REST : Dim.of(v))
                        .toList());
    }

    /** The size of an axis that must be known. */
    public static long size(Node node, Shape shape, int axis) {
        if (!shape.dim(axis).isKnown()) {
            throw new BadInputException("%s: the size of axis %d of %s must be known here; export the model with it"
                    .formatted(node.describe(), axis, shape));
        }
        return shape.dim(axis).size();
    }

    /** An axis brought into 0 … rank − 1. */
    public static int axis(Node node, long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new BadInputException(
                    "%s: axis %d does not exist in a tensor of rank %d".formatted(node.describe(), axis, rank));
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }
}
