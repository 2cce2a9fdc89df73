package org.bitscale.quant;

import java.util.Optional;

/**
 * How one layer is quantized.
 *
 * @param weights its weights; empty for layers without (Add, Concat, pools) and where they stay in float
 * @param input its input, every one if it has several; empty where the layer runs in float
 */
public record LayerPlan(Optional<TensorQuantSpec> weights, Optional<TensorQuantSpec> input) {

    /** A layer that runs in float. */
    public static final LayerPlan FLOAT = new LayerPlan(Optional.empty(), Optional.empty());

    /** A layer with weights. */
    public static LayerPlan weighted(TensorQuantSpec weights, TensorQuantSpec input) {
        return new LayerPlan(Optional.of(weights), Optional.of(input));
    }

    /** A layer without weights. */
    public static LayerPlan arithmetic(TensorQuantSpec input) {
        return new LayerPlan(Optional.empty(), Optional.of(input));
    }

    /** Whether it runs in float. */
    public boolean isFloat() {
        return weights.isEmpty() && input.isEmpty();
    }

    /** Bits of weights and input, such as {@code W4A8}, {@code A8} or {@code float}. */
    public String describe() {
        if (isFloat()) {
            return "float";
        }
        return weights.map(w -> "W" + w.format().bits()).orElse("")
                + input.map(i -> "A" + i.format().bits()).orElse("");
    }
}
