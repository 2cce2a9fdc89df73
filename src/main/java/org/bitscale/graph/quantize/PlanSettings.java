package org.bitscale.graph.quantize;

import java.util.Map;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.Target;

/**
 * How a plan for a whole network is made.
 *
 * @param weightBits bits of weights, 2 to 8
 * @param activationBits bits of layer inputs, 2 to 8
 * @param granularity who shares a weight scale
 * @param edgeBits bits of weights and input of the first and the last layer, where they are more
 * @param arithmeticBits bits of what Add, Concat and average pools read
 * @param layers what single layers get instead, by node name
 * @param weightRange how ranges of weights are chosen when a network is quantized without training
 * @param activationRange how ranges of activations are chosen then
 * @param target what the file is for
 */
public record PlanSettings(
        int weightBits,
        int activationBits,
        Granularity granularity,
        int edgeBits,
        int arithmeticBits,
        Map<String, LayerOverride> layers,
        RangeRule weightRange,
        RangeRule activationRange,
        Target target) {

    /**
     * Checks the bits; a record without range rules has those from the smallest to the largest value, one
     * without target is for none in particular.
     */
    public PlanSettings {
        weightRange = weightRange == null ? RangeRule.MIN_MAX : weightRange;
        activationRange = activationRange == null ? RangeRule.MIN_MAX : activationRange;
        target = target == null ? Target.ONNXRUNTIME : target;
        IntegerFormat.weights(weightBits);
        IntegerFormat.unsigned(activationBits);
        IntegerFormat.weights(edgeBits);
        IntegerFormat.unsigned(arithmeticBits);
        layers = Map.copyOf(layers);
    }

    /** A plan for no target in particular. */
    public PlanSettings(
            int weightBits,
            int activationBits,
            Granularity granularity,
            int edgeBits,
            int arithmeticBits,
            Map<String, LayerOverride> layers,
            RangeRule weightRange,
            RangeRule activationRange) {
        this(
                weightBits,
                activationBits,
                granularity,
                edgeBits,
                arithmeticBits,
                layers,
                weightRange,
                activationRange,
                Target.ONNXRUNTIME);
    }

    /** Ranges from the smallest to the largest value. */
    public PlanSettings(
            int weightBits,
            int activationBits,
            Granularity granularity,
            int edgeBits,
            int arithmeticBits,
            Map<String, LayerOverride> layers) {
        this(
                weightBits,
                activationBits,
                granularity,
                edgeBits,
                arithmeticBits,
                layers,
                RangeRule.MIN_MAX,
                RangeRule.MIN_MAX);
    }

    /** The same plan with other choices for single layers. */
    public PlanSettings withLayers(Map<String, LayerOverride> others) {
        return new PlanSettings(
                weightBits,
                activationBits,
                granularity,
                edgeBits,
                arithmeticBits,
                others,
                weightRange,
                activationRange,
                target);
    }

    /** The same plan with ranges chosen by these rules. */
    public PlanSettings withRanges(RangeRule weights, RangeRule activations) {
        return new PlanSettings(
                weightBits,
                activationBits,
                granularity,
                edgeBits,
                arithmeticBits,
                layers,
                weights,
                activations,
                target);
    }

    /** Per channel, first and last layer and arithmetic at 8 bits. */
    public static PlanSettings of(int weightBits, int activationBits) {
        return new PlanSettings(weightBits, activationBits, Granularity.CHANNEL, 8, 8, Map.of());
    }

    /** The same with weight scales shared like this. */
    public PlanSettings with(Granularity other) {
        return new PlanSettings(
                weightBits,
                activationBits,
                other,
                edgeBits,
                arithmeticBits,
                layers,
                weightRange,
                activationRange,
                target);
    }

    /** The same for a target. */
    public PlanSettings with(Target other) {
        return new PlanSettings(
                weightBits,
                activationBits,
                granularity,
                edgeBits,
                arithmeticBits,
                layers,
                weightRange,
                activationRange,
                other);
    }
}
