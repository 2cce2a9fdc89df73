package org.bitscale.graph.quantize;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitscale.BadInputException;
import org.bitscale.quant.Codebook;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.WeightFormat;

/**
 * What one layer gets instead of the network's bits.
 *
 * @param quantized false if it stays in float
 * @param weightFormat what its weights are
 * @param weightBits bits of its weights, where the format leaves them open; ignored where it has none
 * @param activationBits bits of its inputs
 */
public record LayerOverride(boolean quantized, WeightFormat weightFormat, int weightBits, int activationBits) {

    /** A layer that stays in float. */
    public static final LayerOverride FLOAT = new LayerOverride(false, 8, 8);

    /** What {@link #parse} understands, as a regular expression without regard to case. */
    public static final String FORM = "float|w([1-9]|1[0-6])a([1-9]|1[0-6])|[a-z][a-z0-9_]{2,15}:a([1-9]|1[0-6])";

    private static final Pattern INTEGERS = Pattern.compile("(?i)w([0-9]{1,2})a([0-9]{1,2})");
    private static final Pattern OTHERS =
            Pattern.compile("(?i)(codebook)([0-9]):a([0-9]{1,2})|([a-z0-9_]+):a([0-9]{1,2})");

    /** Integers of so many bits. */
    public LayerOverride(boolean quantized, int weightBits, int activationBits) {
        this(quantized, WeightFormat.INTEGER, weightBits, activationBits);
    }

    /**
     * What a layer has in a plan.
     *
     * @param otherwise bits of what it has not
     */
    public static LayerOverride of(LayerPlan plan, int otherwise) {
        return new LayerOverride(
                !plan.isFloat(),
                plan.weights().map(WeightFormat::of).orElse(WeightFormat.INTEGER),
                plan.weights().map(spec -> spec.format().bits()).orElse(otherwise),
                plan.input().map(spec -> spec.format().bits()).orElse(otherwise));
    }

    /**
     * Reads {@code float}, bits such as {@code W4A8}, or a format of weights and bits of inputs such as {@code mxfp4:A8} or
     * {@code codebook4:A8}.
     *
     * @throws BadInputException if it is none of them
     */
    public static LayerOverride parse(String text) {
        if (text.equalsIgnoreCase("float")) {
            return FLOAT;
        }
        return integers(text)
                .or(() -> other(text))
                .orElseThrow(() -> new BadInputException(
                        ("A layer's bits are written 'float', like 'W4A8' with %d to %d bits, or with a format of weights "
                                        + "like 'mxfp4:A8' or 'codebook4:A8', but '%s' came")
                                .formatted(IntegerFormat.FEWEST_BITS, IntegerFormat.MOST_BITS, text)));
    }

    private static Optional<LayerOverride> integers(String text) {
        Matcher matcher = INTEGERS.matcher(text);
        if (!matcher.matches() || !isWidth(matcher.group(1)) || !isWidth(matcher.group(2))) {
            return Optional.empty();
        }
        return Optional.of(
                new LayerOverride(true, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
    }

    private static Optional<LayerOverride> other(String text) {
        Matcher matcher = OTHERS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean codebook = matcher.group(1) != null;
        String activations = matcher.group(codebook ? 3 : 5);
        if (!isWidth(activations)) {
            return Optional.empty();
        }
        WeightFormat format = codebook ? WeightFormat.CODEBOOK : WeightFormat.parse(matcher.group(4));
        int bits = codebook ? new Codebook(Integer.parseInt(matcher.group(2))).bits() : IntegerFormat.BYTE_BITS;
        return Optional.of(new LayerOverride(true, format, bits, Integer.parseInt(activations)));
    }

    private static boolean isWidth(String digits) {
        int bits = Integer.parseInt(digits);
        return bits >= IntegerFormat.FEWEST_BITS && bits <= IntegerFormat.MOST_BITS;
    }

    @Override
    public String toString() {
        if (!quantized) {
            return "float";
        }
        return switch (weightFormat) {
            case INTEGER -> "W" + weightBits + "A" + activationBits;
            case CODEBOOK -> "codebook" + weightBits + ":A" + activationBits;
            default -> weightFormat.word() + ":A" + activationBits;
        };
    }
}
