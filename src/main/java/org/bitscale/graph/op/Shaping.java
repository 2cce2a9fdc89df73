package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that keep all values and change the order or the shape. */
final class Shaping {

    private Shaping() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(
                new Identity("Identity"),
                new Identity("Dropout"),
                new Reshape(),
                new Flatten(),
                new Unsqueeze(),
                new Squeeze(),
                new Transpose());
    }

    /** The same values in the same order under another shape. */
    private abstract static class Relabelling implements Operator {
        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            return facts.sizes(node, 0);
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            return Optional.of(inputs.get(0).reshaped(output.shape().sizes()));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
    }

    /** Gives its input unchanged. */
    static final class Identity implements Operator {
        private final String type;

        Identity(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            Node same = Node.of(node.name(), "Identity", List.of(node.input(0)), node.output());
            if (node.outputs().size() < 2 || node.outputs().get(1).isEmpty()) {
                return List.of(same);
            }
            // The mask of a Dropout that drops nothing.
            String shape = canon.name(node.output() + "_shape");
            Tensor kept = Tensor.ofLongs(DataType.BOOL, new long[] {1}, 1);
            return List.of(
                    same,
                    Node.of(node.name() + "_shape", "Shape", List.of(node.input(0)), shape),
                    Node.of(
                            node.name() + "_mask",
                            "ConstantOfShape",
                            List.of(shape),
                            node.outputs().get(1),
                            Attributes.of("value", kept)));
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            return List.of(facts.type(node, 0));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            return facts.sizes(node, 0);
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            return Optional.of(inputs.get(0));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(text.in(0));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
    }

    /** The same elements under another shape, given as constant (Reshape-21); 0 copies a size, −1 takes the rest. */
    static final class Reshape extends Relabelling {
        @Override
        public String type() {
            return "Reshape";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            Node twoInputs = node;
            if (node.attributes().has("shape")) {
                long[] shape = node.attributes().integers("shape").orElseThrow();
                twoInputs = node.withInput(1, canon.constant(node.name() + "_shape", Tensor.ofLongVector(shape)))
                        .withAttributes(Attributes.NONE);
            }
            Optional<Tensor> constant = canon.facts().constant(twoInputs, 1);
            if (constant.isPresent()) {
                return List.of(
                        namesFixedBatch(constant.get().longs(), canon.facts().shape(node, 0))
                                ? twoInputs.withInput(
                                        1,
                                        canon.constant(
                                                node.input(1),
                                                copyingBatch(constant.get().longs())))
                                : twoInputs);
            }
            String shape = canon.constant(
                    node.name() + "_shape", Tensor.ofLongVector(constantShape(twoInputs, canon.facts())));
            return List.of(twoInputs.withInput(1, shape).withAttributes(Attributes.NONE));
        }

        /** Whether a target of [1, …] was written for one example of an input N×…, all of whose other sizes fit. */
        private static boolean namesFixedBatch(long[] target, Shape input) {
            if (target.length == 0
                    || target[0] != 1
                    || input.rank() == 0
                    || input.dim(0).isKnown()) {
                return false;
            }
            Optional<Dim> example = input.withoutBatch().elements().filter(Dim::isKnown);
            long product = 1;
            for (long size : target) {
                product *= size;
            }
            return example.isPresent()
                    && (product == example.get().size() || Arrays.stream(target).anyMatch(t -> t == -1));
        }

        private static Tensor copyingBatch(long[] target) {
            long[] changed = target.clone();
            changed[0] = 0;
            return Tensor.ofLongVector(changed);
        }

        /** The shape input as constants: symbolic sizes become 0 where they copy the input's, −1 once elsewhere. */
        private static long[] constantShape(Node node, Facts facts) {
            List<Dim> wanted = facts.sizes(node, 1)
                    .orElseThrow(() -> new BadInputException(
                            "%s: its shape comes from tensor '%s', which depends on the data; it must be constant"
                                    .formatted(node.describe(), node.input(1))));
            Shape input = facts.shape(node, 0);
            long[] constant = new long[wanted.size()];
            boolean rest = false;
            for (int i = 0; i < constant.length; i++) {
                Dim dim = wanted.get(i);
                if (dim.isKnown()) {
                    constant[i] = dim.size();
                } else if (i < input.rank()
                        && !dim.equals(Dim.REST)
                        && input.dim(i).equals(dim)) {
                    constant[i] = 0;
                } else if (!rest) {
                    constant[i] = -1;
                    rest = true;
                } else {
                    throw new BadInputException(
                            "%s: more than one size of its new shape %s is unknown".formatted(node.describe(), wanted));
                }
            }
            return constant;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            long[] wanted = facts.integers(node, 1, "shape");
            boolean copyZero = node.attributes().integer("allowzero", 0) == 0;
            List<Dim> dims = new ArrayList<>();
            int rest = -1;
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i] == 0 && copyZero) {
                    if (i >= x.shape().rank()) {
                        throw new BadInputException("%s: size 0 at place %d copies a size that %s does not have"
                                .formatted(node.describe(), i, x.shape()));
                    }
                    dims.add(x.shape().dim(i));
                } else if (wanted[i] == -1) {
                    if (rest >= 0) {
                        throw new BadInputException(
                                "%s: its new shape %s has -1 twice; at most one size can be left open"
                                        .formatted(node.describe(), Arrays.toString(wanted)));
                    }
                    rest = i;
                    dims.add(Dim.of(1));
                } else if (wanted[i] < 0) {
                    throw new BadInputException("%s: its new shape %s has a negative size"
                            .formatted(node.describe(), Arrays.toString(wanted)));
                } else {
                    dims.add(Dim.of(wanted[i]));
                }
            }
            Optional<Dim> all = x.shape().elements();
            Optional<Dim> given = Shape.product(dims);
            if (rest >= 0) {
                int place = rest;
                Optional<Dim> left = all.flatMap(a -> given.flatMap(a::dividedBy));
                dims.set(place, left.orElseGet(() -> {
                    if (x.shape().isKnown()) {
                        throw mismatch(node, x.shape(), wanted);
                    }
                    return Dim.symbol(node.output() + "." + place);
                }));
            } else if (all.isPresent() && given.isPresent() && !all.equals(given)) {
                throw mismatch(node, x.shape(), wanted);
            }
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        private static BadInputException mismatch(Node node, Shape from, long[] to) {
            return new BadInputException(
                    "%s: %s does not reshape to %s".formatted(node.describe(), from, Arrays.toString(to)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            long[] wanted = text.facts().integers(node, 1, "shape");
            String sizes = IntStream.range(0, wanted.length)
                    .mapToObj(i -> wanted[i] == 0 && node.attributes().integer("allowzero", 0) == 0
                            ? call("size", text.in(0), Integer.toString(i))
                            : Long.toString(wanted[i]))
                    .collect(Collectors.joining(", ", "[", "]"));
            return List.of(call("reshape", text.in(0), sizes));
        }
    }

    /** All axes before {@code axis} into one, and all from it on into another. */
    static final class Flatten extends Relabelling {
        @Override
        public String type() {
            return "Flatten";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            int axis = axis(node, x.shape());
            List<Dim> dims = x.shape().dims();
            Dim outer = Shape.product(dims.subList(0, axis)).orElseGet(() -> Dim.symbol(node.output() + ".0"));
            Dim inner =
                    Shape.product(dims.subList(axis, dims.size())).orElseGet(() -> Dim.symbol(node.output() + ".1"));
            return List.of(new TensorType(x.type(), new Shape(List.of(outer, inner))));
        }

        private static int axis(Node node, Shape shape) {
            long axis = node.attributes().integer("axis", 1);
            return axis == shape.rank() ? shape.rank() : Facts.axis(node, axis, shape.rank());
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Shape input = text.facts().shape(node, 0);
            int axis = axis(node, input);
            if (axis == 1 && input.rank() > 1) {
                return List.of(call("flatten", text.in(0), "1", "-1"));
            }
            List<Dim> flat = infer(node, text.facts()).get(0).shape().dims();
            if (!flat.get(0).isKnown() && !flat.get(1).isKnown()) {
                throw new BadInputException(
                        "%s: neither size of its output is known for an input of %s".formatted(node.describe(), input));
            }
            boolean outerKnown = flat.get(0).isKnown();
            return List.of(call(
                    "reshape",
                    text.in(0),
                    "[" + (outerKnown ? flat.get(0).size() : -1) + ", "
                            + (outerKnown && !flat.get(1).isKnown()
                                    ? -1
                                    : flat.get(1).size()) + "]"));
        }
    }

    /** Adds axes of size 1 (Unsqueeze-13; before, axes were an attribute). */
    static final class Unsqueeze extends Relabelling {
        @Override
        public String type() {
            return "Unsqueeze";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            return List.of(axesAsInput(node, canon));
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            TreeSet<Integer> axes = axes(node, facts, x.shape().rank());
            List<Dim> dims = new ArrayList<>(x.shape().dims());
            axes.forEach(axis -> dims.add(axis, Dim.of(1)));
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        private static TreeSet<Integer> axes(Node node, Facts facts, int rank) {
            long[] given = facts.integers(node, 1, "axes");
            TreeSet<Integer> axes = new TreeSet<>();
            for (long axis : given) {
                if (!axes.add(Facts.axis(node, axis, rank + given.length))) {
                    throw new BadInputException(
                            "%s: its axes %s name one twice".formatted(node.describe(), Arrays.toString(given)));
                }
            }
            return axes;
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String result = text.in(0);
            for (int axis : axes(node, text.facts(), text.facts().shape(node, 0).rank())) {
                result = call("unsqueeze", result, Integer.toString(axis));
            }
            return List.of(result);
        }
    }

    /** Removes axes of size 1 (Squeeze-13; before, axes were an attribute). */
    static final class Squeeze extends Relabelling {
        @Override
        public String type() {
            return "Squeeze";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            return List.of(axesAsInput(node, canon));
        }

        private static TreeSet<Integer> axes(Node node, Facts facts) {
            Shape shape = facts.shape(node, 0);
            TreeSet<Integer> axes = new TreeSet<>(Collections.reverseOrder());
            if (!node.hasInput(1)) {
                IntStream.range(0, shape.rank())
                        .filter(i -> shape.dim(i).equals(Dim.of(1)))
                        .forEach(axes::add);
                return axes;
            }
            for (long given : facts.integers(node, 1, "axes")) {
                int axis = Facts.axis(node, given, shape.rank());
                if (!shape.dim(axis).equals(Dim.of(1))) {
                    throw new BadInputException(
                            "%s: axis %d of %s has not size 1".formatted(node.describe(), axis, shape));
                }
                axes.add(axis);
            }
            return axes;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            List<Dim> dims = new ArrayList<>(x.shape().dims());
            for (int axis : axes(node, facts)) {
                dims.remove(axis);
            }
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String result = text.in(0);
            for (int axis : axes(node, text.facts())) {
                result = call("squeeze", result, Integer.toString(axis));
            }
            return List.of(result);
        }
    }

    private static Node axesAsInput(Node node, Canon canon) {
        if (!node.attributes().has("axes")) {
            return node;
        }
        long[] axes = node.attributes().integers("axes").orElseThrow();
        return node.withInput(1, canon.constant(node.name() + "_axes", Tensor.ofLongVector(axes)))
                .withAttributes(node.attributes().without("axes"));
    }

    /** Permutes axes; reverses them where no permutation is given. */
    static final class Transpose implements Operator {
        @Override
        public String type() {
            return "Transpose";
        }

        private static long[] permutation(Node node, int rank) {
            long[] permutation = node.attributes().integers("perm").orElseGet(() -> LongStream.range(0, rank)
                    .map(i -> rank - 1 - i)
                    .toArray());
            if (!Arrays.equals(
                    Arrays.stream(permutation).sorted().toArray(),
                    LongStream.range(0, rank).toArray())) {
                throw new BadInputException("%s: %s is no permutation of %d axes"
                        .formatted(node.describe(), Arrays.toString(permutation), rank));
            }
            return permutation;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            List<Dim> dims = Arrays.stream(permutation(node, x.shape().rank()))
                    .mapToObj(axis -> x.shape().dim((int) axis))
                    .toList();
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            Tensor x = inputs.get(0);
            long[] permutation = permutation(node, x.rank());
            long[] strides = Folding.strides(x.sizes());
            long[] sizes = output.shape().sizes();
            int[] indices = new int[Folding.elements(sizes, x.elements())];
            for (int i = 0; i < indices.length; i++) {
                long rest = i;
                long index = 0;
                for (int axis = sizes.length - 1; axis >= 0; axis--) {
                    index += rest % sizes[axis] * strides[(int) permutation[axis]];
                    rest /= sizes[axis];
                }
                indices[i] = (int) index;
            }
            return Optional.of(Folding.pick(x, indices, sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call(
                    "permute",
                    text.in(0),
                    list(permutation(node, text.facts().shape(node, 0).rank()))));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
    }
}
