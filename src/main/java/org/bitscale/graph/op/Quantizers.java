package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.real;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/**
 * QuantizeLinear and DequantizeLinear (opset 21), per tensor, along one axis or in blocks along one; and
 * DynamicQuantizeLinear. Integers are held in floats.
 */
final class Quantizers {

    private Quantizers() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new QuantizeLinear(), new DequantizeLinear(), new DynamicQuantizeLinear());
    }

    /** A scale or zero point as expression that broadcasts against the input. */
    private static String broadcast(Node node, int index, TorchText text) {
        Facts facts = text.facts();
        Shape parameter = facts.shape(node, index);
        Shape input = facts.shape(node, 0);
        if (parameter.rank() == 0 || parameter.equals(Shape.of(1))) {
            return text.in(index);
        }
        int axis = Facts.axis(node, node.attributes().integer("axis", 1), input.rank());
        long block = blockSize(node);
        if (block != 0) {
            String each = call("repeat_interleave", text.in(index), Long.toString(block), Integer.toString(axis));
            return parameter.dim(axis).size() * block == input.dim(axis).size()
                    ? each
                    : call(
                            "slice",
                            each,
                            Integer.toString(axis),
                            "0",
                            Long.toString(input.dim(axis).size()),
                            "1");
        }
        long[] sizes = new long[input.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = parameter.dim(0).size();
        return call("reshape", text.in(index), TorchText.list(sizes));
    }

    private static long blockSize(Node node) {
        return node.attributes().integer("block_size", 0);
    }

    /**
     * Checks that scale and zero point are one for the tensor, one for each position along the axis, or one for each
     * block of positions.
     */
    private static void checkParameters(Node node, Facts facts) {
        Shape input = facts.shape(node, 0);
        Shape scale = facts.shape(node, 1);
        if (blockSize(node) != 0) {
            checkBlocks(node, input, scale);
        } else {
            checkAxis(node, input, scale);
        }
        if (node.hasInput(2) && !facts.shape(node, 2).elements().equals(scale.elements())) {
            throw new BadInputException("%s: expected as many zero points as scales %s, but came %s"
                    .formatted(node.describe(), scale, facts.shape(node, 2)));
        }
    }

    private static void checkBlocks(Node node, Shape input, Shape scale) {
        int axis = Facts.axis(node, node.attributes().integer("axis", 1), input.rank());
        long block = blockSize(node);
        boolean fits = block > 0 && input.dim(axis).isKnown() && scale.rank() == input.rank() && scale.isKnown();
        for (int i = 0; fits && i < input.rank(); i++) {
            long size =
                    input.dim(i).isKnown() ? input.dim(i).size() : scale.dim(i).size();
            fits = scale.dim(i).size() == (i == axis ? (size + block - 1) / block : size);
        }
        if (!fits) {
            throw new BadInputException("%s: its scales %s do not fit blocks of %d along axis %d of %s"
                    .formatted(node.describe(), scale, block, axis, input));
        }
    }

    private static void checkAxis(Node node, Shape input, Shape scale) {
        boolean one = scale.rank() == 0 || scale.equals(Shape.of(1));
        if (!one) {
            if (scale.rank() != 1) {
                throw new BadInputException(
                        "%s: expected one scale, or one for each channel, but came scales %s without a block_size"
                                .formatted(node.describe(), scale));
            }
            int axis = Facts.axis(node, node.attributes().integer("axis", 1), input.rank());
            Dim size = input.dim(axis);
            if (!scale.isKnown() || size.isKnown() && !size.equals(scale.dim(0))) {
                throw new BadInputException(
                        "%s: its scales %s do not fit axis %d of %s".formatted(node.describe(), scale, axis, input));
            }
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
        boolean possible = !type.isFloat() && type != DataType.BOOL && type.bits() <= 16;
        if (!possible) {
            throw new BadInputException("%s: quantization to %s is not supported".formatted(node.describe(), type));
        }
        return type.limits();
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
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            Tensor x = inputs.get(0);
            Dequantization.Parameters parameters =
                    Dequantization.Parameters.of(node, x, inputs.get(1), inputs.size() > 2 ? inputs.get(2) : null);
            long[] limits = limits(node, output.type());
            float[] values = x.floats();
            long[] codes = new long[values.length];
            for (int i = 0; i < codes.length; i++) {
                double code = Math.rint(values[i] / parameters.scale(i)) + parameters.zeroPoint(i);
                codes[i] = (long) Math.max(limits[0], Math.min(limits[1], code));
            }
            return Optional.of(Tensor.ofLongs(output.type(), codes, x.sizes()));
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

    /** To uint8 with the scale and zero point that the values themselves ask for (DynamicQuantizeLinear-11). */
    static final class DynamicQuantizeLinear implements Operator {
        @Override
        public String type() {
            return "DynamicQuantizeLinear";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            Shape one = new Shape(List.of());
            return List.of(
                    new TensorType(DataType.UINT8, facts.shape(node, 0)),
                    new TensorType(DataType.FLOAT, one),
                    new TensorType(DataType.UINT8, one));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            String x = text.in(0);
            String low = text.let(call("clamp", call("min", x), "None", "0."));
            String high = text.let(call("clamp", call("max", x), "0.", "None"));
            // All values 0: the scale is 0 too, the zero point 0, and x/scale counts as 0.
            String scale = text.let(call("div", call("sub", high, low), "255."));
            String zero = text.let(call(
                    "clamp",
                    call("round", call("nan_to_num", call("div", call("neg", low), scale), "0.")),
                    "0.",
                    "255."));
            String codes = call("round", call("nan_to_num", call("div", x, scale), "0."));
            return List.of(call("clamp", call("add", codes, zero), "0.", "255."), scale, zero);
        }
    }
}
