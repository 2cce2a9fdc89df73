package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.bitscale.BadInputException;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that compute each element by itself, with ONNX's (numpy's) broadcasting. */
final class Elementwise {

    private Elementwise() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(
                new Binary("Add", "add", Double::sum, Long::sum, QuantizationRole.ARITHMETIC),
                new Binary("Sub", "sub", (a, b) -> a - b, (a, b) -> a - b, QuantizationRole.FLOAT),
                new Binary("Mul", "mul", (a, b) -> a * b, (a, b) -> a * b, QuantizationRole.ARITHMETIC),
                new Binary("Div", "div", (a, b) -> a / b, (a, b) -> a / b, QuantizationRole.FLOAT),
                new Binary("Pow", "pow", Math::pow, (a, b) -> (long) Math.pow(a, b), QuantizationRole.FLOAT),
                new Extreme("Max", "maximum", Math::max, Math::max),
                new Extreme("Min", "minimum", Math::min, Math::min),
                new Sum(),
                new Mean());
    }

    /** The shape that two shapes broadcast to; of two unknown sizes the left one is taken, as they must be equal. */
    static Shape broadcast(Node node, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            Dim left = i < rank - a.rank() ? Dim.of(1) : a.dim(i - (rank - a.rank()));
            Dim right = i < rank - b.rank() ? Dim.of(1) : b.dim(i - (rank - b.rank()));
            if (left.equals(Dim.of(1))) {
                dims.add(right);
            } else if (right.equals(Dim.of(1)) || left.equals(right)) {
                dims.add(left);
            } else if (left.isKnown() != right.isKnown()) {
                dims.add(left.isKnown() ? left : right);
            } else if (!left.symbol().equals(right.symbol())) {
                dims.add(left);
            } else {
                throw new BadInputException(
                        "%s: the shapes %s and %s do not broadcast".formatted(node.describe(), a, b));
            }
        }
        return new Shape(dims);
    }

    /** Two inputs, broadcast against each other. */
    static class Binary implements Operator {
        private final String type;
        private final String function;
        private final DoubleBinaryOperator reals;
        private final LongBinaryOperator integers;
        private final QuantizationRole role;

        Binary(
                String type,
                String function,
                DoubleBinaryOperator reals,
                LongBinaryOperator integers,
                QuantizationRole role) {
            this.type = type;
            this.function = function;
            this.reals = reals;
            this.integers = integers;
            this.role = role;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            Shape shape = broadcast(node, facts.shape(node, 0), facts.shape(node, 1));
            return List.of(new TensorType(facts.type(node, 0).type(), shape));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            Optional<List<Dim>> left = facts.sizes(node, 0);
            Optional<List<Dim>> right = facts.sizes(node, 1);
            BiFunction<Dim, Dim, Optional<Dim>> combine =
                    switch (type) {
                        case "Mul" -> Dim::times;
                        case "Div" -> Dim::dividedBy;
                        default -> (a, b) -> Optional.empty();
                    };
            if (left.isEmpty()
                    || right.isEmpty()
                    || facts.shape(node, 0).rank() > 1
                    || facts.shape(node, 1).rank() > 1) {
                return Optional.empty();
            }
            int n = left.get().size() == 1 ? right.get().size() : left.get().size();
            List<Dim> result = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                Optional<Dim> value = combine.apply(
                        left.get().get(left.get().size() == 1 ? 0 : i),
                        right.get().get(right.get().size() == 1 ? 0 : i));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                result.add(value.get());
            }
            return Optional.of(result);
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            long[] sizes = output.shape().sizes();
            Tensor a = inputs.get(0);
            Tensor b = inputs.get(1);
            int[] left = Folding.broadcastIndices(a.sizes(), sizes);
            int[] right = Folding.broadcastIndices(b.sizes(), sizes);
            if (a.type().isFloat()) {
                float[] x = a.floats();
                float[] y = b.floats();
                float[] z = new float[left.length];
                for (int i = 0; i < z.length; i++) {
                    z[i] = (float) reals.applyAsDouble(x[left[i]], y[right[i]]);
                }
                return Optional.of(Tensor.ofFloats(z, sizes));
            }
            long[] x = a.longs();
            long[] y = b.longs();
            long[] z = new long[left.length];
            for (int i = 0; i < z.length; i++) {
                if (type.equals("Div") && y[right[i]] == 0) {
                    throw new BadInputException(node.describe() + ": division of constants by zero");
                }
                z[i] = integers.applyAsLong(x[left[i]], y[right[i]]);
            }
            return Optional.of(Tensor.ofLongs(a.type(), z, sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            boolean integerDivision =
                    type.equals("Div") && !text.facts().type(node, 0).type().isFloat();
            return List.of(
                    integerDivision
                            ? call(function, text.in(0), text.in(1), "rounding_mode=\"trunc\"")
                            : call(function, text.in(0), text.in(1)));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            boolean activations =
                    facts.constant(node, 0).isEmpty() && facts.constant(node, 1).isEmpty();
            return activations ? role : QuantizationRole.FLOAT;
        }
    }

    /** A chain of two-input nodes that does what one node with any number of inputs says. */
    private static List<Node> chain(Node node, String type, String output, Canon canon) {
        if (node.inputs().size() <= 1) {
            return List.of(Node.of(node.name(), "Identity", node.inputs(), output));
        }
        List<Node> chain = new ArrayList<>();
        String before = node.input(0);
        for (int i = 1; i < node.inputs().size(); i++) {
            boolean last = i == node.inputs().size() - 1;
            String made = last ? output : canon.name(node.output() + "_part" + i);
            chain.add(Node.of(
                    last ? node.name() : node.name() + "_part" + i, type, List.of(before, node.input(i)), made));
            before = made;
        }
        return chain;
    }

    /** Sum of any number of inputs (Sum-13): a chain of Add. */
    static final class Sum extends Composite {
        Sum() {
            super("", "Sum");
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            return chain(node, "Add", node.output(), canon);
        }
    }

    /** Mean of any number of inputs (Mean-13): a chain of Add, and a division. */
    static final class Mean extends Composite {
        Mean() {
            super("", "Mean");
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            String sum = canon.name(node.output() + "_sum");
            List<Node> nodes = new ArrayList<>(chain(node, "Add", sum, canon));
            String count = canon.constant(
                    node.name() + "_count",
                    Tensor.ofFloats(new float[] {node.inputs().size()}));
            nodes.add(Node.of(node.name() + "_mean", "Div", List.of(sum, count), node.output()));
            return nodes;
        }
    }

    /** Larger or smaller of two inputs (Max-13, Min-13); with more or fewer inputs a chain. */
    private static final class Extreme extends Binary {
        Extreme(String type, String function, DoubleBinaryOperator reals, LongBinaryOperator integers) {
            super(type, function, reals, integers, QuantizationRole.FLOAT);
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            return node.inputs().size() == 2 ? List.of() : chain(node, type(), node.output(), canon);
        }
    }
}
