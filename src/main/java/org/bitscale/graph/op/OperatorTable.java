package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.real;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.graph.Node;

/** The operators that Bitscale knows. */
public final class OperatorTable {

    private final Map<String, Operator> operators;

    /** A table of these operators. */
    private OperatorTable(List<Operator> operators) {
        this.operators =
                operators.stream().collect(Collectors.toMap(Operator::type, o -> o, (a, b) -> a, TreeMap::new));
    }

    /** The table of all operators. */
    public static OperatorTable standard() {
        return new OperatorTable(List.of(
                new Products.Conv(),
                new Products.Gemm(),
                new Products.MatMul(),
                new Elementwise.Binary("Add", "add", (a, b) -> a + b, (a, b) -> a + b, QuantizationRole.ARITHMETIC),
                new Elementwise.Binary("Sub", "sub", (a, b) -> a - b, (a, b) -> a - b, QuantizationRole.FLOAT),
                new Elementwise.Binary("Mul", "mul", (a, b) -> a * b, (a, b) -> a * b, QuantizationRole.ARITHMETIC),
                new Elementwise.Binary("Div", "div", (a, b) -> a / b, (a, b) -> a / b, QuantizationRole.FLOAT),
                new Elementwise.Sum(),
                new Elementwise.Unary(
                        "Relu", (x, a) -> call("relu", x), v -> Math.max(0, v), QuantizationRole.ACTIVATION),
                new Elementwise.Clip(),
                new Elementwise.PRelu(),
                new Elementwise.Unary("Sigmoid", "sigmoid", v -> 1 / (1 + Math.exp(-v))),
                new Elementwise.Unary("Tanh", "tanh", Math::tanh),
                new Elementwise.Unary("Exp", "exp", Math::exp),
                new Elementwise.Unary("Log", "log", Math::log),
                new Elementwise.Unary("Sqrt", "sqrt", Math::sqrt),
                new Elementwise.Unary("Abs", "abs", Math::abs),
                new Elementwise.Unary("Neg", "neg", v -> -v),
                new Elementwise.Unary("Erf", "erf", null),
                new Elementwise.Unary("Reciprocal", "reciprocal", v -> 1 / v),
                new Elementwise.Unary(
                        "LeakyRelu",
                        (x, a) -> call("leaky_relu", x, real(a.real("alpha", 0.01f))),
                        null,
                        QuantizationRole.FLOAT),
                new Elementwise.Unary(
                        "Elu", (x, a) -> call("elu", x, real(a.real("alpha", 1))), null, QuantizationRole.FLOAT),
                new Elementwise.Unary(
                        "HardSigmoid",
                        (x, a) -> call(
                                "clamp",
                                call("add", call("mul", x, real(a.real("alpha", 0.2f))), real(a.real("beta", 0.5f))),
                                "0.",
                                "1."),
                        null,
                        QuantizationRole.FLOAT),
                new Elementwise.Unary("HardSwish", "hardswish", null),
                new Elementwise.Unary(
                        "Gelu",
                        (x, a) -> call("gelu", x, "approximate=\"" + a.text("approximate", "none") + "\""),
                        null,
                        QuantizationRole.FLOAT),
                new Pooling.MaxPool(),
                new Pooling.AveragePool(),
                new Pooling.Global(true),
                new Pooling.Global(false),
                new Pooling.ReduceMean(),
                new Normalizations.BatchNormalization(),
                new Normalizations.LayerNormalization(),
                new Normalizations.Lrn(),
                new Normalizations.Softmax("Softmax", "softmax"),
                new Normalizations.Softmax("LogSoftmax", "log_softmax"),
                new Quantizers.QuantizeLinear(),
                new Quantizers.DequantizeLinear(),
                new Shaping.Identity("Identity"),
                new Shaping.Identity("Dropout"),
                new Constants.Constant(),
                new Constants.ConstantOfShape(),
                new Constants.ShapeOf(),
                new Constants.Cast(),
                new Shaping.Reshape(),
                new Shaping.Flatten(),
                new Shaping.Unsqueeze(),
                new Shaping.Squeeze(),
                new Joining.Concat(),
                new Shaping.Transpose(),
                new Selecting.Slice(),
                new Selecting.Gather(),
                new Padding.Pad(),
                new Joining.Split()));
    }

    /**
     * The operator of a node.
     *
     * @throws BadInputException if it is not supported; names node, operator, domain
     */
    public Operator of(Node node) {
        Operator operator = node.domain().isEmpty() ? operators.get(node.operator()) : null;
        if (operator == null) {
            throw new BadInputException("Operator '%s' of domain '%s' (node '%s') is not supported"
                    .formatted(node.operator(), node.domain().isEmpty() ? "ai.onnx" : node.domain(), node.name()));
        }
        return operator;
    }

    /** Whether the operator of a node is supported. */
    public boolean knows(Node node) {
        return node.domain().isEmpty() && operators.containsKey(node.operator());
    }

    /** The names of all operators, sorted. */
    public List<String> types() {
        return List.copyOf(operators.keySet());
    }
}
