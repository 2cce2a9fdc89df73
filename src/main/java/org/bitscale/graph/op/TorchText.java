package org.bitscale.graph.op;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Shape;

/** What an operator needs to write itself as TorchScript: the expressions of its inputs and the facts about them. */
public interface TorchText {

    /** Expression of input {@code index}: a variable. */
    String in(int index);

    /** Expression of an optional input, {@code None} where it is not given. */
    String optional(int index);

    /** Facts about the graph's tensors. */
    Facts facts();

    /** Computes an expression once and gives the variable that holds it. */
    String let(String expression);

    /**
     * Expression of a size that may be symbolic: an integer literal, or the size that an input of the graph has when the
     * program runs.
     *
     * @throws org.bitscale.BadInputException if no input of the graph has that symbol
     */
    String size(Dim dim);

    /** List expression of a shape that may have symbolic sizes. */
    default String sizes(Shape shape) {
        return shape.dims().stream().map(this::size).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A list literal, such as {@code [1, 1]}. */
    static String list(long... values) {
        return Arrays.toString(values);
    }

    /** A float literal with the exact value. */
    static String real(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }

    /** A small constant tensor of the same element type and on the same device as {@code like}, reshaped to {@code sizes}. */
    static String constant(double[] values, String like, long... sizes) {
        String literal = Arrays.stream(values).mapToObj(TorchText::real).collect(Collectors.joining(", ", "[", "]"));
        return call("reshape", call("type_as", call("tensor", literal), like), list(sizes));
    }

    /** Truth values as numbers of the element type of {@code like}. */
    static String truth(String condition, String like) {
        return call("type_as", condition, like);
    }

    /** Numbers as integers that index. */
    static String index(String numbers) {
        return call("to", numbers, "4");
    }

    /** A call, such as {@code torch.add(a, b)}. */
    static String call(String function, String... arguments) {
        return Arrays.stream(arguments).collect(Collectors.joining(", ", "torch." + function + "(", ")"));
    }
}
