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

    /** Weights and input, such as {@code W4A8}, {@code MXFP4_E2M1:A8}, {@code A8} or {@code float}. */
    public String describe() {
        if (isFloat()) {
            return "float";
        }
        return weights.map(LayerPlan::describe).orElse("")
                + input.map(i -> "A" + i.format().bits()).orElse("");
    }

    private static String describe(TensorQuantSpec weights) {
        String mx = weights.scales().powersOfTwo() ? "MX" : "";
        String label = mx + weights.format().label();
        return label.startsWith("W") ? label : label + ":";
    }
}
