package org.bitscale.experiment.run;

import java.util.Arrays;
import java.util.Optional;
import org.bitscale.engine.QatMethod;

/** What a trial does to the float network. */
public enum Method {
    /** Nothing, or training in float by the same recipe: what the others are compared with. */
    FLOAT,
    /** Post-training quantization. */
    PTQ,
    /** Quantization-aware training with the straight-through estimator. */
    STE,
    /** Quantization-aware training with learned step sizes. */
    LSQ,
    /** Quantization-aware training with learned step sizes and offsets. */
    LSQ_PLUS,
    /** Quantization-aware training with learned clipping of activations. */
    PACT,
    /** Quantization-aware training with weights through a hyperbolic tangent and fixed ranges. */
    DOREFA,
    /** Quantization-aware training with gradients of weights scaled element by element. */
    EWGS,
    /** Quantization-aware training with soft rounding of weights. */
    DSQ,
    /** Quantization-aware training with learned clipping of weights and activations. */
    LEARNED_CLIP;

    /** The way of training through quantizers, of the same name; empty where there is none. */
    public Optional<QatMethod> qat() {
        return Arrays.stream(QatMethod.values())
                .filter(qat -> qat.name().equals(name()))
                .findFirst();
    }

    /** Its name for people, such as {@code LSQ+}. */
    public String title() {
        return qat().map(QatMethod::title).orElse(name());
    }

    /** Whether the result holds quantizers. */
    public boolean quantizes() {
        return this != FLOAT;
    }
}
