package org.bitscale.quant;

/**
 * Scale and zero point of a tensor.
 *
 * @param scale step between levels, positive and finite
 * @param zeroPoint the integer that stands for real 0
 */
public record QParams(float scale, int zeroPoint) {

    /** Checks the scale. */
    public QParams {
        if (!(scale > 0) || Float.isInfinite(scale)) {
            throw new IllegalArgumentException("a scale must be positive and finite, but is " + scale);
        }
    }

    /**
     * The parameters under which {@code range}, widened to contain 0, just fits {@code format}: ONNX Runtime's rule.
     * A range of nothing but 0 gets scale 1.
     */
    public static QParams ofRange(Range range, IntegerFormat format, boolean symmetric) {
        double min = Math.min(range.min(), 0);
        double max = Math.max(range.max(), 0);
        if (symmetric) {
            max = Math.max(max, -min);
            min = -max;
        }
        int qmin = format.qmin();
        int qmax = format.qmax();
        float scale = (float) ((max - min) / (qmax - qmin));
        if (scale < Float.MIN_NORMAL) {
            scale = 1;
        }
        int zeroPoint = symmetric
                ? (int) Math.rint((qmax + qmin) / 2.0)
                : (int) Math.max(qmin, Math.min(qmax, Math.rint(qmin - min / scale)));
        return new QParams(scale, zeroPoint);
    }

    /** clamp(roundHalfEven(x/scale) + zeroPoint). */
    public int quantize(float x, IntegerFormat format) {
        double rounded = Math.rint(x / scale);
        return (int) Math.max(format.qmin(), Math.min(format.qmax(), rounded + zeroPoint));
    }

    /** (q − zeroPoint)·scale. */
    public float dequantize(int q) {
        return (q - zeroPoint) * scale;
    }

    /** Quantizes each element. */
    public int[] quantize(float[] x, IntegerFormat format) {
        int[] q = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            q[i] = quantize(x[i], format);
        }
        return q;
    }

    /** Quantizes and dequantizes each element. */
    public float[] fakeQuantize(float[] x, IntegerFormat format) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = dequantize(quantize(x[i], format));
        }
        return y;
    }

    /** Dequantizes each element. */
    public float[] dequantize(int[] q) {
        float[] x = new float[q.length];
        for (int i = 0; i < q.length; i++) {
            x[i] = dequantize(q[i]);
        }
        return x;
    }
}
