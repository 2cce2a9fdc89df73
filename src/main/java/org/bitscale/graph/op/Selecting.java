package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;
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

/** Operators that join, select or frame values along axes. */
final class Selecting {

    private Selecting() {}

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
            int total = Folding.elements(sizes, Integer.MAX_VALUE);
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

    /** Cuts ranges out of axes (Slice-13; Slice-1 has them as attributes). */
    static final class Slice implements Operator {
        @Override
        public String type() {
            return "Slice";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            if (opset >= 10) {
                return List.of(node);
            }
            if (!node.attributes().has("starts") || !node.attributes().has("ends")) {
                throw new BadInputException(node.describe() + " lacks its attributes starts and ends");
            }
            Node slice = node.withAttributes(Attributes.NONE);
            int index = 1;
            for (String name : List.of("starts", "ends", "axes")) {
                Optional<long[]> given = node.attributes().integers(name);
                if (given.isPresent()) {
                    slice = slice.withInput(
                            index, canon.constant(node.name() + "_" + name, Tensor.ofLongVector(given.get())));
                }
                index++;
            }
            return List.of(slice);
        }

        /** What is taken along one axis. */
        private record Range(int axis, long start, long end, long step) {
            long length() {
                long distance = step > 0 ? end - start : start - end;
                return distance <= 0 ? 0 : (distance - 1) / Math.abs(step) + 1;
            }
        }

        private static List<Range> ranges(Node node, Facts facts) {
            Shape shape = facts.shape(node, 0);
            long[] starts = facts.integers(node, 1, "starts");
            long[] ends = facts.integers(node, 2, "ends");
            long[] axes = node.hasInput(3)
                    ? facts.integers(node, 3, "axes")
                    : LongStream.range(0, starts.length).toArray();
            long[] steps = node.hasInput(4) ? facts.integers(node, 4, "steps") : null;
            if (ends.length != starts.length
                    || axes.length != starts.length
                    || steps != null && steps.length != starts.length) {
                throw new BadInputException(node.describe() + ": starts, ends, axes and steps differ in length");
            }
            List<Range> ranges = new ArrayList<>();
            for (int i = 0; i < starts.length; i++) {
                int axis = Facts.axis(node, axes[i], shape.rank());
                long step = steps == null ? 1 : steps[i];
                Dim dim = shape.dim(axis);
                if (!dim.isKnown()) {
                    if (starts[i] == 0 && ends[i] >= Integer.MAX_VALUE && step == 1) {
                        continue; // the whole axis
                    }
                    throw new BadInputException("%s: cannot cut axis %d of %s, whose size is unknown"
                            .formatted(node.describe(), axis, shape));
                }
                if (step == 0 || step == Long.MIN_VALUE) {
                    throw new BadInputException(node.describe() + ": a step of " + step + " is not possible");
                }
                long size = dim.size();
                long start = starts[i] < 0 ? starts[i] + size : starts[i];
                long end = ends[i] < 0 ? ends[i] + size : ends[i];
                if (size == 0) {
                    ranges.add(new Range(axis, 0, 0, 1));
                } else if (step > 0) {
                    ranges.add(new Range(axis, clamp(start, 0, size), clamp(end, 0, size), step));
                } else {
                    ranges.add(new Range(axis, clamp(start, 0, size - 1), clamp(end, -1, size - 1), step));
                }
            }
            return ranges;
        }

