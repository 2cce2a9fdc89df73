package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that multiply with weights. */
final class Products {

    private Products() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new Conv(), new TransposedConvolution(), new Gemm(), new MatMul());
    }

    /** Convolution over 1 to 3 axes: x[N, C, …], weights [M, C/group, k…], bias [M] (Conv-11). */
    static final class Conv implements Operator {
        @Override
        public String type() {
            return "Conv";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            long[] kernel = kernel(node, canon.facts());
            long[] named = node.attributes().integers("kernel_shape").orElse(kernel);
            if (!Arrays.equals(named, kernel)) {
                throw new BadInputException("%s: its kernel_shape %s does not fit its weights %s"
                        .formatted(
                                node.describe(),
                                Arrays.toString(named),
                                canon.facts().shape(node, 1)));
            }
            Node padded = Window.explicitPads(node, canon.facts().shape(node, 0), kernel);
            return List.of(padded.withAttributes(padded.attributes().without("kernel_shape")));
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

        @Override
        public List<Parameter> parameters(Node node) {
            return Parameter.WEIGHT_AND_BIAS;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            Shape weights = facts.shape(node, 1);
            Window window = Window.of(node, kernel(node, facts));
            long group = node.attributes().integer("group", 1);
            Dim channels = x.shape().dim(1);
            if (group < 1 || weights.dim(0).size() % group != 0) {
                throw new BadInputException("%s: %d groups do not divide its %s output channels"
                        .formatted(node.describe(), group, weights.dim(0)));
            }
            if (node.hasInput(2) && !facts.shape(node, 2).equals(new Shape(List.of(weights.dim(0))))) {
                throw new BadInputException("%s: expected a bias of %s values, but came %s"
                        .formatted(node.describe(), weights.dim(0), facts.shape(node, 2)));
            }
            if (channels.isKnown() && channels.size() != weights.dim(1).size() * group) {
                throw new BadInputException("%s: its weights want %d input channels, but its input is %s"
                        .formatted(node.describe(), weights.dim(1).size() * group, x.shape()));
            }
            List<Dim> dims = new ArrayList<>(List.of(x.shape().dim(0), weights.dim(0)));
            dims.addAll(window.output(node, x.shape()));
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Window window = Window.of(node, kernel(node, text.facts()));
            boolean symmetric = Arrays.equals(window.begins(), window.ends());
            return List.of(call(
                    "conv" + window.kernel().length + "d",
                    symmetric ? text.in(0) : window.padded(text.in(0), 0),
                    text.in(1),
                    text.optional(2),
                    list(window.strides()),
                    symmetric ? window.padding() : window.noPadding(),
                    list(window.dilations()),
                    Long.toString(node.attributes().integer("group", 1))));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return facts.constant(node, 1).isPresent() ? QuantizationRole.WEIGHTED : QuantizationRole.FLOAT;
        }

        @Override
        public long macs(Node node, Facts facts) {
            Shape output = facts.type(node.output()).shape();
            long positions = output.dims().stream()
                    .skip(2)
                    .mapToLong(d -> d.isKnown() ? d.size() : 1)
                    .reduce(1, (a, b) -> a * b);
            return positions * facts.shape(node, 1).elements().map(Dim::factor).orElse(0L);
        }
    }

    /** Fully connected layer. Canonical form: constant weights [out, in] with transB = 1, alpha = beta = 1 (Gemm-13). */
    static final class Gemm implements Operator {
        @Override
        public String type() {
            return "Gemm";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            Facts facts = canon.facts();
            boolean plain = node.attributes().integer("transA", 0) == 0
                    && facts.constant(node, 1).filter(w -> w.rank() == 2).isPresent()
                    && (!node.hasInput(2) || hasOneBiasPerOutput(node, facts));
            if (!plain) {
                return List.of(node);
            }
            Tensor weights = facts.constant(node, 1).orElseThrow();
            float alpha = node.attributes().real("alpha", 1);
            float beta = node.attributes().real("beta", 1);
            Node result = node;
            if (node.attributes().integer("transB", 0) == 0 || alpha != 1) {
                float[] values = weights.floats();
                int rows = weights.size(0);
                int columns = weights.size(1);
                boolean transpose = node.attributes().integer("transB", 0) == 0;
                float[] changed = new float[values.length];
                for (int r = 0; r < rows; r++) {
                    for (int c = 0; c < columns; c++) {
                        int to = transpose ? c * rows + r : r * columns + c;
                        changed[to] = alpha * values[r * columns + c];
                    }
                }
                Tensor prepared =
                        transpose ? Tensor.ofFloats(changed, columns, rows) : Tensor.ofFloats(changed, rows, columns);
                result = result.withInput(1, canon.constant(node.input(1), prepared));
            }
            if (node.hasInput(2)) {
                Tensor bias = facts.constant(node, 2).orElseThrow();
                int out = outputs(node, weights);
                if (beta != 1 || bias.rank() != 1 || bias.elements() != out) {
                    float[] from = bias.floats();
                    float[] to = new float[out];
                    for (int i = 0; i < out; i++) {
                        to[i] = beta * from[from.length == 1 ? 0 : i];
                    }
                    result = result.withInput(2, canon.constant(node.input(2), Tensor.ofFloats(to, out)));
                }
            }
            return List.of(result.withAttributes(Attributes.of("transB", 1)));
        }

        private static int outputs(Node node, Tensor weights) {
            return weights.size(node.attributes().integer("transB", 0) == 0 ? 1 : 0);
        }

        /** Whether the bias is constant and the same for every row. */
        private static boolean hasOneBiasPerOutput(Node node, Facts facts) {
            int out = outputs(node, facts.constant(node, 1).orElseThrow());
            return facts.constant(node, 2)
                    .filter(bias -> bias.elements() == 1 || bias.elements() == out && bias.size(bias.rank() - 1) == out)
                    .isPresent();
        }

        @Override
        public List<Parameter> parameters(Node node) {
            return Parameter.WEIGHT_AND_BIAS;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType a = facts.type(node, 0);
            Shape b = facts.shape(node, 1);
            if (a.shape().rank() != 2 || b.rank() != 2) {
                throw new BadInputException(
                        "%s: expected two matrices, but came %s and %s".formatted(node.describe(), a.shape(), b));
            }
            boolean transA = node.attributes().integer("transA", 0) != 0;
            boolean transB = node.attributes().integer("transB", 0) != 0;
            Dim inner = a.shape().dim(transA ? 0 : 1);
            Dim expected = b.dim(transB ? 1 : 0);
            if (inner.isKnown() && expected.isKnown() && !inner.equals(expected)) {
                throw new BadInputException("%s: its weights want %s inputs, but its input is %s"
                        .formatted(node.describe(), expected, a.shape()));
            }
            Shape product = new Shape(List.of(a.shape().dim(transA ? 1 : 0), b.dim(transB ? 0 : 1)));
            if (node.hasInput(2)
                    && !Elementwise.broadcast(node, product, facts.shape(node, 2))
                            .equals(product)) {
                throw new BadInputException("%s: its bias %s does not fit its output %s"
                        .formatted(node.describe(), facts.shape(node, 2), product));
            }
            return List.of(new TensorType(a.type(), product));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Attributes attributes = node.attributes();
            if (isCanonical(node)) {
                return List.of(call("linear", text.in(0), text.in(1), text.optional(2)));
            }
            String a = attributes.integer("transA", 0) == 0 ? text.in(0) : call("t", text.in(0));
            String b = attributes.integer("transB", 0) == 0 ? text.in(1) : call("t", text.in(1));
            String product = call("mul", call("matmul", a, b), TorchText.real(attributes.real("alpha", 1)));
            return List.of(
                    node.hasInput(2)
                            ? call("add", product, call("mul", text.in(2), TorchText.real(attributes.real("beta", 1))))
                            : product);
        }

        private static boolean isCanonical(Node node) {
            Attributes attributes = node.attributes();
            return attributes.integer("transA", 0) == 0
                    && attributes.integer("transB", 0) == 1
                    && attributes.real("alpha", 1) == 1
                    && attributes.real("beta", 1) == 1;
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return isCanonical(node) && facts.constant(node, 1).isPresent()
                    ? QuantizationRole.WEIGHTED
                    : QuantizationRole.FLOAT;
        }

        @Override
        public long macs(Node node, Facts facts) {
            return facts.shape(node, 1).elements().map(Dim::factor).orElse(0L);
        }
    }

    /** Matrix product with broadcasting over leading axes (MatMul-13). */
    static final class MatMul implements Operator {
        @Override
        public String type() {
            return "MatMul";
        }

        @Override
        public List<Parameter> parameters(Node node) {
            return List.of(new Parameter(0, true), new Parameter(1, true));
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType a = facts.type(node, 0);
            Shape left = a.shape();
            Shape right = facts.shape(node, 1);
            if (left.rank() == 0 || right.rank() == 0) {
                throw new BadInputException(node.describe() + ": expected matrices, but came a scalar");
            }
            Dim inner = left.dim(-1);
            Dim expected = right.dim(right.rank() == 1 ? 0 : -2);
            if (inner.isKnown() && expected.isKnown() && !inner.equals(expected)) {
                throw new BadInputException("%s: cannot multiply %s with %s".formatted(node.describe(), left, right));
            }
            Shape leftBatch = new Shape(left.dims().subList(0, Math.max(0, left.rank() - 2)));
            Shape rightBatch = new Shape(right.dims().subList(0, Math.max(0, right.rank() - 2)));
            List<Dim> dims = new ArrayList<>(
                    Elementwise.broadcast(node, leftBatch, rightBatch).dims());
            if (left.rank() > 1) {
                dims.add(left.dim(-2));
            }
            if (right.rank() > 1) {
                dims.add(right.dim(-1));
            }
            return List.of(new TensorType(a.type(), new Shape(dims)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call("matmul", text.in(0), text.in(1)));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return facts.constant(node, 1).filter(w -> w.rank() == 2).isPresent()
                    ? QuantizationRole.WEIGHTED
                    : QuantizationRole.FLOAT;
        }

        @Override
        public long macs(Node node, Facts facts) {
            Shape output = facts.type(node.output()).shape();
            long rows = output.dims().stream()
                    .skip(1)
                    .limit(Math.max(0, output.rank() - 2))
                    .mapToLong(d -> d.isKnown() ? d.size() : 1)
                    .reduce(1, (a, b) -> a * b);
            return rows * facts.shape(node, 1).elements().map(Dim::factor).orElse(0L);
        }
    }
}
