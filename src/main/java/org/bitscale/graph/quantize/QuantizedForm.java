package org.bitscale.graph.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Dequantization;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.Canonicalize;
import org.bitscale.graph.pass.MergeScale;

/**
 * A graph with quantizers, read backwards: the real-valued network behind it and the bits each layer has. Whatever wrote
 * the file (ONNX Runtime's quantizer in either format, a converter, QONNX, Bitscale) is in QuantizeLinear and
 * DequantizeLinear nodes when it comes here.
 *
 * <p>Quantizers drop a Relu whose work the clamping of the integers does; here it comes back. An upper limit that was
 * dropped in the same way (Relu6) does not: it cannot be told from the end of a calibrated range.
 *
 * @param real the same network without quantizers, its weights and biases the real numbers that their integers stand for
 * @param layers bits by node, for the nodes that have some
 */
public record QuantizedForm(Graph real, Map<String, LayerBits> layers) {

    /** Integers of a byte that have more values than this are plain integers. */
    private static final int SMALL_TABLE = 16;
    /** Weights for each value of a small table, at least; fewer could be chance. */
    private static final int SMALL_TABLE_USES = 16;
    /** Wider integers that have more values than this are plain integers. */
    private static final int LARGE_TABLE = 256;

    /** Copies, keeping the order. */
    public QuantizedForm {
        layers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /**
     * The bits of a layer.
     *
     * @param weights of its weights, if they are integers
     * @param input of its first input, if that is quantized
     */
    public record LayerBits(OptionalInt weights, OptionalInt input) {
        /** Such as {@code W4A8}, {@code W4} or {@code A8}. */
        public String describe() {
            return (weights.isPresent() ? "W" + weights.getAsInt() : "")
                    + (input.isPresent() ? "A" + input.getAsInt() : "");
        }
    }

    /** Whether a graph holds quantizers. */
    public static boolean isQuantized(Graph graph) {
        return graph.nodes().stream().anyMatch(QuantizedForm::isQuantizer);
    }

    private static boolean isQuantizer(Node node) {
        return node.is("QuantizeLinear")
                || node.is("DequantizeLinear")
                || node.is("DynamicQuantizeLinear")
                || isIntegerProduct(node);
    }

    private static boolean isIntegerProduct(Node node) {
        return node.is("MatMulInteger") || node.is("ConvInteger");
    }

    /**
     * Reads a graph in canonical form; one without quantizers is its own real form.
     *
     * @throws BadInputException if integers are computed with in a way that has no real-valued counterpart
     */
    public static QuantizedForm of(Graph graph, OperatorTable operators) {
        if (!isQuantized(graph)) {
            return new QuantizedForm(graph, Map.of());
        }
        return new Reading(graph, operators).run();
    }

    /** Bits that occur, such as {@code W8A8} or {@code W4A8, W8A8}, most frequent first. */
    public String describe() {
        Map<String, Long> counts = layers.values().stream()
                .filter(bits -> bits.weights().isPresent())
                .collect(Collectors.groupingBy(LayerBits::describe, LinkedHashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /**
     * Bits that choose each weight. So few values among so many weights that it is no chance have come out of a table, of
     * small floats or shared values, or are signs; else {@link #bits}.
     */
    private static int weightBits(long[] codes, int stored) {
        boolean narrow = stored <= Byte.SIZE;
        int most = narrow ? SMALL_TABLE : LARGE_TABLE;
        long values = Arrays.stream(codes).distinct().limit(most + 1L).count();
        boolean table = values > 1 && values <= most && codes.length >= (narrow ? SMALL_TABLE_USES : 2) * values;
        int bits = bits(codes, stored);
        return table ? Math.min(bits, Long.SIZE - Long.numberOfLeadingZeros(values - 1)) : bits;
    }

    /**
     * Fewest bits that hold all codes of symmetric weights. Codes that share a power of two, as Bitscale stores those of
     * few bits, count without it.
     */
    static int bits(long[] codes, int stored) {
        long low = 0;
        long high = 0;
        for (long code : codes) {
            low = Math.min(low, code);
            high = Math.max(high, code);
        }
        int shift = shift(codes);
        int bits = 2;
        while (bits < stored && (low >> shift < -(1L << bits - 1) || high >> shift > (1L << bits - 1) - 1)) {
            bits++;
        }
        return bits;
    }

    /** The power of two that all codes share. */
    static int shift(long[] codes) {
        long all = 0;
        for (long code : codes) {
            all |= code;
        }
        return all == 0 ? 0 : Long.numberOfTrailingZeros(all);
    }

    /** One pass through a graph. */
    private static final class Reading {
        /** Operators that a Relu may have followed; their results are of either sign. */
        private static final Set<String> MAY_BE_NEGATIVE =
                Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub", "Mul", "BatchNormalization", "Sum");

        private final Graph graph;
        private final OperatorTable operators;
        private final Facts facts;
        private final Map<String, Tensor> constants;
        private final Map<String, String> real = new HashMap<>();
        private final Map<String, Integer> weightBits = new HashMap<>();
        private final Map<String, Integer> activationBits = new HashMap<>();
        private final Map<String, LayerBits> layers = new LinkedHashMap<>();
        private final Map<String, Node> makers = new HashMap<>();
        private final List<Node> nodes = new ArrayList<>();

        Reading(Graph graph, OperatorTable operators) {
            this.graph = graph;
            this.operators = operators;
            this.facts = ShapeInference.of(graph, operators);
            this.constants = new LinkedHashMap<>(graph.constants());
        }

        QuantizedForm run() {
            for (Node node : graph.nodes()) {
                if (node.is("QuantizeLinear")) {
                    follow(node, bits(facts.type(node.output()).type()));
                    if (cutsNegative(node)) {
                        rectify(node);
                    }
                } else if (node.is("DequantizeLinear")) {
                    dequantize(node);
                } else if (node.is("DynamicQuantizeLinear")) {
                    dynamic(node);
                } else if (isIntegerProduct(node)) {
                    product(node);
                } else if (isIntegerClip(node)) {
                    follow(node, clippedBits(node));
                } else {
                    keep(node);
                }
            }
            // Weights are constants now, so that layers have a canonical form that they had not before.
            Graph plain = graph.with(named(), constants);
            Graph canonical = Canonicalize.of(plain, Graph.OPSET, operators);
            return new QuantizedForm(MergeScale.of(canonical, ShapeInference.of(canonical, operators)), layers);
        }

        /** What a node makes is, in real numbers, what it reads. */
        private void follow(Node node, int bits) {
            real.put(node.output(), real(node.input(0)));
            activationBits.put(node.output(), bits);
        }

        /** Whether what is quantized may be negative and the lowest code stands for 0. */
        private boolean cutsNegative(Node node) {
            Tensor zero = node.hasInput(2) ? constants.get(node.input(2)) : null;
            long lowest = facts.type(node.output()).type().limits()[0];
            boolean atLowest =
                    zero == null ? lowest == 0 : Arrays.stream(zero.longs()).allMatch(z -> z == lowest);
            Node maker = makers.get(real(node.input(0)));
            return atLowest && maker != null && MAY_BE_NEGATIVE.contains(maker.operator());
        }

        /** A quantizer that cuts off what is negative has taken the place of a Relu: quantizers drop it then. */
        private void rectify(Node node) {
            String rectified = node.output() + "_rectified";
            Node relu = Node.of(node.name() + "_relu", "Relu", List.of(real(node.input(0))), rectified);
            nodes.add(relu);
            makers.put(rectified, relu);
            real.put(node.output(), rectified);
        }

        private String real(String tensor) {
            return real.getOrDefault(tensor, tensor);
        }

        private static int bits(DataType type) {
            return type.bits();
        }

        /** Integers whose scale depends on the data: the real values themselves, at scale 1 and zero point 0. */
        private void dynamic(Node node) {
            follow(node, bits(DataType.UINT8));
            List<Float> scaleAndZero = List.of(1f, 0f);
            for (int i = 1; i < Math.min(3, node.outputs().size()); i++) {
                constants.put(node.outputs().get(i), Tensor.ofFloats(new float[] {scaleAndZero.get(i - 1)}));
            }
        }

        /** A product of integers: of the real values and the weights in units of their scale, multiplied in later. */
        private void product(Node node) {
            Tensor codes = constants.get(node.input(1));
            Tensor zero = node.hasInput(3) ? constants.get(node.input(3)) : Tensor.ofFloats(new float[1]);
            boolean dynamic = activationBits.containsKey(node.input(0)) && codes != null && zero != null;
            if (!dynamic) {
                throw new BadInputException(
                        "%s: it multiplies integers other than those of a DynamicQuantizeLinear with constant weights; the "
                                        .formatted(node.describe())
                                + "real-valued network behind it is unknown");
            }
            boolean conv = node.is("ConvInteger");
            Node axis = node.withAttributes(Attributes.of("axis", conv ? 0 : codes.rank() - 1));
            float[] ones = new float[zero.elements()];
            Arrays.fill(ones, 1);
            Tensor units = ones.length == 1 ? Tensor.ofFloats(ones) : Tensor.ofFloats(ones, ones.length);
            String weights = node.output() + "_weights";
            constants.put(weights, Dequantization.of(axis, codes, units, zero));
            Node real = Node.of(
                    node.name(),
                    conv ? "Conv" : "MatMul",
                    List.of(real(node.input(0)), weights),
                    node.output(),
                    node.attributes());
            nodes.add(real);
            makers.put(real.output(), real);
            int stored = codes.type().bits();
            boolean symmetric = Arrays.stream(zero.longs()).allMatch(z -> z == 0);
            layers.put(
                    node.name(),
                    new LayerBits(
                            OptionalInt.of(symmetric ? QuantizedForm.weightBits(codes.longs(), stored) : stored),
                            OptionalInt.of(activationBits.get(node.input(0)))));
        }

        private void dequantize(Node node) {
            Tensor codes = constants.get(node.input(0));
            Tensor scale = constants.get(node.input(1));
            Tensor zero = node.hasInput(2) ? constants.get(node.input(2)) : null;
            boolean constant = codes != null && scale != null && (zero != null || !node.hasInput(2));
            if (constant) {
                constants.put(node.output(), Dequantization.of(node, codes, scale, zero));
                boolean symmetric = zero == null || Arrays.stream(zero.longs()).allMatch(z -> z == 0);
                int stored = codes.type().bits();
                weightBits.put(node.output(), symmetric ? QuantizedForm.weightBits(codes.longs(), stored) : stored);
            } else if (activationBits.containsKey(node.input(0))) {
                follow(node, activationBits.get(node.input(0)));
            } else {
                throw new BadInputException(
                        "%s: it reads integers that no QuantizeLinear makes; the real-valued network behind it is unknown"
                                .formatted(node.describe()));
            }
        }

        private boolean isIntegerClip(Node node) {
            return node.is("Clip") && activationBits.containsKey(node.input(0)) && isInteger(node.input(0));
        }

        private boolean isInteger(String tensor) {
            return facts.typeOf(tensor).filter(type -> !type.type().isFloat()).isPresent();
        }

        private int clippedBits(Node node) {
            int stored = bits(facts.type(node.input(0)).type());
            if (!constants.containsKey(node.input(1)) || !constants.containsKey(node.input(2))) {
                return stored;
            }
            long levels = constants.get(node.input(2)).longs()[0]
                    - constants.get(node.input(1)).longs()[0]
                    + 1;
            return levels < 2 ? stored : Math.min(stored, 64 - Long.numberOfLeadingZeros(levels - 1));
        }

        private void keep(Node node) {
            boolean readsCodes =
                    node.inputs().stream().anyMatch(input -> activationBits.containsKey(input) && isInteger(input));
            boolean passes = operators.of(node).role(node, facts) == QuantizationRole.PASSING;
            if (readsCodes && !passes) {
                throw new BadInputException(
                        "%s: it computes with integers; the real-valued network behind it is unknown"
                                .formatted(node.describe()));
            }
            Node rewired =
                    node.withInputs(node.inputs().stream().map(this::real).toList());
            nodes.add(rewired);
            rewired.outputs().forEach(output -> makers.put(output, rewired));
            if (passes && activationBits.containsKey(node.input(0))) {
                node.outputs().forEach(output -> activationBits.put(output, activationBits.get(node.input(0))));
            }
            if ((passes || node.is("Slice")) && weightBits.containsKey(node.input(0))) {
                weightBits.put(node.output(), weightBits.get(node.input(0))); // weights in groups, back in their shape
            }
            Integer weights = weightBits.get(node.input(1));
            Integer input = activationBits.get(node.input(0));
            if (weights != null || input != null && !passes) {
                layers.put(node.name(), new LayerBits(optional(weights), optional(input)));
            }
        }

        private static OptionalInt optional(Integer bits) {
            return bits == null ? OptionalInt.empty() : OptionalInt.of(bits);
        }

        /** The nodes, with the outputs' own names on what they are now. */
        private List<Node> named() {
            Map<String, String> renamed = new HashMap<>();
            List<Node> extra = new ArrayList<>();
            for (ValueInfo output : graph.outputs()) {
                String source = real(output.name());
                if (source.equals(output.name())) {
                    continue;
                }
                boolean made = nodes.stream().anyMatch(node -> node.outputs().contains(source));
                if (!made || graph.isOutput(source) || renamed.putIfAbsent(source, output.name()) != null) {
                    extra.add(Node.of(output.name(), "Identity", List.of(source), output.name()));
                }
            }
            List<Node> result = new ArrayList<>(nodes);
            result.addAll(extra);
            return result.stream()
                    .map(node -> node.withInputs(node.inputs().stream()
                                    .map(t -> renamed.getOrDefault(t, t))
                                    .toList())
                            .withOutputs(node.outputs().stream()
                                    .map(t -> renamed.getOrDefault(t, t))
                                    .toList()))
                    .toList();
        }
    }
}
