package org.bitscale.graph.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;

/**
 * Weights of 7 bits in a file of 8: codes from −64 to 64, for processors that add two products of a uint8 and an int8 with
 * saturation at 16 bits (x86 without VNNI): 255·(64 + 64) still fits. ONNX Runtime's own quantizer calls this
 * {@code reduce_range}.
 */
public final class ReducedRange {

    /** Largest code of a weight, either sign. */
    public static final int LARGEST = 64;

    private ReducedRange() {}

    /**
     * Halves the codes of some output channels and doubles their scales, codes rounded half to even; the bias follows,
     * because integer kernels take its codes to be in steps of input scale times weight scale.
     *
     * @param graph with quantizers
     * @param channels by name of a layer (Conv, Gemm or MatMul whose weights a DequantizeLinear of int8 gives) which
     *     output channels; with one scale for the whole tensor all are halved if any is
     * @throws BadInputException if such weights have a zero point other than 0
     */
    public static Graph of(Graph graph, Map<String, boolean[]> channels) {
        Map<String, Node> producers = graph.producers();
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        Map<String, Node> replaced = new LinkedHashMap<>();
        for (Node layer : graph.nodes()) {
            boolean[] halved = channels.get(layer.name());
            if (halved == null) {
                continue;
            }
            Node weights = producers.get(layer.input(1));
            boolean lastAxis =
                    layer.is("MatMul") || layer.is("Gemm") && layer.attributes().integer("transB", 0) == 0;
            Tensor scale = constants.get(weights.input(1));
            boolean[] own = scale.elements() == 1 ? all(halved) : halved;
            replaced.put(weights.name(), halve(weights, own, lastAxis, constants));
            Optional.ofNullable(producers.get(layer.input(2)))
                    .filter(bias -> bias.is("DequantizeLinear")
                            && graph.constant(bias, 0).isPresent()
                            && constants.get(bias.input(1)).elements() == scale.elements())
                    .ifPresent(bias -> replaced.put(bias.name(), halve(bias, own, false, constants)));
        }
        List<Node> nodes = new ArrayList<>();
        graph.nodes().forEach(node -> nodes.add(replaced.getOrDefault(node.name(), node)));
        return graph.with(nodes, constants);
    }

    private static boolean[] all(boolean[] halved) {
        boolean[] all = new boolean[halved.length];
        for (boolean any : halved) {
            if (any) {
                Arrays.fill(all, true);
            }
        }
        return all;
    }

    private static Node halve(Node dequantizer, boolean[] channels, boolean lastAxis, Map<String, Tensor> constants) {
        Tensor codes = constants.get(dequantizer.input(0));
        Tensor scale = constants.get(dequantizer.input(1));
        if (dequantizer.hasInput(2)
                && Arrays.stream(constants.get(dequantizer.input(2)).longs()).anyMatch(zero -> zero != 0)) {
            throw new BadInputException(
                    ("%s has a zero point other than 0, so that its codes cannot be halved; quantize "
                                    + "the float network anew with symmetric weights")
                            .formatted(dequantizer.describe()));
        }
        long[] values = codes.longs();
        int inner = lastAxis ? 1 : values.length / channels.length;
        for (int i = 0; i < values.length; i++) {
            if (channels[i / inner % channels.length]) {
                values[i] = (long) Math.rint(values[i] / 2.0);
            }
        }
        float[] scales = scale.floats();
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= channels[c] ? 2 : 1;
        }
        String codesName = dequantizer.name() + "_reduced_codes";
        String scaleName = dequantizer.name() + "_reduced_scale";
        constants.put(codesName, Tensor.ofLongs(codes.type(), values, codes.sizes()));
        constants.put(scaleName, Tensor.ofFloats(scales, scale.sizes()));
        return dequantizer.withInput(0, codesName).withInput(1, scaleName);
    }
}
