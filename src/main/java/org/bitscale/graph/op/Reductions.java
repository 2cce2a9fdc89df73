package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that reduce axes, or find and sort what is largest along one. */
final class Reductions {

    private Reductions() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(
                new ReduceMean(),
                new Reduce("ReduceSum", "sum"),
                new Reduce("ReduceMax", "amax"),
                new Reduce("ReduceMin", "amin"),
                new Reduce("ReduceProd", "prod"),
                new Reduce("ReduceLogSumExp", "logsumexp"),
                new Reduce("ReduceL1", "sum", x -> call("abs", x), y -> y),
                new Reduce("ReduceL2", "sum", x -> call("mul", x, x), y -> call("sqrt", y)),
                new Reduce("ReduceLogSum", "sum", x -> x, y -> call("log", y)),
                new Reduce("ReduceSumSquare", "sum", x -> call("mul", x, x), y -> y),
                new ArgExtreme("ArgMax", "argmax"),
                new ArgExtreme("ArgMin", "argmin"),
                new TopK());
    }

    /** A reduction over axes given as constant input (in older files as attribute). */
    private static class Reduce implements Operator {
        private final String type;
        private final String function;
        private final UnaryOperator<String> before;
        private final UnaryOperator<String> after;

        Reduce(String type, String function) {
            this(type, function, x -> x, y -> y);
        }

        /**
         * @param before what is done with the input, an expression from an expression
         * @param after what is done with the result
         */
        Reduce(String type, String function, UnaryOperator<String> before, UnaryOperator<String> after) {
            this.type = type;
            this.function = function;
            this.before = before;
            this.after = after;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            return List.of(axesAsInput(node, canon));
        }

        static Node axesAsInput(Node node, Canon canon) {
            if (!node.attributes().has("axes")) {
                return node;
            }
            long[] axes = node.attributes().integers("axes").orElseThrow();
            return node.withInput(1, canon.constant(node.name() + "_axes", Tensor.ofLongVector(axes)))
                    .withAttributes(node.attributes().without("axes"));
        }

        /** The axes that are reduced, ascending. */
        static long[] axes(Node node, Facts facts) {
            int rank = facts.shape(node, 0).rank();
            long[] given = node.hasInput(1) ? facts.integers(node, 1, "axes") : new long[0];
            if (given.length == 0 && node.attributes().integer("noop_with_empty_axes", 0) == 0) {
                return LongStream.range(0, rank).toArray();
            }
            return Arrays.stream(given)
                    .map(axis -> Facts.axis(node, axis, rank))
                    .sorted()
                    .distinct()
                    .toArray();
        }

        static boolean keeps(Node node) {
            return node.attributes().integer("keepdims", 1) != 0;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            return List.of(new TensorType(x.type(), reduced(x.shape(), axes(node, facts), keeps(node))));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            boolean product = type.equals("ReduceProd") && facts.shape(node, 0).rank() == 1;
            return product ? facts.sizes(node, 0).flatMap(Reductions::product).map(List::of) : Optional.empty();
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            long[] axes = axes(node, text.facts());
            String x = before.apply(text.in(0));
            if (axes.length == 0) {
                return List.of(after.apply(x));
            }
            String keep = keeps(node) ? "True" : "False";
            if (!function.equals("prod")) {
                return List.of(after.apply(call(function, x, list(axes), keep)));
            }
            // torch multiplies along one axis at a time: from the last, so that the others keep their number.
            for (int i = axes.length - 1; i >= 0; i--) {
                x = call(function, x, Long.toString(axes[i]), keep);
            }
            return List.of(x);
        }
    }

    /** The product of sizes, if it is a number times at most one symbol. */
    static Optional<Dim> product(List<Dim> sizes) {
        Optional<Dim> product = Optional.of(Dim.of(1));
        for (Dim size : sizes) {
            product = product.flatMap(p -> p.times(size));
        }
        return product;
    }

    private static Shape reduced(Shape shape, long[] axes, boolean keep) {
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            int axis = i;
            if (Arrays.stream(axes).noneMatch(a -> a == axis)) {
                dims.add(shape.dim(i));
            } else if (keep) {
                dims.add(Dim.of(1));
            }
        }
        return new Shape(dims);
    }

    /** Mean over axes (ReduceMean-18). Canonical form: GlobalAveragePool where it means that. */
    private static final class ReduceMean extends Reduce {
        ReduceMean() {
            super("ReduceMean", "mean");
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            Node result = axesAsInput(node, canon);
            Shape input = canon.facts().shape(node, 0);
            long[] axes = axes(result, canon.facts());
            boolean spatial = input.rank() >= 3
                    && Arrays.equals(axes, LongStream.range(2, input.rank()).toArray());
            if (!spatial) {
                return List.of(result);
            }
            if (node.attributes().integer("keepdims", 1) != 0) {
                return List.of(Node.of(node.name(), "GlobalAveragePool", List.of(node.input(0)), node.output()));
            }
            String pooled = canon.name(node.output() + "_pooled");
            return List.of(
                    Node.of(node.name(), "GlobalAveragePool", List.of(node.input(0)), pooled),
                    Node.of(
                            node.name() + "_flatten",
                            "Flatten",
                            List.of(pooled),
                            node.output(),
                            Attributes.of("axis", 1)));
        }
    }

    /** The place of the largest or smallest value along an axis, of equal ones the first (ArgMax-13, ArgMin-13). */
    private static final class ArgExtreme implements Operator {
        private final String type;
        private final String function;

        ArgExtreme(String type, String function) {
            this.type = type;
            this.function = function;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            Shape shape = facts.shape(node, 0);
            long[] axes = {axis(node, shape)};
            return List.of(new TensorType(DataType.INT64, reduced(shape, axes, Reduce.keeps(node))));
        }

        private static int axis(Node node, Shape shape) {
            return Facts.axis(node, node.attributes().integer("axis", 0), shape.rank());
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Shape shape = text.facts().shape(node, 0);
            int axis = axis(node, shape);
            String keep = Reduce.keeps(node) ? "True" : "False";
            String x = text.in(0);
            if (node.attributes().integer("select_last_index", 0) == 0) {
                return List.of(call("type_as", call(function, x, Integer.toString(axis), keep), x));
            }
            String last = call("sub", text.size(shape.dim(axis)), "1");
            String fromEnd = call(function, call("flip", x, list(axis)), Integer.toString(axis), keep);
            return List.of(call("type_as", call("add", call("neg", fromEnd), last), x));
        }
    }

    /** The k largest or smallest values along an axis and where they are; of equal ones the first (TopK-11). */
    private static final class TopK implements Operator {
        @Override
        public String type() {
            return "TopK";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            if (!node.attributes().has("k")) {
                return List.of(node);
            }
            Tensor k = Tensor.ofLongVector(node.attributes().integer("k", 1));
            return List.of(node.withInput(1, canon.constant(node.name() + "_k", k))
                    .withAttributes(node.attributes().without("k")));
        }

        private static int axis(Node node, Shape shape) {
            return Facts.axis(node, node.attributes().integer("axis", -1), shape.rank());
        }

        private static long k(Node node, Facts facts) {
            long[] given = facts.integers(node, 1, "number of values");
            Shape shape = facts.shape(node, 0);
            long size = Facts.size(node, shape, axis(node, shape));
            if (given.length != 1 || given[0] < 0 || given[0] > size) {
                throw new BadInputException("%s: expected one number of values from 0 to %d, but came %s"
                        .formatted(node.describe(), size, Arrays.toString(given)));
            }
            return given[0];
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            List<Dim> dims = new ArrayList<>(x.shape().dims());
            dims.set(axis(node, x.shape()), Dim.of(k(node, facts)));
            Shape shape = new Shape(dims);
            return List.of(new TensorType(x.type(), shape), new TensorType(DataType.INT64, shape));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String x = text.in(0);
            String axis = Integer.toString(axis(node, text.facts().shape(node, 0)));
            boolean largest = node.attributes().integer("largest", 1) != 0;
            // torch.topk leaves open which of equal values comes first; a stable sort does not.
            String sorted = text.let(
                    call("sort", x, "stable=True", "dim=" + axis, "descending=" + (largest ? "True" : "False")));
            String k = Long.toString(k(node, text.facts()));
            return List.of(
                    call("slice", "(" + sorted + ")[0]", axis, "0", k, "1"),
                    call("type_as", call("slice", "(" + sorted + ")[1]", axis, "0", k, "1"), x));
        }
    }
}
