package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;
import static org.bitscale.graph.op.TorchText.real;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bitscale.BadInputException;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** The operator that frames a tensor. */
final class Padding {

    private Padding() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new Pad());
    }

    /**
     * Adds a border of one value, of the outermost values (mode edge) or mirrored (mode reflect); negative pads cut (Pad-18;
     * before opset 11 pads and value were attributes).
     */
    static final class Pad implements Operator {
        private static final List<String> MODES = List.of("constant", "edge", "reflect");

        @Override
        public String type() {
            return "Pad";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            if (!MODES.contains(mode(node))) {
                throw new BadInputException("%s: mode '%s' is not supported; expected one of %s"
                        .formatted(node.describe(), mode(node), MODES));
            }
            if (opset >= 11) {
                return List.of(node);
            }
            long[] pads = node.attributes()
                    .integers("pads")
                    .orElseThrow(() -> new BadInputException(node.describe() + " lacks its attribute pads"));
            Tensor value = Tensor.ofFloats(new float[] {node.attributes().real("value", 0)});
            return List.of(node.withInput(1, canon.constant(node.name() + "_pads", Tensor.ofLongVector(pads)))
                    .withInput(2, canon.constant(node.name() + "_value", value))
                    .withAttributes(node.attributes().without("pads", "value")));
        }

        private static String mode(Node node) {
            return node.attributes().text("mode", "constant");
        }

        /** Padding before and after each axis: begins, then ends. */
        private static long[] pads(Node node, Facts facts) {
            int rank = facts.shape(node, 0).rank();
            long[] given = facts.integers(node, 1, "pads");
            long[] axes = node.hasInput(3)
                    ? facts.integers(node, 3, "axes")
                    : LongStream.range(0, rank).toArray();
            if (given.length != 2 * axes.length) {
                throw new BadInputException(
                        "%s: expected %d pads, but came %d".formatted(node.describe(), 2 * axes.length, given.length));
            }
            long[] pads = new long[2 * rank];
            for (int i = 0; i < axes.length; i++) {
                int axis = Facts.axis(node, axes[i], rank);
                pads[axis] = given[i];
                pads[rank + axis] = given[axes.length + i];
            }
            return pads;
        }

        private static float value(Node node, Facts facts) {
            return node.hasInput(2)
                    ? facts.constant(node, 2)
                            .filter(v -> v.elements() == 1)
                            .map(v -> v.floats()[0])
                            .orElseThrow(() ->
                                    new BadInputException(node.describe() + ": its value must be one constant number"))
                    : 0;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            long[] pads = pads(node, facts);
            value(node, facts);
            int rank = x.shape().rank();
            List<Dim> dims = new ArrayList<>();
            for (int i = 0; i < rank; i++) {
                long more = Math.addExact(pads[i], pads[rank + i]);
                Dim dim = x.shape().dim(i);
                if (more != 0 && !dim.isKnown() || dim.isKnown() && dim.size() + more < 0) {
                    throw new BadInputException(
                            "%s: cannot pad axis %d of %s by %d".formatted(node.describe(), i, x.shape(), more));
                }
                long furthest = Math.max(pads[i], pads[rank + i]);
                boolean possible =
                        switch (mode(node)) {
                            case "constant" -> true;
                            case "edge" -> furthest <= 0 || dim.isKnown() && dim.size() >= 1;
                            default -> furthest <= 0 || dim.isKnown() && dim.size() > furthest;
                        };
                if (!possible || !mode(node).equals("constant") && Math.min(pads[i], pads[rank + i]) < 0) {
                    throw new BadInputException("%s: cannot pad axis %d of %s by %d and %d in mode %s"
                            .formatted(node.describe(), i, x.shape(), pads[i], pads[rank + i], mode(node)));
                }
                dims.add(more == 0 ? dim : Dim.of(Math.addExact(dim.size(), more)));
            }
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            long[] pads = pads(node, text.facts());
            int rank = pads.length / 2;
            if (!mode(node).equals("constant")) {
                String result = text.in(0);
                for (int i = 0; i < rank; i++) {
                    if (pads[i] != 0 || pads[rank + i] != 0) {
                        long size = text.facts().shape(node, 0).dim(i).size();
                        result = call(
                                "cat",
                                "[" + border(node, result, i, 0, pads[i], size)
                                        + ", " + result
                                        + ", " + border(node, result, i, size - 1, pads[rank + i], size) + "]",
                                Integer.toString(i));
                    }
                }
                return List.of(result);
            }
            long[] torch = new long[2 * rank];
            for (int i = 0; i < rank; i++) {
                torch[2 * (rank - 1 - i)] = pads[i];
                torch[2 * (rank - 1 - i) + 1] = pads[rank + i];
            }
            return List.of(call("constant_pad_nd", text.in(0), list(torch), real(value(node, text.facts()))));
        }

        /** What is put before (beside position 0) or after (beside the last position). */
        private static String border(Node node, String x, int axis, long beside, long width, long size) {
            if (mode(node).equals("edge")) {
                return call(
                        "repeat_interleave",
                        slice(x, axis, beside, beside + 1),
                        Long.toString(width),
                        Integer.toString(axis));
            }
            long from = beside == 0 ? 1 : size - 1 - width;
            return call("flip", slice(x, axis, from, from + width), list(axis));
        }

        private static String slice(String x, int axis, long from, long to) {
            return call("slice", x, Integer.toString(axis), Long.toString(from), Long.toString(to), "1");
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            boolean zero = !mode(node).equals("constant")
                    || !node.hasInput(2)
                    || facts.constant(node, 2)
                            .filter(v -> v.elements() == 1 && v.floats()[0] == 0)
                            .isPresent();
            return zero ? QuantizationRole.PASSING : QuantizationRole.FLOAT;
        }
    }
}