        private static long clamp(long value, long low, long high) {
            return Math.max(low, Math.min(high, value));
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            List<Dim> dims = new ArrayList<>(x.shape().dims());
            ranges(node, facts).forEach(range -> dims.set(range.axis, Dim.of(range.length())));
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            return facts.sizes(node, 0)
                    .filter(d -> facts.shape(node, 0).rank() == 1)
                    .map(dims -> {
                        List<Range> ranges = ranges(node, facts);
                        if (ranges.isEmpty()) {
                            return dims;
                        }
                        Range range = ranges.get(0);
                        return LongStream.range(0, range.length())
                                .mapToObj(i -> dims.get((int) (range.start + i * range.step)))
                                .toList();
                    });
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            Tensor x = inputs.get(0);
            Facts facts = new Facts();
            for (int i = 0; i < inputs.size(); i++) {
                facts.learn(node.input(i), inputs.get(i));
            }
            long[] sizes = output.shape().sizes();
            long[] strides = Folding.strides(x.sizes());
            long[] starts = new long[sizes.length];
            long[] steps = new long[sizes.length];
            Arrays.fill(steps, 1);
            ranges(node, facts).forEach(range -> {
                starts[range.axis] = range.start;
                steps[range.axis] = range.step;
            });
            int[] indices = new int[Folding.elements(sizes, x.elements())];
            for (int i = 0; i < indices.length; i++) {
                long rest = i;
                long index = 0;
                for (int axis = sizes.length - 1; axis >= 0; axis--) {
                    index += (starts[axis] + rest % sizes[axis] * steps[axis]) * strides[axis];
                    rest /= sizes[axis];
                }
                indices[i] = (int) index;
            }
            return Optional.of(Folding.pick(x, indices, sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String result = text.in(0);
            for (Range range : ranges(node, text.facts())) {
                if (range.step > 0) {
                    result = call(
                            "slice",
                            result,
                            Integer.toString(range.axis),
                            Long.toString(range.start),
                            Long.toString(range.end),
                            Long.toString(range.step));
                } else {
                    long lowest = range.start + (range.length() - 1) * range.step;
                    result = call(
                            "flip",
                            call(
                                    "slice",
                                    result,
                                    Integer.toString(range.axis),
                                    Long.toString(lowest),
                                    Long.toString(range.start + 1),
                                    Long.toString(-range.step)),
                            list(range.axis));
                }
            }
            return List.of(result);
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
    }

    /** Picks entries along an axis by constant index (Gather-13). */
    static final class Gather implements Operator {
        @Override
        public String type() {
            return "Gather";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            int axis = Facts.axis(
                    node, node.attributes().integer("axis", 0), x.shape().rank());
            indices(node, facts, Facts.size(node, x.shape(), axis));
            List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, axis));
            dims.addAll(facts.shape(node, 1).dims());
            dims.addAll(x.shape().dims().subList(axis + 1, x.shape().rank()));
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        private static long[] indices(Node node, Facts facts, long size) {
            return Arrays.stream(facts.integers(node, 1, "indices"))
                    .map(i -> {
                        if (i < -size || i >= size) {
                            throw new BadInputException(
                                    "%s: index %d lies outside an axis of %d".formatted(node.describe(), i, size));
                        }
                        return i < 0 ? i + size : i;
                    })
                    .toArray();
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            return facts.sizes(node, 0)
                    .filter(d -> facts.constant(node, 1).isPresent()
                            && facts.shape(node, 0).rank() == 1)
                    .map(dims -> Arrays.stream(indices(node, facts, dims.size()))
                            .mapToObj(i -> dims.get((int) i))
                            .toList());
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            Tensor x = inputs.get(0);
            int axis = Facts.axis(node, node.attributes().integer("axis", 0), x.rank());
            Facts facts = new Facts();
            facts.learn(node.input(1), inputs.get(1));
            long[] wanted = indices(node, facts, x.sizes()[axis]);
            int inner = 1;
            for (int i = axis + 1; i < x.rank(); i++) {
                inner *= x.size(i);
            }
            long[] sizes = output.shape().sizes();
            int[] picked = new int[Folding.elements(sizes, Math.max(Folding.LARGEST, x.elements()))];
            for (int i = 0; i < picked.length; i++) {
                int in = i % inner;
                int which = i / inner % wanted.length;
                int outer = i / inner / wanted.length;
                picked[i] = (int) ((outer * x.sizes()[axis] + wanted[which]) * inner + in);
            }
            return Optional.of(Folding.pick(x, picked, sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Shape shape = text.facts().shape(node, 0);
            int axis = Facts.axis(node, node.attributes().integer("axis", 0), shape.rank());
            long[] wanted = indices(node, text.facts(), shape.dim(axis).size());
            Shape indices = text.facts().shape(node, 1);
            if (indices.rank() == 0) {
                return List.of(call("select", text.in(0), Integer.toString(axis), Long.toString(wanted[0])));
            }
            String parts = Arrays.stream(wanted)
                    .mapToObj(i -> call(
                            "slice", text.in(0), Integer.toString(axis), Long.toString(i), Long.toString(i + 1), "1"))
                    .collect(Collectors.joining(", ", "[", "]"));
            if (wanted.length == 0) {
                parts = "[" + call("slice", text.in(0), Integer.toString(axis), "0", "0", "1") + "]";
            }
            String picked = call("cat", parts, Integer.toString(axis));
            return List.of(
                    indices.rank() == 1
                            ? picked
                            : call("unflatten", picked, Integer.toString(axis), list(indices.sizes())));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
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
