package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that put tensors together along an axis, or take them apart. */
final class Joining {

    private Joining() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new Concat(), new Split());
    }

    /** Puts tensors one after another along an axis. */
    static final class Concat implements Operator {
        @Override
        public String type() {
            return "Concat";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            Shape first = facts.shape(node, 0);
            int axis = Facts.axis(node, node.attributes().integer("axis", 1), first.rank());
            long sum = 0;
            String unknown = "";
            for (int i = 0; i < node.inputs().size(); i++) {
                Shape shape = facts.shape(node, i);
                if (shape.rank() != first.rank()) {
                    throw new BadInputException("%s: cannot join %s and %s".formatted(node.describe(), first, shape));
                }
                for (int d = 0; d < shape.rank(); d++) {
                    Dim a = first.dim(d);
                    Dim b = shape.dim(d);
                    if (d != axis && a.isKnown() && b.isKnown() && !a.equals(b)) {
                        throw new BadInputException("%s: cannot join %s and %s along axis %d"
                                .formatted(node.describe(), first, shape, axis));
                    }
                }
                if (shape.dim(axis).isKnown()) {
                    sum += shape.dim(axis).size();
                } else {
                    unknown = node.output() + "." + axis;
                }
            }
            List<Dim> dims = new ArrayList<>(first.dims());
            dims.set(axis, unknown.isEmpty() ? Dim.of(sum) : Dim.symbol(unknown));
            return List.of(new TensorType(facts.type(node, 0).type(), new Shape(dims)));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            List<Dim> all = new ArrayList<>();
            for (int i = 0; i < node.inputs().size(); i++) {
                Optional<List<Dim>> part = facts.sizes(node, i);
                if (part.isEmpty() || facts.shape(node, i).rank() > 1) {
                    return Optional.empty();
                }
                all.addAll(part.get());
            }
            return Optional.of(all);
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            long[] sizes = output.shape().sizes();
            int axis = Facts.axis(node, node.attributes().integer("axis", 1), sizes.length);
            int outer = (int) Arrays.stream(sizes).limit(axis).reduce(1, (a, b) -> a * b);
            boolean real = output.type().isFloat();
            int total = Folding.elements(sizes, Math.min(Integer.MAX_VALUE, Folding.ofMemory(32)));
            float[] floats = new float[real ? total : 0];
            long[] longs = new long[real ? 0 : total];
            int rowLength = outer == 0 ? 0 : total / outer;
            int at = 0;
            for (Tensor part : inputs) {
                int length = outer == 0 ? 0 : part.elements() / outer;
                Object from = real ? part.floats() : part.longs();
                for (int o = 0; o < outer; o++) {
                    System.arraycopy(from, o * length, real ? floats : longs, o * rowLength + at, length);
                }
                at += length;
            }
            return Optional.of(real ? Tensor.ofFloats(floats, sizes) : Tensor.ofLongs(output.type(), longs, sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String parts = IntStream.range(0, node.inputs().size())
                    .mapToObj(text::in)
                    .collect(Collectors.joining(", ", "[", "]"));
            return List.of(call("cat", parts, Long.toString(node.attributes().integer("axis", 1))));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.ARITHMETIC;
        }
    }

    /** Cuts a tensor into parts along an axis (Split-18; before opset 13 the sizes were an attribute). */
    static final class Split implements Operator {
        @Override
        public String type() {
            return "Split";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            Node split = node;
            if (node.attributes().has("split")) {
                long[] sizes = node.attributes().integers("split").orElseThrow();
                split = node.withInput(1, canon.constant(node.name() + "_split", Tensor.ofLongVector(sizes)));
            }
            Attributes attributes = Attributes.of("axis", node.attributes().integer("axis", 0));
            return List.of(split.withAttributes(
                    split.hasInput(1)
                            ? attributes
                            : attributes.with(
                                    "num_outputs", (long) node.outputs().size())));
        }

        private static long[] partSizes(Node node, Facts facts) {
            if (node.hasInput(1)) {
                return facts.integers(node, 1, "sizes");
            }
            Shape shape = facts.shape(node, 0);
            long size = Facts.size(node, shape, axis(node, shape));
            int parts = node.outputs().size();
            long each = (size + parts - 1) / parts;
            return LongStream.range(0, parts)
                    .map(i -> Math.max(0, Math.min(each, size - i * each)))
                    .toArray();
        }

        private static int axis(Node node, Shape shape) {
            return Facts.axis(node, node.attributes().integer("axis", 0), shape.rank());
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            int axis = axis(node, x.shape());
            long[] sizes = partSizes(node, facts);
            if (sizes.length != node.outputs().size()
                    || Arrays.stream(sizes).anyMatch(size -> size < 0)
                    || !x.shape().dim(axis).equals(Dim.of(Arrays.stream(sizes).sum()))) {
                throw new BadInputException("%s: sizes %s do not fit axis %d of %s and %d outputs"
                        .formatted(
                                node.describe(),
                                Arrays.toString(sizes),
                                axis,
                                x.shape(),
                                node.outputs().size()));
            }
            return Arrays.stream(sizes)
                    .mapToObj(size -> {
                        List<Dim> dims = new ArrayList<>(x.shape().dims());
                        dims.set(axis, Dim.of(size));
                        return new TensorType(x.type(), new Shape(dims));
                    })
                    .toList();
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            int axis = axis(node, text.facts().shape(node, 0));
            List<String> parts = new ArrayList<>();
            long at = 0;
            for (long size : partSizes(node, text.facts())) {
                parts.add(call(
                        "slice", text.in(0), Integer.toString(axis), Long.toString(at), Long.toString(at + size), "1"));
                at += size;
            }
            return parts;
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
    }
}
