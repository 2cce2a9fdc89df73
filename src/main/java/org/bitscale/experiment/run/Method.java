package org.bitscale.experiment.run;

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
    LSQ;

    /** The way of training through quantizers; empty where there is none. */
    public Optional<QatMethod> qat() {
        return switch (this) {
            case FLOAT, PTQ -> Optional.empty();
            case STE -> Optional.of(QatMethod.STE);
            case LSQ -> Optional.of(QatMethod.LSQ);
        };
    }

    /** Whether the result holds quantizers. */
    public boolean quantizes() {
        return this != FLOAT;
    }
}
