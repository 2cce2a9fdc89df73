package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.real;

import java.util.Arrays;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.TensorType;

/** QuantizeLinear and DequantizeLinear (opset 21), per tensor or along one axis; integers are held in floats. */
final class Quantizers {

    private Quantizers() {}

    /** A scale or zero point as expression that broadcasts against the input. */
    private static String broadcast(Node node, int index, TorchText text) {
        Facts facts = text.facts();
        Shape parameter = facts.shape(node, index);
        Shape input = facts.shape(node, 0);
        if (parameter.rank() == 0 || parameter.equals(Shape.of(1))) {
            return text.in(index);
        }
        int axis = Facts.axis(node, node.attributes().integer("axis", 1), input.rank());
        long[] sizes = new long[input.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = parameter.dim(0).size();
        return call("reshape", text.in(index), TorchText.list(sizes));
    }

    /** Checks that scale and zero point are one for the tensor or one for each position along the axis. */
    private static void checkParameters(Node node, Facts facts) {
        Shape input = facts.shape(node, 0);
        Shape scale = facts.shape(node, 1);
        boolean one = scale.rank() == 0 || scale.equals(Shape.of(1));
        if (!one) {
            if (scale.rank() != 1) {
                throw new BadInputException(
                        "%s: expected one scale, or one for each channel, but came scales %s; blocked quantization is not supported"
                                .formatted(node.describe(), scale));
            }
            int axis = Facts.axis(node, node.attributes().integer("axis", 1), input.rank());
            Dim size = input.dim(axis);
            if (!scale.isKnown() || size.isKnown() && !size.equals(scale.dim(0))) {
                throw new BadInputException(
                        "%s: its scales %s do not fit axis %d of %s".formatted(node.describe(), scale, axis, input));
            }
        }
        if (node.hasInput(2) && !facts.shape(node, 2).elements().equals(scale.elements())) {
            throw new BadInputException("%s: expected as many zero points as scales %s, but came %s"
                    .formatted(node.describe(), scale, facts.shape(node, 2)));
        }
    }

    private static boolean hasZeroPoint(Node node, Facts facts) {
        return node.hasInput(2)
                && facts.constant(node, 2)
                        .map(z -> Arrays.stream(z.longs()).anyMatch(v -> v != 0))
                        .orElse(true);
    }

    /** Smallest and largest integer of a type that activations or weights are quantized to. */
    static long[] limits(Node node, DataType type) {
        return switch (type) {
            case UINT8 -> new long[] {0, 255};
            case INT8 -> new long[] {-128, 127};
            case UINT16 -> new long[] {0, 65535};
            case INT16 -> new long[] {-32768, 32767};
            case UINT4 -> new long[] {0, 15};
            case INT4 -> new long[] {-8, 7};
            default ->
                throw new BadInputException("%s: quantization to %s is not supported".formatted(node.describe(), type));
        };
    }

    /** clamp(roundHalfEven(x/scale) + zeroPoint). */
    static final class QuantizeLinear implements Operator {
        @Override
        public String type() {
            return "QuantizeLinear";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            checkParameters(node, facts);
            int given = Math.toIntExact(node.attributes().integer("output_dtype", 0));
            DataType otherwise = given == 0 ? DataType.UINT8 : DataType.ofOnnx(given, node.describe());
            DataType type = node.hasInput(2) ? facts.type(node, 2).type() : otherwise;
            limits(node, type);
            return List.of(new TensorType(type, facts.shape(node, 0)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            long[] limits = limits(node, infer(node, text.facts()).get(0).type());
            String rounded = call("round", call("div", text.in(0), broadcast(node, 1, text)));
            String shifted =
                    hasZeroPoint(node, text.facts()) ? call("add", rounded, broadcast(node, 2, text)) : rounded;
            return List.of(call("clamp", shifted, real(limits[0]), real(limits[1])));
        }
    }

    /** (q − zeroPoint)·scale. */
    static final class DequantizeLinear implements Operator {
        @Override
        public String type() {
            return "DequantizeLinear";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            checkParameters(node, facts);
            return List.of(new TensorType(DataType.FLOAT, facts.shape(node, 0)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String shifted =
                    hasZeroPoint(node, text.facts()) ? call("sub", text.in(0), broadcast(node, 2, text)) : text.in(0);
            return List.of(call("mul", shifted, broadcast(node, 1, text)));
        }
    }
}
