package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that repeat values. */
final class Repeating {

    private Repeating() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new Expand(), new Tile());
    }

    /** Broadcasts to a shape (Expand-13). */
    private static final class Expand implements Operator {
        @Override
        public String type() {
            return "Expand";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            List<Dim> wanted = facts.sizes(node, 1)
                    .orElseThrow(
                            () -> new BadInputException("%s: its shape comes from tensor '%s', which depends on the "
                                            .formatted(node.describe(), node.input(1))
                                    + "data; it must be constant"));
            if (wanted.contains(Dim.REST)) {
                // −1 is no size in ONNX, but exporters write it for "as it is".
                wanted = wanted.stream()
                        .map(d -> d.equals(Dim.REST) ? Dim.of(1) : d)
                        .toList();
            }
            TensorType x = facts.type(node, 0);
            return List.of(new TensorType(x.type(), Elementwise.broadcast(node, x.shape(), new Shape(wanted))));
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            long[] sizes = output.shape().sizes();
            return Optional.of(Folding.pick(
                    inputs.get(0), Folding.broadcastIndices(inputs.get(0).sizes(), sizes), sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Shape from = text.facts().shape(node, 0);
            Shape to = infer(node, text.facts()).get(0).shape();
            List<String> sizes = new ArrayList<>();
            for (int i = 0; i < to.rank(); i++) {
                int own = i - (to.rank() - from.rank());
                boolean kept = own >= 0 && from.dim(own).equals(to.dim(i));
                sizes.add(kept ? "-1" : text.size(to.dim(i)));
            }
            return List.of(call("expand", text.in(0), "[" + String.join(", ", sizes) + "]"));
        }
    }

    /** Repeats along each axis a constant number of times (Tile-13). */
    private static final class Tile implements Operator {
        @Override
        public String type() {
            return "Tile";
        }

        private static long[] repeats(Node node, Facts facts) {
            long[] repeats = facts.integers(node, 1, "repeats");
            if (repeats.length != facts.shape(node, 0).rank()) {
                throw new BadInputException("%s: %d repeats do not fit an input of %s"
                        .formatted(node.describe(), repeats.length, facts.shape(node, 0)));
            }
            for (long repeat : repeats) {
                if (repeat < 0) {
                    throw new BadInputException(node.describe() + ": a repeat of " + repeat + " is not possible");
                }
            }
            return repeats;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            long[] repeats = repeats(node, facts);
            List<Dim> dims = new ArrayList<>();
            for (int i = 0; i < repeats.length; i++) {
                int axis = i;
                dims.add(x.shape()
                        .dim(i)
                        .times(Dim.of(repeats[i]))
                        .orElseThrow(() -> new BadInputException(
                                "%s: cannot repeat axis %d of %s".formatted(node.describe(), axis, x.shape()))));
            }
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            Tensor x = inputs.get(0);
            long[] sizes = output.shape().sizes();
            long[] strides = Folding.strides(x.sizes());
            int[] indices = new int[Folding.elements(sizes, Folding.LARGEST)];
            for (int i = 0; i < indices.length; i++) {
                long rest = i;
                long index = 0;
                for (int axis = sizes.length - 1; axis >= 0; axis--) {
                    index += rest % sizes[axis] % x.sizes()[axis] * strides[axis];
                    rest /= sizes[axis];
                }
                indices[i] = (int) index;
            }
            return Optional.of(Folding.pick(x, indices, sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call("repeat", text.in(0), list(repeats(node, text.facts()))));
        }
    }
}
