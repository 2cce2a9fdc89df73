package org.bitscale.graph.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;

/**
 * The quantizers of QONNX (Pappalardo and others 2022), which Brevitas, QKeras and FINN exchange: real values in and out,
 * any number of bits. What integers of ONNX can hold becomes QuantizeLinear, Clip and DequantizeLinear, so that every
 * runtime runs it; the rest is written with plain arithmetic.
 */
final class QonnxQuantizers {

    private static final List<String> DOMAINS =
            List.of("qonnx.custom_op.general", "onnx.brevitas", "finn.custom_op.general");

    private QonnxQuantizers() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return DOMAINS.stream()
                .<Operator>flatMap(domain -> Stream.of(new Quant(domain), new BipolarQuant(domain)))
                .toList();
    }

    /** Quant: x, scale, zero point, bits; attributes {@code signed}, {@code narrow} and {@code rounding_mode}. */
    private static final class Quant extends Composite {
        private static final int MOST_BITS = 32;

        Quant(String domain) {
            super(domain, "Quant");
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            float bits = number(node, 3, "number of bits", canon);
            boolean signed = node.attributes().integer("signed", 1) != 0;
            boolean narrow = node.attributes().integer("narrow", 0) != 0;
            if (!(bits >= 1 && bits <= MOST_BITS)) {
                throw new BadInputException(
                        "%s: expected 1 to %d bits, but %s came".formatted(node.describe(), MOST_BITS, bits));
            }
            double levels = Math.pow(2, bits);
            double low = signed ? -levels / 2 + (narrow ? 1 : 0) : 0;
            double high = signed ? levels / 2 - 1 : levels - 1 - (narrow ? 1 : 0);
            return integers(node, low, high, signed, canon).orElseGet(() -> arithmetic(node, low, high, canon));
        }

        /** With QuantizeLinear, where codes, scales and rounding are as ONNX has them. */
        private static Optional<List<Node>> integers(Node node, double low, double high, boolean signed, Canon canon) {
            Optional<Tensor> scale = canon.facts().constant(node, 1);
            Optional<Tensor> zero = canon.facts().constant(node, 2);
            boolean half = node.attributes().text("rounding_mode", "ROUND").equals("ROUND");
            Optional<DataType> type = type(low, high, signed);
            if (!half || type.isEmpty() || scale.isEmpty() || zero.isEmpty()) {
                return Optional.empty();
            }
            int axis = axis(canon.facts().shape(node, 0), scale.get());
            boolean usable = axis >= -1 && positive(scale.get()) && fits(zero.get(), scale.get(), low, high);
            if (!usable) {
                return Optional.empty();
            }
            float[] scales = scale.get().floats();
            long[] zeros = new long[scales.length];
            for (int i = 0; i < zeros.length; i++) {
                zeros[i] = (long) zero.get().floats()[zero.get().elements() == 1 ? 0 : i];
            }
            long[] sizes = axis < 0 ? new long[0] : new long[] {scales.length};
            String scaleName = canon.constant(node.name() + "_scale", Tensor.ofFloats(scales, sizes));
            String zeroName = canon.constant(node.name() + "_zero", Tensor.ofLongs(type.get(), zeros, sizes));
            Attributes attributes = Attributes.of("axis", Math.max(0, axis));
            String codes = canon.name(node.output() + "_codes");
            List<Node> nodes = new ArrayList<>();
            long[] limits = Quantizers.limits(node, type.get());
            boolean whole = limits[0] == low && limits[1] == high;
            String raw = whole ? codes : canon.name(node.output() + "_unclipped");
            nodes.add(Node.of(
                    node.name() + "_quantize",
                    "QuantizeLinear",
                    List.of(node.input(0), scaleName, zeroName),
                    raw,
                    attributes));
            if (!whole) {
                String lowest =
                        canon.constant(node.name() + "_low", Tensor.ofLongs(type.get(), new long[] {(long) low}));
                String highest =
                        canon.constant(node.name() + "_high", Tensor.ofLongs(type.get(), new long[] {(long) high}));
                nodes.add(Node.of(node.name() + "_clip", "Clip", List.of(raw, lowest, highest), codes));
            }
            nodes.add(Node.of(
                    node.name(), "DequantizeLinear", List.of(codes, scaleName, zeroName), node.output(), attributes));
            return Optional.of(nodes);
        }

        /** The narrowest type that ONNX Runtime has a Clip and quantizers for. */
        private static Optional<DataType> type(double low, double high, boolean signed) {
            if (low != Math.rint(low) || high != Math.rint(high)) {
                return Optional.empty();
            }
            if (high <= 255 && !signed) {
                return Optional.of(DataType.UINT8);
            }
            if (signed && low >= Byte.MIN_VALUE) {
                return Optional.of(DataType.INT8);
            }
            // 16 bits: only whole ranges, since a Clip of 16-bit integers is not in ONNX Runtime's CPU kernels.
            if (!signed && high == 65535) {
                return Optional.of(DataType.UINT16);
            }
            return signed && low == Short.MIN_VALUE ? Optional.of(DataType.INT16) : Optional.empty();
        }

        /** The axis that scales lie along, −1 for one scale, −2 for what QuantizeLinear cannot say. */
        private static int axis(Shape x, Tensor scale) {
            if (scale.elements() == 1) {
                return -1;
            }
            int found = -2;
            for (int i = 0; i < scale.rank(); i++) {
                if (scale.size(i) != 1) {
                    if (found >= 0) {
                        return -2;
                    }
                    found = x.rank() - scale.rank() + i;
                }
            }
            return found;
        }

        private static boolean positive(Tensor scale) {
            for (float value : scale.floats()) {
                if (!(value > 0 && value < Float.POSITIVE_INFINITY)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean fits(Tensor zero, Tensor scale, double low, double high) {
            boolean sizes = zero.elements() == 1 || Arrays.equals(zero.sizes(), scale.sizes());
            for (float value : zero.floats()) {
                sizes &= value == Math.rint(value) && value >= low && value <= high;
            }
            return sizes;
        }

        private static List<Node> arithmetic(Node node, double low, double high, Canon canon) {
            Steps steps = new Steps(node, canon);
            String scaled = steps.add("Div", node.input(0), node.input(1));
            String shifted = steps.add("Add", scaled, node.input(2));
            String clipped = steps.add("Clip", shifted, steps.number(low), steps.number(high));
            String rounded = rounded(node, steps, clipped);
            String centred = steps.add("Sub", rounded, node.input(2));
            return steps.end("Mul", centred, node.input(1));
        }

        private static String rounded(Node node, Steps steps, String x) {
            String mode = node.attributes().text("rounding_mode", "ROUND").toUpperCase(java.util.Locale.ROOT);
            return switch (mode) {
                case "ROUND", "HALF_EVEN" -> steps.add("Round", x);
                case "CEIL" -> steps.add("Ceil", x);
                case "FLOOR" -> steps.add("Floor", x);
                case "ROUND_TO_ZERO", "DOWN" ->
                    steps.add("Mul", steps.add("Sign", x), steps.add("Floor", steps.add("Abs", x)));
                case "UP" -> steps.add("Mul", steps.add("Sign", x), steps.add("Ceil", steps.add("Abs", x)));
                case "HALF_UP" ->
                    steps.add(
                            "Mul",
                            steps.add("Sign", x),
                            steps.add("Floor", steps.add("Add", steps.add("Abs", x), steps.number(0.5))));
                case "HALF_DOWN" ->
                    steps.add(
                            "Mul",
                            steps.add("Sign", x),
                            steps.add("Ceil", steps.add("Sub", steps.add("Abs", x), steps.number(0.5))));
                default ->
                    throw new BadInputException("%s: rounding_mode '%s' is unknown".formatted(node.describe(), mode));
            };
        }
    }

    /** BipolarQuant: the sign of x times the scale, 0 counting as positive. */
    private static final class BipolarQuant extends Composite {
        BipolarQuant(String domain) {
            super(domain, "BipolarQuant");
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            Steps steps = new Steps(node, canon);
            String positive = steps.add("GreaterOrEqual", node.input(0), steps.number(0));
            return steps.end("Where", positive, node.input(1), steps.add("Neg", node.input(1)));
        }
    }

    private static float number(Node node, int index, String what, Canon canon) {
        return canon.facts()
                .constant(node, index)
                .filter(t -> t.elements() == 1)
                .map(t -> t.floats()[0])
                .orElseThrow(() -> new BadInputException(
                        "%s: its %s must be one constant number".formatted(node.describe(), what)));
    }

    /** Plain operators, one after another. */
    private static final class Steps {
        private final Node node;
        private final Canon canon;
        private final List<Node> nodes = new ArrayList<>();

        Steps(Node node, Canon canon) {
            this.node = node;
            this.canon = canon;
        }

        String number(double value) {
            return canon.constant(node.name() + "_constant", Tensor.ofFloats(new float[] {(float) value}));
        }

        String add(String type, String... inputs) {
            String output = canon.name(node.output() + "_step" + nodes.size());
            nodes.add(Node.of(node.name() + "_step" + nodes.size(), type, List.of(inputs), output));
            return output;
        }

        List<Node> end(String type, String... inputs) {
            nodes.add(Node.of(node.name(), type, List.of(inputs), node.output()));
            return nodes;
        }
    }
}
