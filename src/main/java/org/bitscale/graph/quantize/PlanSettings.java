package org.bitscale.graph.quantize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bitscale.quant.ActivationScaling;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSharing;
import org.bitscale.quant.Target;
import org.bitscale.quant.TensorQuantSpec;
import org.bitscale.quant.WeightFormat;

/**
 * How a plan for a whole network is made.
 *
 * @param weightFormat what weights are
 * @param weightBits bits of weights, 1 to 16; formats with bits of their own take no notice
 * @param activationBits bits of layer inputs, 1 to 16
 * @param granularity who shares a weight scale
 * @param groupSize weights of an output channel that share one under {@link Granularity#GROUP}; 0 else
 * @param edgeBits bits of weights, integers then, and of input of the first and the last layer, where they are more
 * @param arithmeticBits bits of what Add, Concat and average pools read
 * @param layers what single layers get instead, by node name
 * @param weightRange how ranges of weights are chosen when a network is quantized without training
 * @param activationRange how ranges of activations are chosen then
 * @param target what the file is for
 * @param activationScaling when ranges of activations are known
 */
public record PlanSettings(
        WeightFormat weightFormat,
        int weightBits,
        int activationBits,
        Granularity granularity,
        int groupSize,
        int edgeBits,
        int arithmeticBits,
        Map<String, LayerOverride> layers,
        RangeRule weightRange,
        RangeRule activationRange,
        Target target,
        ActivationScaling activationScaling) {

    /**
     * Checks the bits; a record without range rules has those from the smallest to the largest value, one
     * without target is for none in particular.
     */
    public PlanSettings {
        weightFormat = weightFormat == null ? WeightFormat.INTEGER : weightFormat;
        weightRange = weightRange == null ? RangeRule.MIN_MAX : weightRange;
        activationRange = activationRange == null ? RangeRule.MIN_MAX : activationRange;
        ScaleSharing sharing = ScaleSharing.of(granularity, groupSize);
        groupSize = sharing.groupSize();
        weightFormat.spec(weightBits, sharing);
        target = target == null ? Target.ONNXRUNTIME : target;
        activationScaling = activationScaling == null ? ActivationScaling.STATIC : activationScaling;
        IntegerFormat.unsigned(activationBits);
        TensorQuantSpec.integers(edgeBits);
        IntegerFormat.unsigned(arithmeticBits);
        layers = Map.copyOf(layers);
    }

    /** Integers, with ranges from the smallest to the largest value. */
    public PlanSettings(
            int weightBits,
            int activationBits,
            Granularity granularity,
            int edgeBits,
            int arithmeticBits,
            Map<String, LayerOverride> layers) {
        this(
                WeightFormat.INTEGER,
                weightBits,
                activationBits,
                granularity,
                ScaleSharing.USUAL_GROUP,
                edgeBits,
                arithmeticBits,
                layers,
                RangeRule.MIN_MAX,
                RangeRule.MIN_MAX,
                Target.ONNXRUNTIME,
                ActivationScaling.STATIC);
    }

    /** Per channel, first and last layer and arithmetic at 8 bits. */
    public static PlanSettings of(int weightBits, int activationBits) {
        return new PlanSettings(weightBits, activationBits, Granularity.CHANNEL, 8, 8, Map.of());
    }

    /** What a layer with weights gets that nothing is said of. */
    LayerOverride ofLayer(boolean edge) {
        int inputs = edge ? Math.max(edgeBits, activationBits) : activationBits;
        boolean more = edge
                && edgeBits > weightFormat.spec(weightBits, sharing()).format().bits();
        return more
                ? new LayerOverride(true, edgeBits, inputs)
                : new LayerOverride(true, weightFormat, weightBits, inputs);
    }

    /** Who shares a weight scale. */
    public ScaleSharing sharing() {
        return ScaleSharing.of(granularity, groupSize);
    }

    /** Weights and inputs of most layers, such as {@code W4A8} or {@code mxfp4_e2m1:A8}. */
    public String scheme() {
        return ofLayer(false).toString();
    }

    /**
     * Whether a batch normalization cannot be folded into quantized weights: its factors, one for each channel, would break
     * up a scale that channels share, or make a power of two another number.
     */
    public boolean needsFoldedNorm() {
        return granularity == Granularity.TENSOR
                || weightFormat.spec(weightBits, sharing()).scales().powersOfTwo()
                || layers.values().stream().anyMatch(layer -> layer.weightFormat()
                        .spec(layer.weightBits(), sharing())
                        .scales()
                        .powersOfTwo());
    }

    /** The same plan with other choices for single layers. */
    public PlanSettings withLayers(Map<String, LayerOverride> others) {
        return changed(to -> to.layers = others);
    }

    /** The same plan, in which layers that it says nothing of have these choices. */
    public PlanSettings withRest(Map<String, LayerOverride> rest) {
        Map<String, LayerOverride> all = new LinkedHashMap<>(rest);
        all.putAll(layers);
        return withLayers(all);
    }

    /** The same plan with weights and activations of other bits. */
    public PlanSettings withBits(int weights, int activations) {
        return changed(to -> {
            to.weightBits = weights;
            to.activationBits = activations;
        });
    }

    /** The same plan with other bits of the first and last layer, and of layers without weights. */
    public PlanSettings withOtherBits(int edge, int arithmetic) {
        return changed(to -> {
            to.edgeBits = edge;
            to.arithmeticBits = arithmetic;
        });
    }

    /** The same plan with ranges chosen by these rules. */
    public PlanSettings withRanges(RangeRule weights, RangeRule activations) {
        return changed(to -> {
            to.weightRange = weights;
            to.activationRange = activations;
        });
    }

    /** The same plan with weights of another format. */
    public PlanSettings with(WeightFormat other) {
        return changed(to -> to.weightFormat = other);
    }

    /** The same with weight scales shared like this. */
    public PlanSettings with(ScaleSharing other) {
        return changed(to -> {
            to.granularity = other.granularity();
            to.groupSize = other.groupSize();
        });
    }

    /** The same with weight scales shared like this, groups being of the usual size. */
    public PlanSettings with(Granularity other) {
        return with(ScaleSharing.of(other, ScaleSharing.USUAL_GROUP));
    }

    /** The same with ranges of activations known at another time. */
    public PlanSettings with(ActivationScaling other) {
        return changed(to -> to.activationScaling = other);
    }

    /** Whether ranges of activations are found as the network runs. */
    public boolean isDynamic() {
        return activationScaling == ActivationScaling.DYNAMIC;
    }

    /** The same for a target. */
    public PlanSettings with(Target other) {
        return changed(to -> to.target = other);
    }

    private PlanSettings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** A plan being changed: what a change does not name stays as it is. */
    private static final class Draft {

        private WeightFormat weightFormat;
        private int weightBits;
        private int activationBits;
        private Granularity granularity;
        private int groupSize;
        private int edgeBits;
        private int arithmeticBits;
        private Map<String, LayerOverride> layers;
        private RangeRule weightRange;
        private RangeRule activationRange;
        private Target target;
        private ActivationScaling activationScaling;

        Draft(PlanSettings from) {
            weightFormat = from.weightFormat;
            weightBits = from.weightBits;
            activationBits = from.activationBits;
            granularity = from.granularity;
            groupSize = from.groupSize;
            edgeBits = from.edgeBits;
            arithmeticBits = from.arithmeticBits;
            layers = from.layers;
            weightRange = from.weightRange;
            activationRange = from.activationRange;
            target = from.target;
            activationScaling = from.activationScaling;
        }

        PlanSettings done() {
            return new PlanSettings(
                    weightFormat,
                    weightBits,
                    activationBits,
                    granularity,
                    groupSize,
                    edgeBits,
                    arithmeticBits,
                    layers,
                    weightRange,
                    activationRange,
                    target,
                    activationScaling);
        }
    }
}
