package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.real;

import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Normalizations of each example by itself, over its channels taken one by one or in groups. */
final class GroupNormalizations {

    private GroupNormalizations() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new InstanceNormalization(), new GroupNormalization());
    }

    private static void checkParameters(Node node, Facts facts) {
        Shape x = facts.shape(node, 0);
        if (x.rank() < 3) {
            throw new BadInputException(node.describe() + ": expected an input N×C×…, but came " + x);
        }
        for (int i = 1; i <= 2; i++) {
            Shape parameter = facts.shape(node, i);
            if (parameter.rank() != 1 || x.dim(1).isKnown() && !parameter.dim(0).equals(x.dim(1))) {
                throw new BadInputException("%s: expected one parameter a channel of %s, but came %s"
                        .formatted(node.describe(), x, parameter));
            }
        }
    }

    /** (x − mean)/√(variance + ε)·scale + bias over the positions of each channel (InstanceNormalization-6). */
    private static final class InstanceNormalization implements Operator {
        @Override
        public String type() {
            return "InstanceNormalization";
        }

        @Override
        public List<Parameter> parameters(Node node) {
            return Parameter.SCALE_AND_BIAS;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            checkParameters(node, facts);
            return List.of(facts.type(node, 0));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call(
                    "instance_norm",
                    text.in(0),
                    text.in(1),
                    text.in(2),
                    "None",
                    "None",
                    "True",
                    "0.",
                    real(node.attributes().real("epsilon", 1e-5f)),
                    "False"));
        }
    }

    /**
     * The same over groups of channels (GroupNormalization-21, one scale a channel; in opset 18 to 20 one a group, which
     * is written out).
     */
    private static final class GroupNormalization implements Operator {
        @Override
        public String type() {
            return "GroupNormalization";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            Shape shape = canon.facts().shape(node, 0);
            if (opset >= 21 || shape.rank() < 2) {
                return List.of(node);
            }
            long channels = Facts.size(node, shape, 1);
            Node result = node;
            for (int i = 1; i <= 2; i++) {
                int index = i;
                Tensor groups = canon.facts()
                        .constant(node, i)
                        .orElseThrow(() -> new BadInputException(
                                "%s: its input %d must be constant before opset 21".formatted(node.describe(), index)));
                result = result.withInput(i, canon.constant(node.input(i), everyChannel(node, groups, channels)));
            }
            return List.of(result);
        }

        private static Tensor everyChannel(Node node, Tensor groups, long channels) {
            float[] from = groups.floats();
            if (from.length == 0 || channels % from.length != 0) {
                throw new BadInputException("%s: %d values a group do not fit %d channels"
                        .formatted(node.describe(), from.length, channels));
            }
            float[] to = new float[Math.toIntExact(channels)];
            for (int c = 0; c < to.length; c++) {
                to[c] = from[c / (to.length / from.length)];
            }
            return Tensor.ofFloats(to, to.length);
        }

        @Override
        public List<Parameter> parameters(Node node) {
            return Parameter.SCALE_AND_BIAS;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            checkParameters(node, facts);
            Dim channels = facts.shape(node, 0).dim(1);
            long groups = groups(node);
            if (groups < 1 || channels.isKnown() && channels.size() % groups != 0) {
                throw new BadInputException("%s: %d groups do not divide the channels of %s"
                        .formatted(node.describe(), groups, facts.shape(node, 0)));
            }
            return List.of(facts.type(node, 0));
        }

        private static long groups(Node node) {
            return node.attributes().integer("num_groups", 0);
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call(
                    "group_norm",
                    text.in(0),
                    Long.toString(groups(node)),
                    text.in(1),
                    text.in(2),
                    real(node.attributes().real("epsilon", 1e-5f)),
                    "False"));
        }
    }
}
