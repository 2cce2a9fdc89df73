package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.index;
import static org.bitscale.graph.op.TorchText.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that pick values along axes. */
final class Selecting {

    private Selecting() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new Slice(), new Gather(), new GatherElements());
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

    /** Picks entries along an axis by index, constant or computed (Gather-13). */
    static final class Gather implements Operator {
        /** So many slices are put together; above, an index is faster. */
        private static final int MOST_SLICES = 4;

        @Override
        public String type() {
            return "Gather";
        }

        @Override
        public List<Parameter> parameters(Node node) {
            return node.attributes().integer("axis", 0) == 0 ? List.of(new Parameter(0, true)) : List.of();
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            int axis = Facts.axis(
                    node, node.attributes().integer("axis", 0), x.shape().rank());
            long size = Facts.size(node, x.shape(), axis);
            if (facts.constant(node, 1).isPresent()) {
                indices(node, facts, size);
            }
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
            Shape indices = text.facts().shape(node, 1);
            long size = Facts.size(node, shape, axis);
            long[] wanted = text.facts().constant(node, 1).isPresent() ? indices(node, text.facts(), size) : null;
            if (wanted == null || wanted.length > MOST_SLICES) {
                String places = index(call("remainder", call("flatten", text.in(1)), Long.toString(size)));
                String entries = call("index_select", text.in(0), Integer.toString(axis), places);
                return List.of(
                        indices.rank() == 1
                                ? entries
                                : indices.rank() == 0
                                        ? call("squeeze", entries, Integer.toString(axis))
                                        : call("unflatten", entries, Integer.toString(axis), text.sizes(indices)));
            }
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

    /** Picks one value for each place, by index along an axis (GatherElements-13). */
    private static final class GatherElements implements Operator {
        @Override
        public String type() {
            return "GatherElements";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            Shape indices = facts.shape(node, 1);
            if (indices.rank() != x.shape().rank()) {
                throw new BadInputException(
                        "%s: indices %s and values %s differ in rank".formatted(node.describe(), indices, x.shape()));
            }
            int axis = axis(node, x.shape());
            long size = Facts.size(node, x.shape(), axis);
            facts.constant(node, 1).ifPresent(constant -> Gather.indices(node, facts, size));
            return List.of(new TensorType(x.type(), indices));
        }

        private static int axis(Node node, Shape shape) {
            return Facts.axis(node, node.attributes().integer("axis", 0), shape.rank());
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Shape shape = text.facts().shape(node, 0);
            int axis = axis(node, shape);
            String size = Long.toString(Facts.size(node, shape, axis));
            String places = index(call("remainder", text.in(1), size));
            return List.of(call("gather", text.in(0), Integer.toString(axis), places));
        }
    }
}
