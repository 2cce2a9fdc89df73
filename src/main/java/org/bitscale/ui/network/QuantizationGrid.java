package org.bitscale.ui.network;

import java.util.stream.IntStream;
import org.bitscale.experiment.Histogram;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.Range;

/**
 * The values that are left of a tensor when it is quantized.
 *
 * @param params scale and zero point
 * @param format the integers
 */
public record QuantizationGrid(QParams params, IntegerFormat format) {

    /** Points of a bin that stand for its values, which count as evenly spread within it. */
    private static final int POINTS = 16;

    /** What is quantized. */
    public enum Kind {
        /** Signed, zero point 0. */
        WEIGHTS,
        /** Unsigned, with a zero point. */
        ACTIVATIONS
    }

    /**
     * What a grid does to a distribution.
     *
     * @param clipped share of the values more than half a step beyond the grid's ends
     * @param sqnr signal-to-quantization-noise ratio in dB; infinite without noise
     */
    public record Fit(double clipped, double sqnr) {}

    /** The grid for a range that is symmetric around 0, as weights have it: the largest magnitude is the largest code. */
    public static QuantizationGrid weights(float largest, int bits) {
        IntegerFormat format = IntegerFormat.weights(bits);
        float scale = largest / format.qmax();
        return new QuantizationGrid(new QParams(scale < Float.MIN_NORMAL ? 1 : scale, 0), format);
    }

    /** The grid that just holds a range and 0. */
    public static QuantizationGrid activations(Range range, int bits) {
        IntegerFormat format = IntegerFormat.unsigned(bits);
        return new QuantizationGrid(QParams.ofRange(range, format, false), format);
    }

    /** The grid over all values of a distribution, which is what quantizing without training takes. */
    public static QuantizationGrid of(Histogram values, Kind kind, int bits) {
        return switch (kind) {
            case WEIGHTS -> weights(Math.max(Math.abs(values.min()), Math.abs(values.max())), bits);
            case ACTIVATIONS -> activations(new Range(values.min(), values.max()), bits);
        };
    }

    /** Distance of two levels. */
    public float step() {
        return params.scale();
    }

    /** The levels, smallest first. */
    public double[] levels() {
        return IntStream.rangeClosed(format.qmin(), format.qmax())
                .mapToDouble(params::dequantize)
                .toArray();
    }

    /** The smallest level. */
    public float lowest() {
        return params.dequantize(format.qmin());
    }

    /** The largest level. */
    public float highest() {
        return params.dequantize(format.qmax());
    }

    /**
     * What it does to a distribution, estimated: values count as evenly spread within their bin, except exact zeros, which
     * every grid has a level for.
     */
    public Fit fit(Histogram values) {
        double width = ((double) values.max() - values.min()) / values.counts().length;
        double signal = 0;
        double noise = 0;
        double clipped = 0;
        int zeroBin = values.zeros() > 0 ? values.bin(0) : -1;
        for (int bin = 0; bin < values.counts().length; bin++) {
            long spread = values.counts()[bin] - (bin == zeroBin ? values.zeros() : 0);
            double weight = (double) spread / POINTS;
            for (int point = 0; weight > 0 && point < POINTS; point++) {
                float x = (float) (values.min() + (bin + (point + 0.5) / POINTS) * width);
                double error = x - params.dequantize(params.quantize(x, format));
                signal += weight * x * x;
                noise += weight * error * error;
                if (Math.abs(error) > step() / 2.0 * (1 + 1e-4)) {
                    clipped += weight;
                }
            }
        }
        return new Fit(
                clipped / Math.max(1, values.total()),
                noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise));
    }
}
