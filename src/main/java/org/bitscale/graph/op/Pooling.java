package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bitscale.BadInputException;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.TensorType;

/** Poolings over the spatial axes of N×C×…. */
final class Pooling {

    private Pooling() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new MaxPool(), new AveragePool(), new Global(true), new Global(false));
    }

    private static long[] kernel(Node node) {
        return node.attributes()
                .integers("kernel_shape")
                .orElseThrow(() -> new BadInputException(node.describe() + " lacks its attribute kernel_shape"));
    }

    private static List<TensorType> windowed(Node node, Facts facts) {
        TensorType x = facts.type(node, 0);
        long[] kernel = kernel(node);
        if (x.shape().rank() != kernel.length + 2 || kernel.length < 1 || kernel.length > 3) {
            throw new BadInputException("%s: a window of %d axes (1 to 3) does not fit an input of %s"
                    .formatted(node.describe(), kernel.length, x.shape()));
        }
        List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, 2));
        dims.addAll(Window.of(node, kernel).output(node, x.shape()));
        return List.of(new TensorType(x.type(), new Shape(dims)));
    }

    /** Largest value in a window and, where it is wanted, its place in the whole tensor (MaxPool-12). */
    static final class MaxPool implements Operator {
        @Override
        public String type() {
            return "MaxPool";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            boolean places = node.outputs().size() > 1 && !node.outputs().get(1).isEmpty();
            Node one = places ? node : node.withAttributes(node.attributes().without("storage_order"));
            return List.of(Window.explicitPads(one, canon.facts().shape(node, 0), kernel(node)));
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType values = windowed(node, facts).get(0);
            return List.of(values, new TensorType(DataType.INT64, values.shape()));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Window given = Window.of(node, kernel(node));
            boolean symmetric = given.isSymmetric();
            if (node.outputs().size() > 1) {
                return withPlaces(node, text, given);
            }
            Window window = symmetric ? given : given.exact(node, text.facts().shape(node, 0));
            return List.of(call(
                    "max_pool" + window.kernel().length + "d",
                    symmetric ? text.in(0) : window.padded(text.in(0), -Float.MAX_VALUE),
                    list(window.kernel()),
                    list(window.strides()),
                    symmetric ? window.padding() : window.noPadding(),
                    list(window.dilations()),
                    window.ceil() ? "True" : "False"));
        }

        /** torch gives places within a plane, row by row; ONNX counts through the whole tensor. */
        private static List<String> withPlaces(Node node, TorchText text, Window window) {
            Shape shape = text.facts().shape(node, 0);
            int n = window.kernel().length;
            long plane = 1;
            for (int i = 0; i < n; i++) {
                plane *= Facts.size(node, shape, 2 + i);
            }
            boolean columnMajor = node.attributes().integer("storage_order", 0) != 0;
            if (!window.isSymmetric() || columnMajor && n != 2) {
                throw new BadInputException("%s: the places of its maxima are read, which is supported with as much "
                                .formatted(node.describe())
                        + "padding before as after, and by columns on two axes");
            }
            String x = text.in(0);
            String both = text.let(call(
                    "max_pool" + n + "d_with_indices",
                    x,
                    list(window.kernel()),
                    list(window.strides()),
                    window.padding(),
                    list(window.dilations()),
                    window.ceil() ? "True" : "False"));
            String inPlane = "(" + both + ")[1]";
            if (columnMajor) {
                String width = Long.toString(shape.dim(3).size());
                String height = Long.toString(shape.dim(2).size());
                inPlane = call(
                        "add",
                        call("mul", call("remainder", inPlane, width), height),
                        call("div", inPlane, width, "rounding_mode=\"floor\""));
            }
            long[] planes = new long[n + 2];
            Arrays.fill(planes, 1);
            planes[0] = -1;
            planes[1] = Facts.size(node, shape, 1);
            String counted = call("mul", call("size", x, "0"), Long.toString(planes[1]));
            String first = call("mul", call("arange", counted), Long.toString(plane));
            String places = call("add", inPlane, call("to", call("reshape", first, list(planes)), "4"));
            return List.of("(" + both + ")[0]", call("type_as", places, x));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
    }

    /** Mean over a window (AveragePool-19). Canonical form: GlobalAveragePool where the window is the whole picture. */
    static final class AveragePool implements Operator {
        @Override
        public String type() {
            return "AveragePool";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            Shape input = canon.facts().shape(node, 0);
            Node padded = Window.explicitPads(node, input, kernel(node));
            long[] kernel = kernel(padded);
            Window window = Window.of(padded, kernel);
            boolean whole = input.rank() == kernel.length + 2
                    && LongStream.concat(Arrays.stream(window.begins()), Arrays.stream(window.ends()))
                            .allMatch(pad -> pad == 0)
                    && Arrays.stream(window.dilations()).allMatch(d -> d == 1);
            for (int i = 0; whole && i < kernel.length; i++) {
                whole = input.dim(2 + i).equals(Dim.of(kernel[i]));
            }
            return List.of(
                    whole ? Node.of(node.name(), "GlobalAveragePool", List.of(node.input(0)), node.output()) : padded);
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            return windowed(node, facts);
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Window window = Window.of(node, kernel(node));
            boolean countPadding = node.attributes().integer("count_include_pad", 0) != 0;
            boolean dilated = Arrays.stream(window.dilations()).anyMatch(d -> d != 1);
            if (window.isSymmetric() && !dilated) {
                return List.of(pool(text.in(0), window, window.padding(), countPadding));
            }
            // Means over the padded picture, divided by the share of each window that counts.
            Shape input = text.facts().shape(node, 0);
            Window exact = window.exact(node, input);
            long channels = dilated ? Facts.size(node, input, 1) : 0;
            String means = mean(exact.padded(text.in(0), 0), text.in(0), exact, channels);
            String counting = call("ones_like", text.in(0));
            if (countPadding) {
                long[] beyond = new long[exact.ends().length];
                boolean all = true;
                for (int i = 0; i < beyond.length; i++) {
                    beyond[i] = exact.ends()[i] - window.ends()[i];
                    all &= beyond[i] <= 0;
                }
                if (all) {
                    return List.of(means);
                }
                counting = window.withoutBegins().withEnds(beyond).padded(window.padded(counting, 1), 0);
            } else {
                counting = exact.padded(counting, 0);
            }
            return List.of(call("div", means, mean(counting, text.in(0), exact, channels)));
        }

        /** The mean over each window of something already padded. */
        private static String mean(String padded, String like, Window window, long channels) {
            if (channels == 0) {
                return pool(padded, window, window.noPadding(), true);
            }
            // torch has no dilated average pool: a convolution with equal weights does it.
            long elements = Arrays.stream(window.kernel()).reduce(1, Math::multiplyExact);
            long[] sizes = LongStream.concat(LongStream.of(channels, 1), Arrays.stream(window.kernel()))
                    .toArray();
            String sums = call(
                    "conv" + window.kernel().length + "d",
                    padded,
                    call("new_ones", like, list(sizes)),
                    "None",
                    list(window.strides()),
                    window.noPadding(),
                    list(window.dilations()),
                    Long.toString(channels));
            return call("div", sums, TorchText.real(elements));
        }

        private static String pool(String x, Window window, String padding, boolean countPadding) {
            List<String> arguments = new ArrayList<>(List.of(
                    x,
                    list(window.kernel()),
                    list(window.strides()),
                    padding,
                    window.ceil() ? "True" : "False",
                    countPadding ? "True" : "False"));
            if (window.kernel().length > 1) {
                arguments.add("None");
            }
            return call("avg_pool" + window.kernel().length + "d", arguments.toArray(String[]::new));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.ARITHMETIC;
        }
    }

    /** Mean or maximum over all spatial positions, each spatial axis kept with size 1. */
    static final class Global implements Operator {
        private final boolean mean;

        Global(boolean mean) {
            this.mean = mean;
        }

        @Override
        public String type() {
            return mean ? "GlobalAveragePool" : "GlobalMaxPool";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            if (x.shape().rank() < 3) {
                throw new BadInputException(node.describe() + ": expected an input N×C×…, but came " + x.shape());
            }
            List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, 2));
            while (dims.size() < x.shape().rank()) {
                dims.add(Dim.of(1));
            }
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            long[] axes =
                    LongStream.range(2, text.facts().shape(node, 0).rank()).toArray();
            return List.of(call(mean ? "mean" : "amax", text.in(0), list(axes), "True"));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return mean ? QuantizationRole.ARITHMETIC : QuantizationRole.PASSING;
        }
    }
}
