package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.real;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that give constants or describe shapes. */
final class Constants {

    private Constants() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new Constant(), new ConstantOfShape(), new ShapeOf(), new SizeOf(), new Cast(), new CastLike());
    }

    /** A constant given as attribute. */
    static final class Constant implements Operator {
        @Override
        public String type() {
            return "Constant";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            return List.of(value(node).tensorType());
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            return Optional.of(value(node));
        }

        private static Tensor value(Node node) {
            Attributes attributes = node.attributes();
            if (attributes.has("value_float")) {
                return Tensor.ofFloats(new float[] {attributes.real("value_float", 0)});
            }
            if (attributes.has("value_int")) {
                return Tensor.ofLong(attributes.integer("value_int", 0));
            }
            Optional<float[]> reals =
                    attributes.has("value_floats") ? attributes.reals("value_floats") : Optional.empty();
            Optional<long[]> integers =
                    attributes.has("value_ints") ? attributes.integers("value_ints") : Optional.empty();
            return attributes
                    .tensor("value")
                    .or(() -> reals.map(v -> Tensor.ofFloats(v, v.length)))
                    .or(() -> integers.map(Tensor::ofLongVector))
                    .orElseThrow(() ->
                            new BadInputException(node.describe() + ": expected a tensor, float or integer value"));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            throw new IllegalStateException("constants are folded");
        }
    }

    /** A tensor of a given shape filled with one value. */
    static final class ConstantOfShape implements Operator {
        /** Some model files make weights so; more than 512 MiB of floats in one is damage. */
        private static final long LARGEST = Math.min(1L << 27, Folding.ofMemory(24));

        @Override
        public String type() {
            return "ConstantOfShape";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            List<Dim> sizes = facts.sizes(node, 0)
                    .orElseThrow(() -> new BadInputException(
                            node.describe() + ": the shape it should fill depends on the data; it must be constant"));
            if (sizes.contains(Dim.REST)) {
                throw new BadInputException(node.describe() + ": the shape it should fill has the size -1");
            }
            return List.of(new TensorType(value(node).type(), new Shape(sizes)));
        }

        private static Tensor value(Node node) {
            Tensor value = node.attributes().tensor("value").orElse(Tensor.ofFloats(new float[1], 1));
            if (value.elements() != 1) {
                throw new BadInputException(
                        "%s: expected one value to fill with, but came %s".formatted(node.describe(), value));
            }
            return value;
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            long[] sizes = inputs.get(0).longs();
            int elements = Folding.elements(sizes, LARGEST);
            Tensor value = value(node);
            if (value.type().bits() >= Byte.SIZE) {
                return Optional.of(Tensor.ofRaw(value.type(), sizes, repeated(value.raw(), elements)));
            }
            long[] longs = new long[elements];
            Arrays.fill(longs, value.longs()[0]);
            return Optional.of(Tensor.ofLongs(value.type(), longs, sizes));
        }

        private static ByteBuffer repeated(ByteBuffer element, int times) {
            int width = element.remaining();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(width, times));
            for (int i = 0; i < times; i++) {
                bytes.put(i * width, element, element.position(), width);
            }
            return bytes;
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Tensor value = value(node);
            double number = value.type().isFloat() ? value.floats()[0] : value.longs()[0];
            String sizes = text.sizes(infer(node, text.facts()).get(0).shape());
            return List.of(call("type_as", call("full", sizes, real(number)), text.in(0)));
        }
    }

    /** The sizes of its input. */
    static final class ShapeOf implements Operator {
        @Override
        public String type() {
            return "Shape";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            return List.of(
                    new TensorType(DataType.INT64, Shape.of(wanted(node, facts).size())));
        }

        private static List<Dim> wanted(Node node, Facts facts) {
            List<Dim> dims = facts.shape(node, 0).dims();
            int start = bound(node.attributes().integer("start", 0), dims.size());
            int end = bound(node.attributes().integer("end", dims.size()), dims.size());
            return dims.subList(start, Math.max(start, end));
        }

        private static int bound(long index, int rank) {
            return (int) Math.max(0, Math.min(rank, index < 0 ? index + rank : index));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            return Optional.of(wanted(node, facts));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String sizes = text.sizes(new Shape(wanted(node, text.facts())));
            return List.of(call("type_as", call("tensor", sizes), text.in(0)));
        }
    }

    /** The number of elements (Size-13). */
    static final class SizeOf implements Operator {
        @Override
        public String type() {
            return "Size";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            facts.shape(node, 0);
            return List.of(new TensorType(DataType.INT64, new Shape(List.of())));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            return facts.shape(node, 0).elements().map(List::of);
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call("type_as", call("tensor", call("numel", text.in(0))), text.in(0)));
        }
    }

    /** The first input in the element type of the second (CastLike-19). */
    static final class CastLike extends Composite {
        CastLike() {
            super("", "CastLike");
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            long type = canon.facts().type(node, 1).type().onnx();
            return List.of(
                    Node.of(node.name(), "Cast", List.of(node.input(0)), node.output(), Attributes.of("to", type)));
        }
    }

    /**
     * Another element type. Real numbers are cut to integers; integers that do not fit keep their lowest bits, which is
     * also what happens here to real numbers that do not fit, where ONNX leaves it open (Cast-19).
     */
    static final class Cast implements Operator {
        private static final int MOST_WRAPPED_BITS = 16;

        @Override
        public String type() {
            return "Cast";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            return List.of(new TensorType(target(node), facts.shape(node, 0)));
        }

        private static DataType target(Node node) {
            return DataType.ofOnnx(Math.toIntExact(node.attributes().integer("to", 0)), node.describe());
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            boolean nothing = canon.facts().type(node, 0).type() == target(node);
            return List.of(nothing ? Node.of(node.name(), "Identity", List.of(node.input(0)), node.output()) : node);
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            boolean holdsSizes = target(node) != DataType.BOOL && !target(node).isFloat();
            return holdsSizes ? facts.sizes(node, 0) : Optional.empty();
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            Tensor x = inputs.get(0);
            if (output.type() == DataType.BOOL) {
                float[] values = x.floats();
                long[] truths = new long[values.length];
                for (int i = 0; i < truths.length; i++) {
                    truths[i] = values[i] != 0 ? 1 : 0;
                }
                return Optional.of(Tensor.ofLongs(DataType.BOOL, truths, x.sizes()));
            }
            return Optional.of(
                    output.type().isFloat()
                            ? Tensor.ofFloats(x.floats(), x.sizes())
                            : Tensor.ofLongs(output.type(), x.longs(), x.sizes()));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            if (target(node) == DataType.BOOL) {
                return List.of(call("type_as", call("ne", text.in(0), "0."), text.in(0)));
            }
            DataType from = text.facts().type(node, 0).type();
            DataType to = target(node);
            String whole = from.isFloat() && !to.isFloat() ? call("trunc", text.in(0)) : text.in(0);
            boolean fits = to.isFloat()
                    || to.bits() > MOST_WRAPPED_BITS
                    || from == DataType.BOOL
                    || from == to
                    || !from.isFloat() && from.bits() < to.bits() && (to.isSigned() || !from.isSigned());
            if (fits) {
                return List.of(whole);
            }
            long low = to.isSigned() ? -1L << to.bits() - 1 : 0;
            String wrapped = call("remainder", call("sub", whole, real(low)), real(1L << to.bits()));
            return List.of(call("add", wrapped, real(low)));
        }
    }
}
