package org.bitscale.graph.quantize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.pass.Layers;
import org.bitscale.quant.FloatFormat;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;

/**
 * The deployed form: a graph of QuantizeLinear and DequantizeLinear nodes (opset 21) that ONNX Runtime runs in integer
 * kernels. What this gives, computed as it stands, is what every reported figure means.
 */
public final class QdqExport {

    private static final IntegerFormat UINT8 = IntegerFormat.unsigned(IntegerFormat.BYTE_BITS);
    private static final IntegerFormat UINT16 = IntegerFormat.unsigned(IntegerFormat.MOST_BITS);

    private final Graph graph;
    private final Placement placement;
    private final Map<Site, QParams> activations;
    private final Map<String, QuantizedWeights> weights;
    private final Layout layout;
    private final boolean limitsAsCodes;
    private final Layers layers;
    private final Map<String, Tensor> constants;
    private final List<Node> nodes = new ArrayList<>();

    private QdqExport(
            Graph graph,
            Placement placement,
            Map<Site, QParams> activations,
            Map<String, QuantizedWeights> weights,
            Layout layout,
            boolean limitsAsCodes) {
        this.graph = graph;
        this.placement = placement;
        this.activations = activations;
        this.weights = weights;
        this.layout = layout;
        this.limitsAsCodes = limitsAsCodes;
        this.layers = new Layers(graph);
        this.constants = new LinkedHashMap<>(graph.constants());
    }

    /**
     * Writes a plan into a graph.
     *
     * @param graph batch normalizations folded, biases as real numbers
     * @param placement where activations are quantized
     * @param activations parameters of {@link Placement#ownSites()}
     * @param weights integer weights by node name; layers not named keep float weights
     */
    public static Graph of(
            Graph graph,
            Placement placement,
            Map<Site, QParams> activations,
            Map<String, QuantizedWeights> weights,
            Layout layout) {
        return new QdqExport(graph, placement, activations, weights, layout, true).run();
    }

    /**
     * The same network with every tensor of {@code graph} still there under its name, to look into: it computes the same,
     * but ONNX Runtime may not run it in integer kernels.
     */
    public static Graph traceable(
            Graph graph, Placement placement, Map<Site, QParams> activations, Map<String, QuantizedWeights> weights) {
        return new QdqExport(graph, placement, activations, weights, Layout.FAST, false).run();
    }

    /** Name of the integer tensor at a site, which a comparison layer by layer exposes. */
    public static String integerTensor(Site site) {
        return site.tensor() + "_q" + site.bits();
    }

    private Graph run() {
        graph.inputs().forEach(input -> quantize(input.name(), input.name(), Bounds.NONE));
        for (Node node : graph.nodes()) {
            Optional<Bounds> bounds = clamped(node);
            if (bounds.isPresent()) {
                quantize(node.output(), node.input(0), bounds.get());
                continue;
            }
            Node rewired = node;
            for (int i = 0; i < node.inputs().size(); i++) {
                Optional<Site> site = placement.read(node, i);
                if (site.isPresent()) {
                    rewired = rewired.withInput(i, dequantized(site.get()));
                }
            }
            if (weights.containsKey(node.name())) {
                rewired = quantizeWeights(rewired, node);
            }
            boolean outputIsQuantized = graph.isOutput(node.output())
                    && !placement.sites(node.output()).isEmpty();
            String made = outputIsQuantized ? node.output() + "_float" : node.output();
            nodes.add(rewired.withOutput(made));
            quantize(node.output(), made, Bounds.NONE);
            node.outputs().stream().skip(1).forEach(output -> quantize(output, output, Bounds.NONE));
        }
        return graph.with(nodes, constants);
    }

    /** Real limits of a tensor. */
    private record Bounds(float low, float high) {
        static final Bounds NONE = new Bounds(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }

    /**
     * The limits of a Clip that nobody reads but a quantizer. Rounding keeps order, so that clamping the integers gives
     * the same; the product before it then feeds its quantizer directly, which integer kernels need, while ONNX Runtime
     * would fuse product and Clip in float. Other runtimes know the Clip of real numbers only.
     */
    private Optional<Bounds> clamped(Node node) {
        if (!limitsAsCodes
                || placement.target().signedActivations()
                || !node.is("Clip")
                || graph.isOutput(node.output())
                || !layers.onlyConsumer(node.input(0)).map(node::equals).orElse(false)
                || !placement.sites(node.input(0)).isEmpty()) {
            return Optional.empty();
        }
        boolean onlyQuantized = layers.consumers(node.output()).stream()
                .allMatch(reader -> IntStream.range(0, reader.inputs().size())
                        .filter(i -> reader.input(i).equals(node.output()))
                        .allMatch(i -> placement.read(reader, i).isPresent()));
        Optional<Site> first = placement.sites(node.output()).stream().findFirst();
        boolean own = first.isPresent() && placement.parametersOf(first.get()).equals(first.get());
        Optional<Float> low = limit(node, 1, Float.NEGATIVE_INFINITY);
        Optional<Float> high = limit(node, 2, Float.POSITIVE_INFINITY);
        return own && onlyQuantized && low.isPresent() && high.isPresent()
                ? Optional.of(new Bounds(low.get(), high.get()))
                : Optional.empty();
    }

