package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;
import static org.bitscale.graph.op.TorchText.real;

import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Normalizations and softmax. */
final class Normalizations {

    private Normalizations() {}

    /** (x − mean)/√(variance + ε)·scale + bias, one each a channel, with stored statistics (BatchNormalization-15). */
    static final class BatchNormalization implements Operator {
        @Override
        public String type() {
            return "BatchNormalization";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            if (node.attributes().integer("spatial", 1) == 0) {
                throw new BadInputException(node.describe() + ": spatial = 0 is not supported");
            }
            // Files in training form give the running statistics too; nobody reads them at inference.
            Attributes attributes = Attributes.of("epsilon", node.attributes().real("epsilon", 1e-5f));
            return List.of(Node.of(node.name(), type(), node.inputs(), node.output(), attributes));
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            if (x.shape().rank() < 2) {
                throw new BadInputException(node.describe() + ": expected an input N×C…, but came " + x.shape());
            }
            for (int i = 1; i <= 4; i++) {
                Shape parameter = facts.shape(node, i);
                if (parameter.rank() != 1
                        || x.shape().dim(1).isKnown()
                                && !parameter.dim(0).equals(x.shape().dim(1))) {
                    throw new BadInputException("%s: expected one parameter a channel of %s, but came %s"
                            .formatted(node.describe(), x.shape(), parameter));
                }
            }
            return List.of(x);
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call(
                    "batch_norm",
                    text.in(0),
                    text.in(1),
                    text.in(2),
                    text.in(3),
                    text.in(4),
                    "False",
                    "0.",
                    real(node.attributes().real("epsilon", 1e-5f)),
                    "False"));
        }
    }

    /** Local response normalization across channels (LRN-13). */
    static final class Lrn implements Operator {
        @Override
        public String type() {
            return "LRN";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            if (x.shape().rank() != 4 || node.attributes().integer("size", 1) < 1) {
                throw new BadInputException("%s: expected an input N×C×H×W and a size of at least 1, but came %s and %d"
                        .formatted(node.describe(), x.shape(), node.attributes().integer("size", 1)));
            }
            return List.of(x);
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Attributes attributes = node.attributes();
            long size = attributes.integer("size", 1);
            long before = (size - 1) / 2;
            String squares = call("unsqueeze", call("mul", text.in(0), text.in(0)), "1");
            String padded = call("constant_pad_nd", squares, list(0, 0, 0, 0, before, size - 1 - before), "0.");
            String mean =
                    call("avg_pool3d", padded, list(size, 1, 1), list(1, 1, 1), list(0, 0, 0), "False", "True", "None");
            String base = call(
                    "add",
                    call("mul", call("squeeze", mean, "1"), real(attributes.real("alpha", 1e-4f))),
                    real(attributes.real("bias", 1)));
            return List.of(call("div", text.in(0), call("pow", base, real(attributes.real("beta", 0.75f)))));
        }
    }

    /** Softmax or its logarithm over one axis (Softmax-13); before opset 13 over all axes from one on. */
    static final class Softmax implements Operator {
        private final String type;
        private final String function;

        Softmax(String type, String function) {
            this.type = type;
            this.function = function;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            if (opset >= 13) {
                return List.of(node);
            }
            Shape shape = canon.facts().shape(node, 0);
            int axis = Facts.axis(node, node.attributes().integer("axis", 1), shape.rank());
            boolean oneAxis = shape.dims().stream().skip(axis + 1L).allMatch(Dim.of(1)::equals);
            if (oneAxis) {
                return List.of(node.withAttributes(Attributes.of("axis", axis)));
            }
            String flat = canon.name(node.output() + "_flat");
            String soft = canon.name(node.output() + "_soft");
            String back = canon.constant(
                    node.name() + "_shape",
                    Tensor.ofLongVector(shape.dims().stream()
                            .mapToLong(d -> d.isKnown() ? d.size() : -1)
                            .toArray()));
            return List.of(
                    Node.of(
                            node.name() + "_flatten",
                            "Flatten",
                            List.of(node.input(0)),
                            flat,
                            Attributes.of("axis", axis)),
                    Node.of(node.name(), type, List.of(flat), soft, Attributes.of("axis", 1)),
                    Node.of(node.name() + "_reshape", "Reshape", List.of(soft, back), node.output()));
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            Facts.axis(node, node.attributes().integer("axis", -1), x.shape().rank());
            return List.of(x);
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            int rank = text.facts().shape(node, 0).rank();
            long axis = Facts.axis(node, node.attributes().integer("axis", -1), rank);
            return List.of(call(function, text.in(0), Long.toString(axis), "None"));
        }
    }

    /** (x − mean)/√(variance + ε)·scale + bias over the last axes (LayerNormalization-17). */
    static final class LayerNormalization implements Operator {
        @Override
        public String type() {
            return "LayerNormalization";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            Shape normalized = normalized(node, facts);
            for (int i = 1; i <= 2; i++) {
                if (node.hasInput(i)
                        && !Elementwise.broadcast(node, x.shape(), facts.shape(node, i))
                                .equals(x.shape())) {
                    throw new BadInputException("%s: scale and bias %s do not fit the normalized axes %s"
                            .formatted(node.describe(), facts.shape(node, i), normalized));
                }
            }
            return List.of(x);
        }

        /** The sizes of the axes that are normalized together. */
        private static Shape normalized(Node node, Facts facts) {
            Shape shape = facts.shape(node, 0);
            int axis = Facts.axis(node, node.attributes().integer("axis", -1), shape.rank());
            for (int i = axis; i < shape.rank(); i++) {
                Facts.size(node, shape, i);
            }
            return new Shape(shape.dims().subList(axis, shape.rank()));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Shape normalized = normalized(node, text.facts());
            boolean plain = text.facts().shape(node, 1).equals(normalized)
                    && (!node.hasInput(2) || text.facts().shape(node, 2).equals(normalized));
            String epsilon = real(node.attributes().real("epsilon", 1e-5f));
            String sizes = list(normalized.sizes());
            if (plain) {
                return List.of(call("layer_norm", text.in(0), sizes, text.in(1), text.optional(2), epsilon, "False"));
            }
            String scaled =
                    call("mul", call("layer_norm", text.in(0), sizes, "None", "None", epsilon, "False"), text.in(1));
            return List.of(node.hasInput(2) ? call("add", scaled, text.in(2)) : scaled);
        }
    }
}
