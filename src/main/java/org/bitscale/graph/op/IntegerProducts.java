package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;

import java.util.Arrays;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.TensorType;

/**
 * Products of 8-bit integers with 32-bit sums, as dynamic quantization writes them. The sums are computed in float64,
 * where they are exact.
 */
final class IntegerProducts {

    private IntegerProducts() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new MatMulInteger(), new ConvInteger());
    }

    /** Matrix product of a − a_zero and b − b_zero (MatMulInteger-10). */
    private static final class MatMulInteger implements Operator {
        @Override
        public String type() {
            return "MatMulInteger";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            Shape product = new Products.MatMul().infer(node, facts).get(0).shape();
            return List.of(new TensorType(DataType.INT32, product));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String a = text.in(0);
            String b = text.in(1);
            if (node.hasInput(2)) {
                Shape zero = text.facts().shape(node, 2);
                boolean rows = zero.rank() == 1 && !zero.equals(Shape.of(1));
                a = call("sub", a, rows ? call("unsqueeze", text.in(2), "-1") : text.in(2));
            }
            if (node.hasInput(3)) {
                b = call("sub", b, text.in(3));
            }
            return List.of(narrow(call("matmul", wide(a), wide(b)), text));
        }

        @Override
        public long macs(Node node, Facts facts) {
            return new Products.MatMul().macs(node, facts);
        }
    }

    /** Convolution of x − x_zero and w − w_zero; what is padded is real 0 (ConvInteger-10). */
    private static final class ConvInteger implements Operator {
        @Override
        public String type() {
            return "ConvInteger";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            Node plain = new Products.Conv()
                    .canonical(withoutZeros(node), opset, canon)
                    .get(0);
            return List.of(node.withAttributes(plain.attributes()));
        }

        private static Node withoutZeros(Node node) {
            return node.withInputs(node.inputs().stream().limit(2).toList());
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            if (node.hasInput(3) && facts.shape(node, 3).rank() > 1) {
                throw new BadInputException("%s: expected one zero point of the weights, or one a channel, but came %s"
                        .formatted(node.describe(), facts.shape(node, 3)));
            }
            Shape product =
                    new Products.Conv().infer(withoutZeros(node), facts).get(0).shape();
            return List.of(new TensorType(DataType.INT32, product));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Facts facts = text.facts();
            Shape weights = facts.shape(node, 1);
            long[] kernel = Arrays.copyOfRange(weights.sizes(), 2, weights.rank());
            Window window = Window.of(node, kernel);
            String x = node.hasInput(2) ? call("sub", text.in(0), text.in(2)) : text.in(0);
            String w = text.in(1);
            if (node.hasInput(3)) {
                long[] sizes = new long[weights.rank()];
                Arrays.fill(sizes, 1);
                sizes[0] = -1;
                w = call("sub", w, call("reshape", text.in(3), list(sizes)));
            }
            return List.of(narrow(
                    call(
                            "conv" + kernel.length + "d",
                            window.padded(wide(x), 0),
                            wide(w),
                            "None",
                            list(window.strides()),
                            window.noPadding(),
                            list(window.dilations()),
                            Long.toString(node.attributes().integer("group", 1))),
                    text));
        }

        @Override
        public long macs(Node node, Facts facts) {
            return new Products.Conv().macs(withoutZeros(node), facts);
        }
    }

    private static String wide(String x) {
        return call("to", x, "7");
    }

    private static String narrow(String x, TorchText text) {
        return call("type_as", x, text.in(0));
    }
}
