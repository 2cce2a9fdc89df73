package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;
import static org.bitscale.graph.op.TorchText.real;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
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

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(
                new BatchNormalization(),
                new LayerNormalization(),
                new Lrn(),
                new Softmax("Softmax", "softmax"),
                new Softmax("LogSoftmax", "log_softmax"));
    }

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
            Attributes attributes = Attributes.of("epsilon", node.attributes().real("epsilon", 1e-5f));
            if (isTraining(node)) {
                attributes = attributes
                        .with("training_mode", 1)
                        .with("momentum", node.attributes().real("momentum", 0.9f));
                return List.of(node.withAttributes(attributes));
            }
            // Older files name the running statistics as outputs too; nobody reads them at inference.
            return List.of(Node.of(node.name(), type(), node.inputs(), node.output(), attributes));
        }

        /** Whether the batch's own statistics are used and the running ones given back changed. */
        private static boolean isTraining(Node node) {
            return node.attributes().integer("training_mode", 0) != 0;
        }

        @Override
        public List<Parameter> parameters(Node node) {
            return Parameter.SCALE_AND_BIAS;
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
            return isTraining(node) ? List.of(x, facts.type(node, 3), facts.type(node, 4)) : List.of(x);
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            if (isTraining(node)) {
                return ofTheBatch(node, text);
            }
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

        private static List<String> ofTheBatch(Node node, TorchText text) {
            String x = text.in(0);
            String epsilon = real(node.attributes().real("epsilon", 1e-5f));
            float momentum = node.attributes().real("momentum", 0.9f);
            String axes = list(LongStream.range(0, text.facts().shape(node, 0).rank())
                    .filter(axis -> axis != 1)
                    .toArray());
            String mean = call("mean", x, axes, "False");
            String variance = call("var", x, axes, "False", "False");
            List<String> outputs = new ArrayList<>(List.of(
                    call("batch_norm", x, text.in(1), text.in(2), "None", "None", "True", "0.", epsilon, "False")));
            for (int i = 0; i < 2; i++) {
                outputs.add(call(
                        "add",
                        call("mul", text.in(3 + i), real(momentum)),
                        call("mul", i == 0 ? mean : variance, real(1 - momentum))));
            }
            return outputs;
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

    /** (x − mean)/√(variance + ε)·scale + bias over the last axes; mean and 1/√(variance + ε) where they are wanted (LayerNormalization-17). */
    static final class LayerNormalization implements Operator {
        @Override
        public String type() {
            return "LayerNormalization";
        }

        @Override
        public List<Parameter> parameters(Node node) {
            return Parameter.SCALE_AND_BIAS;
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
            List<Dim> dims = new ArrayList<>(x.shape().dims());
            for (int i = dims.size() - normalized.rank(); i < dims.size(); i++) {
                dims.set(i, Dim.of(1));
            }
            TensorType statistic = new TensorType(x.type(), new Shape(dims));
            return List.of(x, statistic, statistic);
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
            List<String> outputs = new ArrayList<>(List.of(result(node, text)));
            if (node.outputs().size() > 1) {
                int rank = text.facts().shape(node, 0).rank();
                int axis = Facts.axis(node, node.attributes().integer("axis", -1), rank);
                String axes = list(LongStream.range(axis, rank).toArray());
                String epsilon = real(node.attributes().real("epsilon", 1e-5f));
                outputs.add(call("mean", text.in(0), axes, "True"));
                outputs.add(call("rsqrt", call("add", call("var", text.in(0), axes, "False", "True"), epsilon)));
            }
            return outputs;
        }

        private static String result(Node node, TorchText text) {
            Shape normalized = normalized(node, text.facts());
            boolean plain = text.facts().shape(node, 1).equals(normalized)
                    && (!node.hasInput(2) || text.facts().shape(node, 2).equals(normalized));
            String epsilon = real(node.attributes().real("epsilon", 1e-5f));
            String sizes = list(normalized.sizes());
            if (plain) {
                return call("layer_norm", text.in(0), sizes, text.in(1), text.optional(2), epsilon, "False");
            }
            String scaled =
                    call("mul", call("layer_norm", text.in(0), sizes, "None", "None", epsilon, "False"), text.in(1));
            return node.hasInput(2) ? call("add", scaled, text.in(2)) : scaled;
        }
    }
}
