package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.real;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Functions of one value: activations and the arithmetic that exporters write them with. */
final class Activations {

    private Activations() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(
                new Unary("Relu", (x, a) -> call("relu", x), v -> Math.max(0, v), QuantizationRole.ACTIVATION),
                new Clip(),
                new PRelu(),
                new Unary("Sigmoid", "sigmoid", v -> 1 / (1 + Math.exp(-v))),
                new Unary("Tanh", "tanh", Math::tanh),
                new Unary("Exp", "exp", Math::exp),
                new Unary("Log", "log", Math::log),
                new Unary("Sqrt", "sqrt", Math::sqrt),
                new Unary("Abs", "abs", Math::abs),
                new Unary("Neg", "neg", v -> -v),
                new Unary("Sign", "sign", Math::signum),
                new Unary("Floor", "floor", Math::floor),
                new Unary("Ceil", "ceil", Math::ceil),
                new Unary("Round", "round", Math::rint),
                new Unary("Sin", "sin", Math::sin),
                new Unary("Cos", "cos", Math::cos),
                new Unary("Erf", "erf", null),
                new Unary("Reciprocal", "reciprocal", v -> 1 / v),
                new Unary("Softplus", "softplus", v -> Math.log1p(Math.exp(v))),
                new Unary("Softsign", (x, a) -> call("div", x, call("add", call("abs", x), "1.")), null),
                new Unary("HardSwish", "hardswish", null),
                new Unary("Mish", "mish", null),
                new Unary("LeakyRelu", (x, a) -> call("leaky_relu", x, real(a.real("alpha", 0.01f))), null),
                new Unary("Elu", (x, a) -> call("elu", x, real(a.real("alpha", 1))), null),
                new Unary("Celu", (x, a) -> call("celu", x, real(a.real("alpha", 1))), null),
                new Unary(
                        "Selu",
                        (x, a) -> call(
                                "elu",
                                x,
                                real(a.real("alpha", 1.67326319217681884765625f)),
                                real(a.real("gamma", 1.05070102214813232421875f))),
                        null),
                new Unary("ThresholdedRelu", (x, a) -> call("threshold", x, real(a.real("alpha", 1)), "0."), null),
                new Unary(
                        "HardSigmoid",
                        (x, a) -> call(
                                "clamp",
                                call("add", call("mul", x, real(a.real("alpha", 0.2f))), real(a.real("beta", 0.5f))),
                                "0.",
                                "1."),
                        null),
                new Unary(
                        "Swish",
                        (x, a) -> call("mul", x, call("sigmoid", call("mul", x, real(a.real("alpha", 1))))),
                        null),
                new Unary(
                        "Gelu",
                        (x, a) -> call("gelu", x, "approximate=\"" + a.text("approximate", "none") + "\""),
                        null));
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

        /** An operator that runs in float. */
        Unary(String type, BiFunction<String, Attributes, String> text, DoubleUnaryOperator fold) {
            this(type, text, fold, QuantizationRole.FLOAT);
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
            if (fold == null || x.elements() > Folding.LARGEST) {
                return Optional.empty();
            }
            if (!x.type().isFloat()) {
                long[] integers = x.longs();
                for (int i = 0; i < integers.length; i++) {
                    integers[i] = (long) fold.applyAsDouble(integers[i]);
                }
                return Optional.of(Tensor.ofLongs(x.type(), integers, x.sizes()));
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
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            Tensor x = inputs.get(0);
            boolean whole = !x.type().isFloat() && inputs.size() == 3;
            if (!whole || x.elements() > Folding.LARGEST) {
                return Optional.empty();
            }
            long low = inputs.get(1).longs()[0];
            long high = inputs.get(2).longs()[0];
            long[] values = x.longs();
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.min(high, Math.max(low, values[i]));
            }
            return Optional.of(Tensor.ofLongs(x.type(), values, x.sizes()));
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
        public List<Parameter> parameters(Node node) {
            return List.of(new Parameter(1, false));
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            Shape slope = facts.shape(node, 1);
            if (!Elementwise.broadcast(node, x.shape(), slope).equals(x.shape())) {
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
