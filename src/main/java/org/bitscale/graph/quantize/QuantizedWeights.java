package org.bitscale.graph.quantize;

import org.bitscale.graph.Weights;
import org.bitscale.graph.pass.BatchNormParameters;
import org.bitscale.quant.BinaryFormat;
import org.bitscale.quant.Centroids;
import org.bitscale.quant.Codebook;
import org.bitscale.quant.FloatFormat;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.LevelFormat;
import org.bitscale.quant.NumberFormat;
import org.bitscale.quant.PowerOfTwoScale;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSearch;
import org.bitscale.quant.ScaleSharing;
import org.bitscale.quant.SecondOrderRounding;
import org.bitscale.quant.SignScales;
import org.bitscale.quant.TensorQuantSpec;
import org.bitscale.quant.TrainedTernary;

/**
 * The weights of a layer as codes. A weight is the level of its code, times its scale.
 *
 * @param codes one for each weight, in the weights' own order: the integers themselves, the bits of a small float, or a
 *     place in {@code table}
 * @param table the level of each code, from code 0; empty for integers, which are their own levels
 * @param scales of the groups, as {@link WeightGroups} counts them
 * @param format of the codes
 * @param sharing who shares a scale
 */
public record QuantizedWeights(int[] codes, float[] table, float[] scales, NumberFormat format, ScaleSharing sharing) {

    /** Integers under one scale, or one for each output channel. */
    public QuantizedWeights(int[] codes, float[] scales, LevelFormat format) {
        this(codes, levels(format), scales, format, scales.length == 1 ? ScaleSharing.TENSOR : ScaleSharing.CHANNEL);
    }

