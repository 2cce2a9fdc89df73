package org.bitscale.engine;

import org.bitscale.graph.op.TorchText;

/**
 * Rounding that gradients pass. It is written {@code (v + 1.5·2²³) − 1.5·2²³}: in float32 exactly round-half-even for |v|
 * below 2²², and its gradient is 1, so that the straight-through estimator needs no pass of its own.
 */
final class Rounding {

    /** Keeps a division by a scale finite. */
    static final String SMALLEST_SCALE = "1.0e-12";

    private static final String MAGIC = "12582912.";

    private Rounding() {}

    /** Writes the rounding of a variable. */
    static String of(TorchProgram program, String variable) {
        return program.assign("torch.sub_(torch.add(%s, %s), %s)".formatted(variable, MAGIC, MAGIC));
    }

    /** Writes the clamping of a variable between two numbers. */
    static String clamp(TorchProgram program, String variable, double low, double high) {
        return program.assign(
                "torch.hardtanh(%s, %s, %s)".formatted(variable, TorchText.real(low), TorchText.real(high)));
    }

    /**
     * Writes the quantizer of a range that begins at a whole number known as a tensor only: clamps first, so that the
     * gradient passes wherever the value is inside, and rounds on the grid of whole numbers, not on one shifted.
     *
     * @param first the expression of the lowest integer; gets the gradient of what is clamped
     * @param length of the range
     */
    static String within(TorchProgram program, String variable, String first, int length) {
        String above = program.assign("torch.sub(%s, %s)".formatted(variable, first));
        String clamped = program.assign("torch.hardtanh_(%s, 0., %s)".formatted(above, TorchText.real(length)));
        return program.assign(
                "torch.sub_(torch.add(%s, torch.add(%s, %s)), %s)".formatted(clamped, first, MAGIC, MAGIC));
    }
}
