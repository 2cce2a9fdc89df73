package org.bitscale.graph.quantize;

import org.bitscale.graph.Weights;
import org.bitscale.graph.pass.BatchNormParameters;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.TensorQuantSpec;

/**
 * The weights of a layer as integers.
 *
 * @param codes one integer for each weight, in the weights' own order
 * @param scales one scale, or one for each output channel
 * @param format the integers' range
 */
public record QuantizedWeights(int[] codes, float[] scales, IntegerFormat format) {

    /** Weights rounded to scales; {@code scales} has one entry or one for each channel. */
    public static QuantizedWeights of(Weights weights, float[] scales, IntegerFormat format) {
        float[] values = weights.values();
        int[] codes = new int[values.length];
        for (int i = 0; i < codes.length; i++) {
            float scale = scales[scales.length == 1 ? 0 : weights.channel(i)];
            codes[i] = new QParams(scale, 0).quantize(values[i], format);
        }
        return new QuantizedWeights(codes, scales, format);
    }

    /** The scales under which the largest magnitude of each channel, or of all, is the largest code. */
    public static float[] minMaxScales(Weights weights, TensorQuantSpec spec) {
        return scales(weights, spec, RangeRule.MIN_MAX);
    }

    /** The scales that a rule chooses, one for each output channel or one for all. */
    public static float[] scales(Weights weights, TensorQuantSpec spec, RangeRule rule) {
        int groups = spec.granularity() == Granularity.CHANNEL ? weights.channels() : 1;
        return scales(weights, groups, spec.format(), rule);
    }

    /** The scales that a rule chooses, one for each of {@code groups}, which are 1 or as many as output channels. */
    public static float[] scales(Weights weights, int groups, IntegerFormat format, RangeRule rule) {
        if (groups == 1) {
            return new float[] {rule.ofWeights(weights.values(), format)};
        }
        float[] scales = new float[groups];
        for (int c = 0; c < groups; c++) {
            scales[c] = rule.ofWeights(weights.values(c), format);
        }
        return scales;
    }

    /**
     * The same integers after a batch normalization is folded into the layer: scales take its factors, codes of channels
     * with a negative factor turn their sign (and are clamped, should the opposite code not exist).
     */
    public QuantizedWeights folded(Weights weights, BatchNormParameters norm) {
        float[] folded = new float[weights.channels()];
        int[] signs = new int[folded.length];
        for (int c = 0; c < folded.length; c++) {
            double scale = scales[scales.length == 1 ? 0 : c] * norm.factor()[c];
            boolean vanishes = Math.abs(scale) < Float.MIN_NORMAL;
            signs[c] = vanishes ? 0 : scale < 0 ? -1 : 1;
            folded[c] = vanishes ? 1 : (float) Math.abs(scale);
        }
        int[] signed = new int[codes.length];
        for (int i = 0; i < signed.length; i++) {
            int code = codes[i] * signs[weights.channel(i)];
            signed[i] = Math.max(format.qmin(), Math.min(format.qmax(), code));
        }
        return new QuantizedWeights(signed, folded, format);
    }
}
