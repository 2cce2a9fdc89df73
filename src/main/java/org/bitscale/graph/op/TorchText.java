package org.bitscale.graph.op;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an operator needs to write itself as TorchScript: the expressions of its inputs and the facts about them. */
public interface TorchText {

    /** Expression of input {@code index}: a variable. */
    String in(int index);

    /** Expression of an optional input, {@code None} where it is not given. */
    String optional(int index);

    /** Facts about the graph's tensors. */
    Facts facts();

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

    /** A call, such as {@code torch.add(a, b)}. */
    static String call(String function, String... arguments) {
        return Arrays.stream(arguments).collect(Collectors.joining(", ", "torch." + function + "(", ")"));
    }
}
