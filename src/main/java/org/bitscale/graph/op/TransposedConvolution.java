package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.TensorType;

/**
 * Transposed convolution over 1 to 3 axes: x[N, C, …], weights [C, M/group, k…], bias [M] (ConvTranspose-11). Canonical
 * form: explicit pads and output_padding, whatever {@code auto_pad} or {@code output_shape} said.
 */
final class TransposedConvolution implements Operator {

    @Override
    public String type() {
        return "ConvTranspose";
    }

    @Override
    public List<Node> canonical(Node node, int opset, Canon canon) {
        Shape input = canon.facts().shape(node, 0);
        long[] kernel = kernel(node, canon.facts());
        Attributes given = node.attributes();
        String auto = given.text("auto_pad", "NOTSET");
        Optional<long[]> wanted = given.integers("output_shape");
        Node plain = node.withAttributes(given.without("kernel_shape", "auto_pad", "output_shape"));
        boolean same = auto.equals("SAME_UPPER") || auto.equals("SAME_LOWER");
        if (!same && !auto.equals("NOTSET") && !auto.equals("VALID")) {
            throw new BadInputException("%s: auto_pad '%s' is unknown; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER"
                    .formatted(node.describe(), auto));
        }
        if (!same && wanted.isEmpty()) {
            return List.of(
                    auto.equals("VALID")
                            ? plain.withAttributes(plain.attributes().without("pads"))
                            : plain);
        }
        int n = kernel.length;
        Window window = Window.of(plain.withAttributes(plain.attributes().without("pads")), kernel);
        if (wanted.isPresent() && wanted.get().length != n) {
            throw new BadInputException("%s: its output_shape %s does not fit a kernel of %d axes"
                    .formatted(node.describe(), Arrays.toString(wanted.get()), n));
        }
        long[] more = outputPadding(node, n);
        long[] pads = new long[2 * n];
        for (int i = 0; i < n; i++) {
            long size = Facts.size(node, input, 2 + i);
            long target = wanted.isPresent() ? wanted.get()[i] : Math.multiplyExact(size, window.strides()[i]);
            long total = full(window, i, size) + more[i] - target;
            if (total < 0) {
                more[i] -= total;
                total = 0;
            }
            pads[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
            pads[n + i] = total - pads[i];
        }
        return List.of(
                plain.withAttributes(plain.attributes().with("pads", pads).with("output_padding", more)));
    }

    /** The size that a spatial size grows to before anything is cut off. */
    private static long full(Window window, int axis, long size) {
        long reach = (window.kernel()[axis] - 1) * window.dilations()[axis] + 1;
        return Math.addExact(Math.multiplyExact(window.strides()[axis], size - 1), reach);
    }

    private static long[] outputPadding(Node node, int n) {
        long[] more =
                node.attributes().integers("output_padding").orElse(new long[n]).clone();
        if (more.length != n || Arrays.stream(more).anyMatch(m -> m < 0)) {
            throw new BadInputException("%s: its output_padding %s does not fit a kernel of %d axes"
                    .formatted(node.describe(), Arrays.toString(more), n));
        }
        return more;
    }

    private static long[] kernel(Node node, Facts facts) {
        Shape weights = facts.shape(node, 1);
        Shape input = facts.shape(node, 0);
        if (weights.rank() < 3 || weights.rank() > 5 || input.rank() != weights.rank() || !weights.isKnown()) {
            throw new BadInputException(
                    "%s: expected an input N×C×… and weights of the same rank 3 to 5, but came %s and %s"
                            .formatted(node.describe(), input, weights));
        }
        long[] sizes = weights.sizes();
        return Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    private static long group(Node node) {
        return node.attributes().integer("group", 1);
    }

    @Override
    public List<Parameter> parameters(Node node) {
        return Parameter.WEIGHT_AND_BIAS;
    }

    @Override
    public List<TensorType> infer(Node node, Facts facts) {
        TensorType x = facts.type(node, 0);
        Shape weights = facts.shape(node, 1);
        long[] kernel = kernel(node, facts);
        Window window = Window.of(node, kernel);
        long[] more = outputPadding(node, kernel.length);
        Dim channels = x.shape().dim(1);
        if (group(node) < 1
                || weights.dim(0).size() % group(node) != 0
                || channels.isKnown() && !channels.equals(weights.dim(0))) {
            throw new BadInputException("%s: its weights %s in %d groups do not fit its input %s"
                    .formatted(node.describe(), weights, group(node), x.shape()));
        }
        Dim out = Dim.of(Math.multiplyExact(weights.dim(1).size(), group(node)));
        if (node.hasInput(2) && !facts.shape(node, 2).equals(new Shape(List.of(out)))) {
            throw new BadInputException("%s: expected a bias of %s values, but came %s"
                    .formatted(node.describe(), out, facts.shape(node, 2)));
        }
        List<Dim> dims = new ArrayList<>(List.of(x.shape().dim(0), out));
        for (int i = 0; i < kernel.length; i++) {
            Dim dim = x.shape().dim(2 + i);
            if (!dim.isKnown()) {
                dims.add(Dim.symbol(node.output() + "." + i));
                continue;
            }
            long size = full(window, i, dim.size()) + more[i] - window.begins()[i] - window.ends()[i];
            if (size < 1) {
                throw new BadInputException(
                        "%s: its pads cut off everything of an input of %s".formatted(node.describe(), x.shape()));
            }
            dims.add(Dim.of(size));
        }
        return List.of(new TensorType(x.type(), new Shape(dims)));
    }

    @Override
    public List<String> torch(Node node, TorchText text) {
        long[] kernel = kernel(node, text.facts());
        Window window = Window.of(node, kernel);
        long[] more = outputPadding(node, kernel.length);
        boolean plain = Arrays.equals(window.begins(), window.ends());
        for (int i = 0; i < kernel.length; i++) {
            plain &= more[i] < Math.max(window.strides()[i], window.dilations()[i]);
        }
        if (plain) {
            return List.of(convolution(node, text, window, text.optional(2), window.padding(), list(more)));
        }
        // What torch cannot pad: everything is computed, cut or filled at the ends, and the bias added then.
        String none = window.noPadding();
        String all = convolution(node, text, window, "None", none, none);
        long[] begins = Arrays.stream(window.begins()).map(pad -> -pad).toArray();
        long[] ends = new long[more.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = more[i] - window.ends()[i];
        }
        String cut = new Window(kernel, window.strides(), window.dilations(), begins, ends, false).padded(all, 0);
        if (!node.hasInput(2)) {
            return List.of(cut);
        }
        long[] sizes = new long[kernel.length + 2];
        Arrays.fill(sizes, 1);
        sizes[1] = -1;
        return List.of(call("add", cut, call("reshape", text.in(2), list(sizes))));
    }

    private static String convolution(
            Node node, TorchText text, Window window, String bias, String padding, String outputPadding) {
        return call(
                "conv_transpose" + window.kernel().length + "d",
                text.in(0),
                text.in(1),
                bias,
                list(window.strides()),
                padding,
                outputPadding,
                Long.toString(group(node)),
                list(window.dilations()));
    }

    @Override
    public long macs(Node node, Facts facts) {
        Shape input = facts.shape(node, 0);
        long positions = input.dims().stream()
                .skip(2)
                .mapToLong(d -> d.isKnown() ? d.size() : 1)
                .reduce(1, (a, b) -> a * b);
        return positions * facts.shape(node, 1).elements().map(Dim::factor).orElse(0L);
    }
}