    private Optional<Float> limit(Node clip, int index, float without) {
        if (!clip.hasInput(index)) {
            return Optional.of(without);
        }
        return graph.constant(clip, index)
                .filter(tensor -> tensor.elements() == 1)
                .map(tensor -> tensor.floats()[0]);
    }

    private String dequantized(Site site) {
        boolean carriesOutput = graph.isOutput(site.tensor())
                && placement.sites(site.tensor()).get(0).equals(site);
        return carriesOutput ? site.tensor() : site.tensor() + "_dq" + site.bits();
    }

    /** Adds the chain of quantizers on a tensor that the tensor {@code made} feeds, the first of them within limits. */
    private void quantize(String tensor, String made, Bounds limits) {
        String source = made;
        Bounds bounds = limits;
        for (Site site : placement.sites(tensor)) {
            Site owner = placement.parametersOf(site);
            QParams parameters = activations.get(owner);
            String name = tensor + "_" + site.bits() + "bit";
            boolean wide = site.bits() > IntegerFormat.BYTE_BITS;
            DataType stored =
                    wide ? DataType.UINT16 : placement.target().signedActivations() ? DataType.INT8 : DataType.UINT8;
            String scale = constant(name + "_scale", Tensor.ofFloats(new float[] {parameters.scale()}));
            String zero = constant(name + "_zero", code(parameters.zeroPoint(), stored));
            String integers = integerTensor(site);
            IntegerFormat format = IntegerFormat.unsigned(site.bits());
            int lowest = code(bounds.low(), format.qmin(), parameters, format);
            int highest = code(bounds.high(), format.qmax(), parameters, format);
            bounds = Bounds.NONE;
            boolean clip = owner.equals(site) && (lowest > 0 || highest < (wide ? UINT16 : UINT8).qmax());
            String raw = clip && !wide ? integers + "_unclipped" : integers;
            if (clip && wide) {
                source = clipped(name, source, parameters.dequantize(lowest), parameters.dequantize(highest));
            }
            nodes.add(Node.of(name + "_quantize", "QuantizeLinear", List.of(source, scale, zero), raw));
            if (clip && !wide) {
                String low = constant("codes_" + lowest, code(lowest, stored));
                String high = constant("codes_" + highest, code(highest, stored));
                nodes.add(Node.of(name + "_clip", "Clip", List.of(raw, low, high), integers));
            }
            String real = dequantized(site);
            nodes.add(Node.of(name + "_dequantize", "DequantizeLinear", List.of(integers, scale, zero), real));
            source = real;
        }
    }

    /** Real numbers within the levels of codes of 9 to 15 bits, as integers of 16 bits have no Clip. */
    private String clipped(String name, String source, float lowest, float highest) {
        String low = constant(name + "_lowest", Tensor.ofFloats(new float[] {lowest}));
        String high = constant(name + "_highest", Tensor.ofFloats(new float[] {highest}));
        nodes.add(Node.of(name + "_clip", "Clip", List.of(source, low, high), name + "_clipped"));
        return name + "_clipped";
    }

    /** The code of a limit; {@code without} where there is none. */
    private static int code(float limit, int without, QParams parameters, IntegerFormat format) {
        return Float.isInfinite(limit) ? without : parameters.quantize(limit, format);
    }