    /** Weights rounded to the nearest level under scales that a rule chooses. */
    public static QuantizedWeights of(Weights weights, TensorQuantSpec spec, RangeRule rule) {
        NumberFormat format = spec.format();
        if (format instanceof LevelFormat) {
            return of(weights, spec, scales(weights, spec, rule));
        }
        float[] values = weights.values();
        int[] codes = new int[values.length];
        float[] table;
        if (format instanceof Codebook codebook) {
            table = Centroids.of(values, codebook.entries());
            for (int i = 0; i < codes.length; i++) {
                codes[i] = Centroids.nearest(table, values[i]);
            }
        } else {
            table = Centroids.ternary(values);
            float largest = 0;
            for (float value : values) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < codes.length; i++) {
                codes[i] = Centroids.ternary(values[i], largest);
            }
        }
        return new QuantizedWeights(codes, table, new float[] {1}, format, ScaleSharing.TENSOR);
    }

    /** Weights rounded to the nearest level under scales, one for each group; the format has levels of its own. */
    public static QuantizedWeights of(Weights weights, TensorQuantSpec spec, float[] scales) {
        LevelFormat format = (LevelFormat) spec.format();
        float[] values = weights.values();
        int[] groups = new WeightGroups(weights, spec.scales()).indices();
        int[] codes = new int[values.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = format.code(format.nearest(values[i] / scales[groups[i]]));
        }
        return new QuantizedWeights(codes, levels(format), scales, format, spec.scales());
    }

    /** The scales that a rule chooses, one for each group; those of one bit, ternary and block-scaled weights their own. */
    public static float[] scales(Weights weights, TensorQuantSpec spec, RangeRule rule) {
        LevelFormat format = (LevelFormat) spec.format();
        float[][] groups = new WeightGroups(weights, spec.scales()).values();
        float[] scales = new float[groups.length];
        for (int g = 0; g < scales.length; g++) {
            scales[g] = scale(groups[g], format, spec.scales().powersOfTwo(), rule);
        }
        return scales;
    }

    private static float scale(float[] values, LevelFormat format, boolean powersOfTwo, RangeRule rule) {
        if (format instanceof BinaryFormat) {
            return SignScales.binary(values);
        }
        if (format instanceof IntegerFormat integers && integers.isTernary()) {
            return SignScales.ternary(values);
        }
        if (!powersOfTwo) {
            return rule.ofWeights(values, format);
        }
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        float block = PowerOfTwoScale.ofBlock(largest, format);
        boolean wider = rule instanceof RangeRule.Mse
                && ScaleSearch.squaredError(values, 2 * block, format)
                        < ScaleSearch.squaredError(values, block, format);
        return wider ? 2 * block : block;
    }

    /** The table of a format: empty for integers. */
    public static float[] levels(LevelFormat format) {
        return format instanceof FloatFormat small ? small.levels() : new float[0];
    }

    /** The level of a code. */
    public float level(int code) {
        return table.length == 0 ? code : table[code];
    }

    /** What the codes stand for, in the order of {@code weights}, whose values do not matter. */
    public float[] reals(Weights weights) {
        WeightGroups groups = new WeightGroups(weights, sharing);
        float[] reals = new float[codes.length];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = level(codes[i]) * scales[groups.of(i)];
        }
        return reals;
    }

    /** Bits that everything takes if every number takes just its bits: codes, scales, and the values that are shared. */
    public long bits() {
        boolean shared = !(format instanceof LevelFormat);
        return (long) codes.length * format.bits()
                + (shared ? sharedValues(format) * Float.SIZE : 0)
                + (shared && scales.length == 1 ? 0 : (long) scales.length * sharing.scaleBits());
    }

    /** Bits of weights before they are quantized: what {@link #bits()} will say after post-training quantization. */
    static long bits(Weights weights, TensorQuantSpec spec) {
        boolean shared = !(spec.format() instanceof LevelFormat);
        return (long) weights.values().length * spec.format().bits()
                + (shared
                        ? sharedValues(spec.format()) * Float.SIZE
                        : (long) new WeightGroups(weights, spec.scales()).count()
                                * spec.scales().scaleBits());
    }

    private static long sharedValues(NumberFormat format) {
        return format instanceof Codebook codebook ? codebook.entries() : format instanceof TrainedTernary ? 2 : 0;
    }

    /** Whether weights quantized so will be integers that a kernel could multiply. */
    static boolean areIntegers(TensorQuantSpec spec) {
        boolean small = spec.format() instanceof FloatFormat floats
                ? IntegerTable.of(floats.levels()).largest() <= Byte.MAX_VALUE
                : spec.format() instanceof LevelFormat && spec.format().bits() <= IntegerFormat.BYTE_BITS;
        return small && spec.granularity() != Granularity.GROUP;
    }

    /** Whether the codes are integers that a kernel could multiply: one scale for all or for each output channel. */
    boolean isInteger() {
        return table.length == 0
                && sharing.granularity() != Granularity.GROUP
                && format.bits() <= IntegerFormat.BYTE_BITS;
    }

    /**
     * These weights as integers of at most 8 bits, where their levels are whole multiples of a step: 4-bit floats are
     * integers from −12 to 12 times half their scale. What has wider levels, or none of its own, stays as it is.
     */
    QuantizedWeights asIntegers() {
        if (!(format instanceof FloatFormat)) {
            return this;
        }
        IntegerTable integers = IntegerTable.of(table);
        if (integers.largest() > Byte.MAX_VALUE) {
            return this;
        }
        int[] levels = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            levels[i] = integers.levels()[codes[i]];
        }
        float[] steps = new float[scales.length];
        for (int s = 0; s < steps.length; s++) {
            steps[s] = scales[s] * integers.step();
        }
        int bits = Integer.SIZE + 1 - Integer.numberOfLeadingZeros(integers.largest());
        return new QuantizedWeights(levels, new float[0], steps, new IntegerFormat(bits, true, true), sharing);
    }

    /**
     * The same codes after a batch normalization is folded into the layer: scales take its factors, codes of channels
     * with a negative factor stand for the opposite (integers are clamped, should the opposite code not exist). Values
     * that a layer shares get a scale for each output channel.
     */
    public QuantizedWeights folded(Weights weights, BatchNormParameters norm) {
        WeightGroups groups = new WeightGroups(weights, sharing);
        boolean oneForAll = sharing.granularity() == Granularity.TENSOR;
        float[] folded = new float[oneForAll ? weights.channels() : groups.count()];
        int[] signs = new int[folded.length];
        float nothing = format instanceof BinaryFormat ? Float.MIN_NORMAL : 1; // there is no code for 0
        for (int s = 0; s < folded.length; s++) {
            double scale = scales[oneForAll ? 0 : s] * norm.factor()[oneForAll ? s : groups.channel(s)];
            boolean vanishes = Math.abs(scale) < Float.MIN_NORMAL;
            signs[s] = vanishes ? 0 : scale < 0 ? -1 : 1;
            folded[s] = vanishes ? nothing : (float) Math.abs(scale);
        }
        ScaleSharing after =
                oneForAll ? ScaleSharing.CHANNEL : new ScaleSharing(sharing.granularity(), sharing.groupSize(), false);
        if (table.length > 0) {
            for (int s = 0; s < folded.length; s++) {
                folded[s] = signs[s] == 0 ? 0 : folded[s] * signs[s];
            }
            return new QuantizedWeights(codes, table, folded, format, after);
        }
        WeightGroups foldedGroups = new WeightGroups(weights, after);
        int[] signed = new int[codes.length];
        for (int i = 0; i < signed.length; i++) {
            float level = codes[i] * signs[foldedGroups.of(i)];
            signed[i] = (int) ((LevelFormat) format).nearest(level);
        }
        return new QuantizedWeights(signed, table, folded, format, after);
    }

    /** What the weights of an output channel can be rounded to under these scales and this table. */
    public SecondOrderRounding.Grid grid(Weights weights, int channel) {
        WeightGroups groups = new WeightGroups(weights, sharing);
        return new SecondOrderRounding.Grid() {
            @Override
            public int code(int place, float real) {
                float position = real / scales[groups.of(channel, place)];
                return format instanceof LevelFormat levels
                        ? levels.code(levels.nearest(position))
                        : Centroids.nearest(table, position);
            }

            @Override
            public float value(int place, int code) {
                return level(code) * scales[groups.of(channel, place)];
            }
        };
    }

    /** Other codes under the same scales. */
    public QuantizedWeights withCodes(int[] others) {
        return new QuantizedWeights(others, table, scales, format, sharing);
    }
}
