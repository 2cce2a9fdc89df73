package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.real;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that compute each element by itself, with ONNX's (numpy's) broadcasting. */
final class Elementwise {

    private Elementwise() {}

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
    static final class Binary implements Operator {
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

    /** Sum of any number of inputs; canonical form: a chain of Add (Sum-13). */
    static final class Sum implements Operator {
        @Override
        public String type() {
            return "Sum";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            if (node.inputs().size() <= 1) {
                return List.of(Node.of(node.name(), "Identity", node.inputs(), node.output()));
            }
            List<Node> chain = new ArrayList<>();
            String sum = node.input(0);
            for (int i = 1; i < node.inputs().size(); i++) {
                boolean last = i == node.inputs().size() - 1;
                String output = last ? node.output() : canon.name(node.output() + "_part" + i);
                chain.add(Node.of(
                        last ? node.name() : node.name() + "_part" + i, "Add", List.of(sum, node.input(i)), output));
                sum = output;
            }
            return chain;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            throw new IllegalStateException("Sum is not canonical");
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            throw new IllegalStateException("Sum is not canonical");
        }
    }

    /** One input, one output of the same shape. */
    static final class Unary implements Operator {
        private final String type;
        private final BiFunction<String, Attributes, String> text;
        private final DoubleUnaryOperator fold;
        private final QuantizationRole role;

        /**
         * @param text expression from the input's expression and the node's attributes
         * @param fold the same on numbers, or null where constants are not folded
         */
        Unary(
                String type,
                BiFunction<String, Attributes, String> text,
                DoubleUnaryOperator fold,
                QuantizationRole role) {
            this.type = type;
            this.text = text;
            this.fold = fold;
            this.role = role;
        }

        /** An operator whose torch function has the same meaning and takes no attributes. */
        Unary(String type, String function, DoubleUnaryOperator fold) {
            this(type, (x, a) -> call(function, x), fold, QuantizationRole.FLOAT);
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            return List.of(facts.type(node, 0));
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            Tensor x = inputs.get(0);
            if (fold == null || !x.type().isFloat() || x.elements() > Folding.LARGEST) {
                return Optional.empty();
            }
            float[] values = x.floats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) fold.applyAsDouble(values[i]);
            }
            return Optional.of(Tensor.ofFloats(values, x.sizes()));
        }

        @Override
        public List<String> torch(Node node, TorchText source) {
            return List.of(text.apply(source.in(0), node.attributes()));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return role;
        }
    }

    /** Limits values to [min, max], both optional constants (Clip-13); Clip-6 has them as attributes. */
    static final class Clip implements Operator {
        @Override
        public String type() {
            return "Clip";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            if (opset >= 11) {
                return List.of(node);
            }
            Node clip = node.withAttributes(Attributes.NONE);
            if (node.attributes().has("min")) {
                clip = clip.withInput(1, canon.constant(node.name() + "_min", bound(node, "min")));
            }
            if (node.attributes().has("max")) {
                clip = clip.withInput(2, canon.constant(node.name() + "_max", bound(node, "max")));
            }
            return List.of(clip);
        }

        private static Tensor bound(Node node, String name) {
            return Tensor.ofFloats(new float[] {node.attributes().real(name, 0)});
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            bound(node, 1, facts);
            bound(node, 2, facts);
            return List.of(facts.type(node, 0));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String min = bound(node, 1, text.facts());
            String max = bound(node, 2, text.facts());
            return List.of(min.equals("None") && max.equals("None") ? text.in(0) : call("clamp", text.in(0), min, max));
        }

        private static String bound(Node node, int index, Facts facts) {
            if (!node.hasInput(index)) {
                return "None";
            }
            float[] value = facts.constant(node, index)
                    .map(Tensor::floats)
                    .orElseThrow(() -> new BadInputException(
                            node.describe() + ": its limits depend on the data; they must be constant"));
            if (value.length != 1 || Float.isNaN(value[0])) {
                throw new BadInputException(node.describe() + ": expected one number as limit");
            }
            return Float.isInfinite(value[0]) || Math.abs(value[0]) == Float.MAX_VALUE ? "None" : real(value[0]);
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return facts.type(node, 0).type().isFloat() ? QuantizationRole.ACTIVATION : QuantizationRole.PASSING;
        }
    }

    /** Leaky ReLU with one slope a channel (PRelu-16). */
    static final class PRelu implements Operator {
        @Override
        public String type() {
            return "PRelu";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            Shape slope = facts.shape(node, 1);
            if (!broadcast(node, x.shape(), slope).equals(x.shape())) {
                throw new BadInputException("%s: its slope %s does not broadcast to its input %s"
                        .formatted(node.describe(), slope, x.shape()));
            }
            return List.of(x);
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call(
                    "add", call("relu", text.in(0)), call("mul", text.in(1), call("clamp", text.in(0), "None", "0."))));
        }
    }
}