    private Node quantizeWeights(Node rewired, Node node) {
        QuantizedWeights chosen = weights.get(node.name());
        boolean packedTable = layout == Layout.SMALL
                && chosen.format() instanceof FloatFormat
                && chosen.format().bits() <= 4;
        QuantizedWeights quantized = packedTable ? chosen : chosen.asIntegers();
        if (!quantized.isInteger()) {
            WeightExpression expression = WeightExpression.of(
                    node.name() + ".weight", Weights.of(node, constants.get(node.input(1))), quantized, layout);
            constants.putAll(expression.constants());
            nodes.addAll(expression.nodes());
            return rewired.withInput(1, expression.result());
        }
        Tensor original = constants.get(node.input(1));
        int axis = Weights.channelAxis(node);
        boolean packed = layout == Layout.SMALL && quantized.format().bits() <= 4;
        Optional<Site> input = placement.read(node, 0).filter(site -> site.bits() <= IntegerFormat.BYTE_BITS);
        int shift = input.map(site -> shift(quantized, site.bits())).orElse(0);
        int stored = packed ? 0 : shift;

        long[] codes = new long[quantized.codes().length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (long) quantized.codes()[i] << stored;
        }
        String name = node.name() + ".weight";
        String codesName = constant(
                name + "_codes", Tensor.ofLongs(packed ? DataType.INT4 : DataType.INT8, codes, original.sizes()));
        String scaleName = constant(name + "_scale", scales(quantized.scales(), stored));
        List<String> inputs = new ArrayList<>(List.of(codesName, scaleName));
        if (node.is("Gemm")) {
            // ONNX Runtime makes an integer kernel of a Gemm only where the zero point is said, be it 0.
            Tensor zeros = Tensor.ofLongs(
                    packed ? DataType.INT4 : DataType.INT8,
                    new long[quantized.scales().length],
                    constants.get(scaleName).sizes());
            inputs.add(constant(name + "_zero", zeros));
        }
        nodes.add(Node.of(
                name + "_dequantize",
                "DequantizeLinear",
                inputs,
                name + "_real",
                Attributes.of("axis", quantized.scales().length == 1 ? 0 : axis)));
        Node result = rewired.withInput(1, name + "_real");
        if (input.isEmpty() || !node.hasInput(2)) {
            return result;
        }
        float inputScale = activations.get(placement.parametersOf(input.get())).scale();
        return result.withInput(2, bias(node, inputScale, quantized.scales(), shift));
    }

    /**
     * The bias as int32 in steps of input scale times weight scale, which is what fused kernels assume; rounded to such
     * steps where the target reads it in float.
     */
    private String bias(Node node, float inputScale, float[] weightScales, int shift) {
        float[] bias = constants.get(node.input(2)).floats();
        float[] steps = new float[weightScales.length];
        for (int c = 0; c < steps.length; c++) {
            steps[c] = inputScale * Math.scalb(weightScales[c], -shift);
        }
        long[] codes = new long[bias.length];
        for (int c = 0; c < codes.length; c++) {
            double code = Math.rint((double) bias[c] / steps[steps.length == 1 ? 0 : c]);
            codes[c] = (long) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, code));
        }
        String name = node.name() + ".bias";
        if (placement.target().floatBiases()) {
            float[] rounded = new float[bias.length];
            for (int c = 0; c < rounded.length; c++) {
                rounded[c] = codes[c] * steps[steps.length == 1 ? 0 : c];
            }
            return constant(name + "_rounded", Tensor.ofFloats(rounded, rounded.length));
        }
        String codesName = constant(name + "_codes", Tensor.ofLongs(DataType.INT32, codes, codes.length));
        String scaleName = constant(
                name + "_scale", steps.length == 1 ? Tensor.ofFloats(steps) : Tensor.ofFloats(steps, steps.length));
        nodes.add(Node.of(
                name + "_dequantize",
                "DequantizeLinear",
                List.of(codesName, scaleName),
                name + "_real",
                Attributes.of("axis", 0)));
        return name + "_real";
    }

    /**
     * How far codes can be shifted up within an int8. Where it can be helped, two products of an input and a weight still
     * fit into 16 bits, so that processors that add in pairs with saturation (x86 without VNNI) lose nothing.
     */
    static int shift(QuantizedWeights quantized, int inputBits) {
        int magnitude = 0;
        for (int code : quantized.codes()) {
            magnitude = Math.max(magnitude, Math.abs(code));
        }
        int inputs = IntegerFormat.unsigned(inputBits).qmax();
        int shift = 0;
        while (shift < 8 - quantized.format().bits()
                && fitsInt8(quantized, shift + 1)
                && 2L * inputs * ((long) magnitude << (shift + 1)) <= Short.MAX_VALUE) {
            shift++;
        }
        return shift;
    }

    private static boolean fitsInt8(QuantizedWeights quantized, int shift) {
        for (int code : quantized.codes()) {
            int shifted = code << shift;
            if (shifted < Byte.MIN_VALUE || shifted > Byte.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }

    private static Tensor scales(float[] scales, int shift) {
        float[] shifted = new float[scales.length];
        for (int c = 0; c < shifted.length; c++) {
            shifted[c] = Math.scalb(scales[c], -shift);
        }
        return shifted.length == 1 ? Tensor.ofFloats(shifted) : Tensor.ofFloats(shifted, shifted.length);
    }

    /** A code of an activation, as the target has it. */
    private static Tensor code(int value, DataType stored) {
        int shifted = stored == DataType.INT8 ? value + Byte.MIN_VALUE : value;
        return Tensor.ofLongs(stored, new long[] {shifted});
    }

    private String constant(String name, Tensor tensor) {
        constants.put(name, tensor);
        return name;
    }
}
