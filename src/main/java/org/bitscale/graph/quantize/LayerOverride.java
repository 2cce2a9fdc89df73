package org.bitscale.graph.quantize;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitscale.BadInputException;

/**
 * What one layer gets instead of the network's bits.
 *
 * @param quantized false if it stays in float
 * @param weightBits bits of its weights; ignored where it has none
 * @param activationBits bits of its inputs
 */
public record LayerOverride(boolean quantized, int weightBits, int activationBits) {

    /** A layer that stays in float. */
    public static final LayerOverride FLOAT = new LayerOverride(false, 8, 8);

    private static final Pattern FORM = Pattern.compile("(?i)w([2-8])a([2-8])");

    /**
     * Reads {@code float} or {@code W4A8}.
     *
     * @throws BadInputException if it is neither
     */
    public static LayerOverride parse(String text) {
        if (text.equalsIgnoreCase("float")) {
            return FLOAT;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new BadInputException(
                    "A layer's bits are written 'float' or like 'W4A8' with 2 to 8 bits, but '%s' came"
                            .formatted(text));
        }
        return new LayerOverride(true, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return quantized ? "W" + weightBits + "A" + activationBits : "float";
    }
}
