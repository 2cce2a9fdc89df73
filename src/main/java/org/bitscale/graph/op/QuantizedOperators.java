package org.bitscale.graph.op;

import java.util.ArrayList;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Node;

/**
 * Operators from integers to integers (QOperator format): ONNX's own, and those of ONNX Runtime's domain that its
 * quantizer writes. All become DequantizeLinear, the float operator and QuantizeLinear, which is what they mean and what
 * ONNX Runtime fuses again.
 */
final class QuantizedOperators {

    private static final String MICROSOFT = "com.microsoft";

    private QuantizedOperators() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(
                new Product("", "QLinearConv", "Conv", 8),
                new Product("", "QLinearMatMul", "MatMul", -1),
                new Product(MICROSOFT, "QLinearConv", "Conv", 8),
                new Pair("QLinearAdd", "Add"),
                new Pair("QLinearMul", "Mul"),
                new Single("QLinearGlobalAveragePool", "GlobalAveragePool"),
                new Single("QLinearAveragePool", "AveragePool"),
                new Single("QLinearLeakyRelu", "LeakyRelu"),
                new Single("QLinearSigmoid", "Sigmoid"),
                new Single("QLinearSoftmax", "Softmax"),
                new Concat(),
                new QGemm());
    }

    /** Collects the nodes that one quantized node is written as. */
    private static final class Writing {
        private final Node node;
        private final Canon canon;
        private final List<Node> nodes = new ArrayList<>();

        Writing(Node node, Canon canon) {
            this.node = node;
            this.canon = canon;
            if (node.attributes().integer("channels_last", 0) != 0) {
                throw new BadInputException(node.describe() + ": channels_last = 1 is not supported");
            }
        }

        /** The real values of the input at {@code value}, whose scale and zero point are the next two. */
        String real(int value, int scale, int axis) {
            List<String> inputs = new ArrayList<>(List.of(node.input(value), required(scale)));
            if (node.hasInput(scale + 1)) {
                inputs.add(node.input(scale + 1));
            }
            return add("DequantizeLinear", "input" + value, inputs, Attributes.of("axis", axis));
        }

        String real(int value) {
            return real(value, value + 1, 0);
        }

        /** The real bias of 32-bit integers in steps of input scale times weight scale. */
        String bias(int index, int inputScale, int weightScale) {
            String scale =
                    add("Mul", "bias_scale", List.of(required(inputScale), required(weightScale)), Attributes.NONE);
            return add("DequantizeLinear", "bias", List.of(node.input(index), scale), Attributes.of("axis", 0));
        }

        /** The float operator, which keeps the node's name; gives its result. */
        String operator(String type, List<String> inputs, Attributes attributes) {
            String output = canon.name(node.output() + "_real");
            nodes.add(Node.of(node.name(), type, inputs, output, attributes));
            return output;
        }

        /** Ends with the integers that the node makes. */
        List<Node> quantized(String real, int scale) {
            List<String> inputs = new ArrayList<>(List.of(real, required(scale)));
            if (node.hasInput(scale + 1)) {
                inputs.add(node.input(scale + 1));
            }
            nodes.add(Node.of(node.name() + "_quantize", "QuantizeLinear", inputs, node.output()));
            return nodes;
        }

        private String add(String type, String what, List<String> inputs, Attributes attributes) {
            String output = canon.name(node.output() + "_" + what);
            nodes.add(Node.of(node.name() + "_" + what, type, inputs, output, attributes));
            return output;
        }

        private String required(int index) {
            if (!node.hasInput(index)) {
                throw new BadInputException(node.describe() + " lacks its input " + index);
            }
            return node.input(index);
        }
    }

    /** a, its scale and zero point, b likewise, those of the result, and perhaps a bias. */
    private static final class Product extends Composite {
        private final String real;
        private final int bias;

        /** @param bias index of the bias, −1 if there is none */
        Product(String domain, String type, String real, int bias) {
            super(domain, type);
            this.real = real;
            this.bias = bias;
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            Writing writing = new Writing(node, canon);
            // Scales of convolution weights lie along the first axis, those of matrices along the last.
            int axis = real.equals("Conv") ? 0 : -1;
            List<String> inputs = new ArrayList<>(List.of(writing.real(0), writing.real(3, 4, axis)));
            if (bias >= 0 && node.hasInput(bias)) {
                inputs.add(writing.bias(bias, 1, 4));
            }
            return writing.quantized(writing.operator(real, inputs, node.attributes()), 6);
        }
    }

    /** Two inputs, each with scale and zero point, then those of the result. */
    private static final class Pair extends Composite {
        private final String real;

        Pair(String type, String real) {
            super(MICROSOFT, type);
            this.real = real;
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            Writing writing = new Writing(node, canon);
            List<String> inputs = List.of(writing.real(0), writing.real(3));
            return writing.quantized(writing.operator(real, inputs, Attributes.NONE), 6);
        }
    }

    /** One input with scale and zero point, then those of the result. */
    private static final class Single extends Composite {
        private final String real;

        Single(String type, String real) {
            super(MICROSOFT, type);
            this.real = real;
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            Writing writing = new Writing(node, canon);
            Attributes attributes = node.attributes().without("channels_last", "opset");
            return writing.quantized(writing.operator(real, List.of(writing.real(0)), attributes), 3);
        }
    }

    /** Scale and zero point of the result, then inputs with theirs. */
    private static final class Concat extends Composite {
        Concat() {
            super(MICROSOFT, "QLinearConcat");
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            Writing writing = new Writing(node, canon);
            List<String> inputs = new ArrayList<>();
            for (int i = 2; i < node.inputs().size(); i += 3) {
                inputs.add(writing.real(i));
            }
            return writing.quantized(writing.operator("Concat", inputs, node.attributes()), 0);
        }
    }

    /** a, b, bias, and the result's scale, without which the result stays real. */
    private static final class QGemm extends Composite {
        QGemm() {
            super(MICROSOFT, "QGemm");
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            Writing writing = new Writing(node, canon);
            int axis = node.attributes().integer("transB", 0) == 0 ? 1 : 0;
            List<String> inputs = new ArrayList<>(List.of(writing.real(0), writing.real(3, 4, axis)));
            if (node.hasInput(6)) {
                inputs.add(writing.bias(6, 1, 4));
            }
            if (node.hasInput(7)) {
                return writing.quantized(writing.operator("Gemm", inputs, node.attributes()), 7);
            }
            List<Node> nodes = new ArrayList<>(writing.nodes);
            nodes.add(Node.of(node.name(), "Gemm", inputs, node.output(), node.attributes()));
            return nodes;
        }
    }
}
