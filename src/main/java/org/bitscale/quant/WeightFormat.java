package org.bitscale.quant;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;

/**
 * The formats of weights that a plan can choose. Integers and codebooks have the bits of the plan, the others their own.
 * All but integers of 2 to 8 bits are carried by ONNX as real numbers behind a table or a block-wise DequantizeLinear:
 * files are smaller, products are computed in float32.
 */
public enum WeightFormat {
    /** Signed integers of 2 to 16 bits; 1 bit is {@link #BINARY}. */
    INTEGER,
    /** −1 and +1 times the mean magnitude ({@link BinaryFormat}). */
    BINARY(new BinaryFormat()),
    /** −1, 0 and +1 times a scale ({@link IntegerFormat#TERNARY}). */
    TERNARY(IntegerFormat.TERNARY),
    /** Three values, trained apart ({@link TrainedTernary}). */
    TTQ(new TrainedTernary()),
    /** Values of a layer found by k-means ({@link Codebook}), of 1 to 8 bits. */
    CODEBOOK,
    /** {@link FloatFormat#E4M3}. */
    FP8_E4M3(FloatFormat.E4M3),
    /** {@link FloatFormat#E5M2}. */
    FP8_E5M2(FloatFormat.E5M2),
    /** {@link FloatFormat#E2M3}. */
    FP6_E2M3(FloatFormat.E2M3),
    /** {@link FloatFormat#E3M2}. */
    FP6_E3M2(FloatFormat.E3M2),
    /** {@link FloatFormat#E2M1}. */
    FP4_E2M1(FloatFormat.E2M1),
    /** E4M3 in blocks of 32 under a power of two. */
    MXFP8_E4M3(FloatFormat.E4M3, true),
    /** E5M2 in blocks of 32 under a power of two. */
    MXFP8_E5M2(FloatFormat.E5M2, true),
    /** E2M3 in blocks of 32 under a power of two. */
    MXFP6_E2M3(FloatFormat.E2M3, true),
    /** E3M2 in blocks of 32 under a power of two. */
    MXFP6_E3M2(FloatFormat.E3M2, true),
    /** E2M1 in blocks of 32 under a power of two. */
    MXFP4_E2M1(FloatFormat.E2M1, true);

    private final NumberFormat format;
    private final boolean blocks;

    WeightFormat() {
        this(null, false);
    }

    WeightFormat(NumberFormat format) {
        this(format, false);
    }

    WeightFormat(NumberFormat format, boolean blocks) {
        this.format = format;
        this.blocks = blocks;
    }

    /**
     * How weights are quantized.
     *
     * @param bits of integers and codebooks
     * @param sharing who shares a scale; block-scaled formats have their own, codebooks and {@link #TTQ} none
     */
    public TensorQuantSpec spec(int bits, ScaleSharing sharing) {
        NumberFormat numbers =
                switch (this) {
                    case INTEGER -> TensorQuantSpec.integers(bits);
                    case CODEBOOK -> new Codebook(bits);
                    default -> format;
                };
        ScaleSharing scales = blocks
                ? new ScaleSharing(Granularity.GROUP, ScaleSharing.USUAL_GROUP, true)
                : numbers instanceof LevelFormat ? sharing : ScaleSharing.TENSOR;
        return TensorQuantSpec.weights(numbers, scales);
    }

    /** The format that gives weights quantized so. */
    public static WeightFormat of(TensorQuantSpec weights) {
        NumberFormat numbers = weights.format();
        if (numbers instanceof Codebook) {
            return CODEBOOK;
        }
        return Arrays.stream(values())
                .filter(each -> numbers.equals(each.format)
                        && each.blocks == weights.scales().powersOfTwo())
                .findFirst()
                .orElse(INTEGER);
    }

    /** Whether its bits are those of the plan. */
    public boolean hasChosenBits() {
        return format == null;
    }

    /** Its name in files and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name.
     *
     * @throws BadInputException if it is none
     */
    public static WeightFormat parse(String text) {
        String said = text.strip().toLowerCase(Locale.ROOT);
        String word = said.equals("mxfp4") || said.equals("fp4") ? said + "_e2m1" : said;
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new BadInputException("A format of weights is expected, one of %s; but '%s' came"
                        .formatted(
                                Arrays.stream(values()).map(WeightFormat::word).collect(Collectors.joining(", ")),
                                text)));
    }
}
