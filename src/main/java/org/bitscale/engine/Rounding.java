package org.bitscale.engine;

import org.bitscale.graph.op.TorchText;
import org.bitscale.quant.FloatFormat;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.LevelFormat;

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

    /**
     * Writes the rounding of a variable to the levels of a format, the same that {@link LevelFormat#nearest} gives. The
     * gradient is 1 everywhere.
     *
     * @param variable clamped to the format's levels
     */
    static String of(TorchProgram program, String variable, LevelFormat format) {
        if (format instanceof IntegerFormat) {
            return of(program, variable);
        }
        String detached = program.assign("torch.detach(" + variable + ")");
        String level =
                format instanceof FloatFormat small ? nearest(program, detached, small) : sign(program, detached);
        return straightThrough(program, variable, level);
    }

    /** The value of one variable with the gradient of another. */
    static String straightThrough(TorchProgram program, String gradient, String value) {
        return program.assign("torch.add(%s, torch.sub(%s, torch.detach(%s)))".formatted(value, gradient, gradient));
    }

    private static String sign(TorchProgram program, String variable) {
        return program.assign("torch.sub(torch.mul(torch.ge(%s, 0.), 2.), 1.)".formatted(variable));
    }

    /** Steps are powers of two, so that dividing, rounding half to even and multiplying are exact but for the rounding. */
    private static String nearest(TorchProgram program, String variable, FloatFormat format) {
        String exponent = program.assign("torch.clamp(torch.sub(torch.frexp(%s)[1], 1), %d, None)"
                .formatted(variable, format.smallestExponent()));
        String step =
                program.assign("torch.exp2(torch.to(torch.sub(%s, %d), 6))".formatted(exponent, format.mantissaBits()));
        return program.assign("torch.mul(torch.round(torch.div(%s, %s)), %s)".formatted(variable, step, step));
    }
}
