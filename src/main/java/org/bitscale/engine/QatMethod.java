package org.bitscale.engine;

import java.util.Locale;
import org.bitscale.BadInputException;
import org.bitscale.Texts;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.LevelFormat;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.TensorQuantSpec;

/**
 * How a network is trained through its quantizers: one way of quantizing weights and one of quantizing activations.
 * Everything rounds by ONNX's rule and ends in integers, scales and zero points, whatever the way there. What {@link
 * #help()} says of each stands in a resource bundle, with its source, formula and use.
 */
public enum QatMethod {
    /**
     * Straight-through estimator (Bengio et al. 2013) with observed ranges: weight scales follow the largest magnitude,
     * activation ranges a moving average of what the batches take (Jacob et al. 2018): {@code ∂round(v)/∂v := 1} inside
     * the range. For 8 to 4 bits, and as the plain method that others are compared with.
     */
    STE("STE", (layer, aids) -> new ObservedWeights(layer), ObservedActivations::new),
    /**
     * Learned step size (Esser et al. 2020): scales are parameters with the gradient {@code round(v) − v} inside the
     * range and the code outside, multiplied by {@code 1/√(n·qmax)}. Scales start where the squared error of what was
     * calibrated is smallest (activations of 8 bits: at the full range), the paper's {@code 2·mean|x|/√qmax} being far
     * too small for sparse activations; where a scale starts lower than the paper's, its gradient is reduced by the
     * square of the ratio, which gives it the relative speed that the paper balanced. A step changes a scale by a tenth
     * at most, so that it stays positive. The first choice for 2 to 4 bits.
     */
    LSQ("LSQ", (layer, aids) -> new LearnedStepWeights(layer), LearnedStepActivations::new),
    /**
     * Learned step size and offset (Bhalgat et al. 2020): as {@link #LSQ}, and activations that go below zero learn their
     * offset β too, {@code x̂ = clamp(round(x/s), o, o + qmax)·s} with {@code o = round(β/s)}, β's gradient being 1 where
     * x is clipped. For networks with activations such as Swish, GELU or leaky ReLU, and for low bits at additions; where
     * everything quantized is at least zero it is {@link #LSQ}. Weights keep a zero point of 0, as the paper advises.
     */
    LSQ_PLUS("LSQ+", (layer, aids) -> new LearnedStepWeights(layer), LearnedOffsetActivations::of),
    /**
     * Parameterized clipping activation (Choi et al. 2018): {@code y = clamp(x, 0, α)} with the scale {@code α/qmax},
     * α's gradient being 1 where x is clipped and 0 elsewhere, with an L2 penalty on α; weights by statistics-aware
     * binning (SAWB, same authors), {@code α_w = c₁·√E(w²) − c₂·E|w|}. For ReLU networks at 2 to 4 bits whose learned
     * scales drift; activations that go below zero have their range observed.
     */
    PACT("PACT", (layer, aids) -> new BinnedWeights(layer), LearnedClipActivations::of),
    /**
     * DoReFa-Net (Zhou et al. 2016): weights through {@code tanh(w)/max|tanh(w)|}, which bounds them and calms outliers;
     * activations under fixed ranges. The paper's range [0, 1] suits networks built for it; for a trained network it is
     * the range of smallest squared error in the calibration. Cheapest of all; for 3 bits and more.
     */
    DOREFA("DoReFa", (layer, aids) -> new TanhWeights(layer), FixedActivations::new),
    /**
     * Element-wise gradient scaling (Lee et al. 2021) on the weights of {@link #LSQ}: {@code g·(1 + δ·sign(g)·(v −
     * round(v)))}. A weight that a step moves away from its code moves slower or faster by its distance to it. For long
     * trainings at 2 to 3 bits.
     */
    EWGS(
            "EWGS",
            (layer, aids) -> new ScaledGradientWeights(new LearnedStepWeights(layer), aids.gradientScaling()),
            LearnedStepActivations::new),
    /**
     * Differentiable soft quantization (Gong et al. 2019) on the weights of {@link #LSQ}: the gradient of rounding is
     * that of a staircase of hyperbolic tangents, large where a code changes and small at the codes. For 2 to 3 bits
     * where weights oscillate.
     */
    DSQ("DSQ", (layer, aids) -> new SoftRoundingWeights(new LearnedStepWeights(layer)), LearnedStepActivations::new),
    /**
     * Learned clipping of weights and activations: both as {@link #PACT} does activations, {@code ŵ =
     * clamp(round(w/s), qmin, qmax)·s} with {@code s = α/qmax} and α's gradient from clipped weights alone. For networks
     * whose weights have outliers.
     */
    LEARNED_CLIP("learned clip", (layer, aids) -> new LearnedClipWeights(layer), LearnedClipActivations::of);

    private static final Texts TEXTS = new Texts("org.bitscale.engine.messages");

    private final String title;
    private final WeightQuantizer.Factory weights;
    private final ActivationQuantizer.Factory activations;

    QatMethod(String title, WeightQuantizer.Factory weights, ActivationQuantizer.Factory activations) {
        this.title = title;
        this.weights = weights;
        this.activations = activations;
    }

    /** Its name in the literature, such as {@code LSQ+}. */
    public String title() {
        return title;
    }

    /** Its name in files and on the command line, such as {@code lsq_plus}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is called, in a few words. */
    public String summary() {
        return TEXTS.text(word());
    }

    /** Source, formula and use, for people, in a few sentences. */
    public String help() {
        return TEXTS.text(word() + ".help");
    }

    /**
     * Checks that every layer of a plan can be trained so.
     *
     * @throws BadInputException naming the first layer that cannot, and the reason
     */
    public void requireFits(QuantPlan plan) {
        plan.layers().forEach((name, layer) -> layer.weights().ifPresent(weights -> requireFits(name, weights)));
    }

    private void requireFits(String layer, TensorQuantSpec weights) {
        boolean ownWay =
                !(weights.format() instanceof LevelFormat) || weights.scales().powersOfTwo();
        boolean integers = weights.format() instanceof IntegerFormat format
                && !format.isTernary()
                && format.bits() <= IntegerFormat.BYTE_BITS;
        if (needsIntegers() && !integers && !ownWay) {
            throw new BadInputException(
                    "%s trains weights that are integers of 2 to 8 bits, but layer '%s' has %s; train it by ste or lsq"
                            .formatted(title, layer, weights.format().label()));
        }
    }

    /** SAWB's numbers are fitted for integers; the soft staircase has steps of one. */
    private boolean needsIntegers() {
        return this == PACT || this == DSQ;
    }

    /** How it quantizes weights. */
    WeightQuantizer.Factory weights() {
        return weights;
    }

    /** How it quantizes activations. */
    ActivationQuantizer.Factory activations() {
        return activations;
    }
}
