package org.bitscale.graph.quantize;

import java.util.Map;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;

/**
 * How a plan for a whole network is made.
 *
 * @param weightBits bits of weights, 2 to 8
 * @param activationBits bits of layer inputs, 2 to 8
 * @param granularity who shares a weight scale
 * @param edgeBits bits of weights and input of the first and the last layer, where they are more
 * @param arithmeticBits bits of what Add, Concat and average pools read
 * @param layers what single layers get instead, by node name
 */
public record PlanSettings(
        int weightBits,
        int activationBits,
        Granularity granularity,
        int edgeBits,
        int arithmeticBits,
        Map<String, LayerOverride> layers) {

    /** Checks the bits. */
    public PlanSettings {
        IntegerFormat.weights(weightBits);
        IntegerFormat.unsigned(activationBits);
        IntegerFormat.weights(edgeBits);
        IntegerFormat.unsigned(arithmeticBits);
        layers = Map.copyOf(layers);
    }

    /** Per channel, first and last layer and arithmetic at 8 bits. */
    public static PlanSettings of(int weightBits, int activationBits) {
        return new PlanSettings(weightBits, activationBits, Granularity.CHANNEL, 8, 8, Map.of());
    }

    /** The same with these bits for single layers. */
    public PlanSettings withLayers(Map<String, LayerOverride> others) {
        return new PlanSettings(weightBits, activationBits, granularity, edgeBits, arithmeticBits, others);
    }

    /** The same with weight scales shared like this. */
    public PlanSettings with(Granularity other) {
        return new PlanSettings(weightBits, activationBits, other, edgeBits, arithmeticBits, layers);
    }
}
