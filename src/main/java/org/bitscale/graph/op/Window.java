package org.bitscale.graph.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;

/**
 * The sliding window of a convolution or pooling, one entry a spatial axis.
 *
 * @param kernel its size
 * @param strides its step
 * @param dilations distance between its elements
 * @param begins padding before the first element
 * @param ends padding after the last
 * @param ceil whether a last window that reaches beyond the end counts
 */
record Window(long[] kernel, long[] strides, long[] dilations, long[] begins, long[] ends, boolean ceil) {

    /** The window of a node whose automatic padding has been resolved. */
    static Window of(Node node, long[] kernel) {
        Attributes attributes = node.attributes();
        int n = kernel.length;
        long[] pads = attributes.integers("pads").orElse(new long[2 * n]);
        long[] strides = attributes.integers("strides").orElse(ones(n));
        long[] dilations = attributes.integers("dilations").orElse(ones(n));
        if (pads.length != 2 * n || strides.length != n || dilations.length != n) {
            throw new BadInputException(
                    "%s: pads, strides and dilations do not fit a kernel of %d axes".formatted(node.describe(), n));
        }
        for (int i = 0; i < n; i++) {
            if (kernel[i] < 1 || strides[i] < 1 || dilations[i] < 1) {
                throw new BadInputException("%s: kernel %s, strides %s and dilations %s must be at least 1"
                        .formatted(
                                node.describe(),
                                Arrays.toString(kernel),
                                Arrays.toString(strides),
                                Arrays.toString(dilations)));
            }
            if (pads[i] < 0 || pads[n + i] < 0) {
                throw new BadInputException(
                        "%s: pads %s must not be negative".formatted(node.describe(), Arrays.toString(pads)));
            }
        }
        return new Window(
                kernel,
                strides,
                dilations,
                Arrays.copyOf(pads, n),
                Arrays.copyOfRange(pads, n, 2 * n),
                attributes.integer("ceil_mode", 0) != 0);
    }

    /** Replaces {@code auto_pad} (SAME_UPPER, SAME_LOWER, VALID) by pads. */
    static Node explicitPads(Node node, Shape input, long[] kernel) {
        String auto = node.attributes().text("auto_pad", "NOTSET");
        if (auto.equals("NOTSET")) {
            return node.withAttributes(node.attributes().without("auto_pad"));
        }
        if (!List.of("VALID", "SAME_UPPER", "SAME_LOWER").contains(auto)) {
            throw new BadInputException("%s: auto_pad '%s' is unknown; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER"
                    .formatted(node.describe(), auto));
        }
        int n = kernel.length;
        if (input.rank() != n + 2) {
            throw new BadInputException(
                    "%s: a window of %d axes does not fit an input of %s".formatted(node.describe(), n, input));
        }
        long[] pads = new long[2 * n];
        if (!auto.equals("VALID")) {
            Window window = of(node.withAttributes(node.attributes().without("pads")), kernel);
            for (int i = 0; i < n; i++) {
                Dim dim = input.dim(2 + i);
                if (!dim.isKnown()) {
                    throw new BadInputException("%s: auto_pad %s needs a known input size, but it is %s"
                            .formatted(node.describe(), auto, input));
                }
                long size = dim.size();
                long out = Math.max(1, (size - 1) / window.strides[i] + 1);
                long total = Math.max(0, (out - 1) * window.strides[i] + window.reach(i) - size);
                long small = total / 2;
                pads[i] = auto.equals("SAME_LOWER") ? total - small : small;
                pads[n + i] = total - pads[i];
            }
        }
        return node.withAttributes(node.attributes().without("auto_pad").with("pads", pads));
    }

    /** Spatial output sizes after those of {@code input}. */
    List<Dim> output(Node node, Shape input) {
        List<Dim> sizes = new ArrayList<>();
        for (int i = 0; i < kernel.length; i++) {
            Dim dim = input.dim(2 + i);
            if (!dim.isKnown()) {
                sizes.add(Dim.symbol(node.output() + "." + i));
                continue;
            }
            long room = Math.addExact(Math.addExact(dim.size(), begins[i]), ends[i]) - reach(i);
            if (room < 0) {
                throw new BadInputException("%s: its window of %d does not fit into an input of %s"
                        .formatted(node.describe(), reach(i), input));
            }
            long size = room / strides[i] + (ceil && room % strides[i] != 0 ? 1 : 0) + 1;
            if (ceil && (size - 1) * strides[i] >= dim.size() + begins[i]) {
                size--;
            }
            sizes.add(Dim.of(size));
        }
        return sizes;
    }

    /** How many positions the window spans along an axis. */
    private long reach(int axis) {
        return Math.addExact(Math.multiplyExact(kernel[axis] - 1, dilations[axis]), 1);
    }

    /**
     * This window with just the padding at the end that its last position reaches, so that nothing has to be rounded up;
     * that can be less than none. Sizes that are unknown keep their padding.
     */
    Window exact(Node node, Shape input) {
        List<Dim> output = output(node, input);
        long[] exact = ends.clone();
        for (int i = 0; i < exact.length; i++) {
            if (input.dim(2 + i).isKnown()) {
                exact[i] = (output.get(i).size() - 1) * strides[i]
                        + reach(i)
                        - input.dim(2 + i).size()
                        - begins[i];
            }
        }
        return new Window(kernel, strides, dilations, begins, exact, ceil);
    }

    /** Whether there is as much padding before as after, no more than half the kernel, as torch's pools want it. */
    boolean isSymmetric() {
        for (int i = 0; i < kernel.length; i++) {
            if (begins[i] != ends[i] || begins[i] > kernel[i] / 2) {
                return false;
            }
        }
        return true;
    }

    /** Expression of {@code x} padded with {@code value} on every spatial side. */
    String padded(String x, double value) {
        int n = kernel.length;
        long[] torch = new long[2 * n];
        for (int i = 0; i < n; i++) {
            torch[2 * (n - 1 - i)] = begins[i];
            torch[2 * (n - 1 - i) + 1] = ends[i];
        }
        return TorchText.call("constant_pad_nd", x, TorchText.list(torch), TorchText.real(value));
    }

    /** This window with other padding at the end. */
    Window withEnds(long[] newEnds) {
        return new Window(kernel, strides, dilations, begins, newEnds, ceil);
    }

    /** This window without padding at the beginning. */
    Window withoutBegins() {
        return new Window(kernel, strides, dilations, new long[kernel.length], ends, ceil);
    }

    /** Padding as torch's functions take it. */
    String padding() {
        return TorchText.list(begins);
    }

    /** No padding, as torch's functions take it. */
    String noPadding() {
        return TorchText.list(new long[kernel.length]);
    }

    private static long[] ones(int n) {
        long[] ones = new long[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
