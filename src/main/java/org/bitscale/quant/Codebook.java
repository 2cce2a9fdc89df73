package org.bitscale.quant;

import org.bitscale.BadInputException;

/**
 * Shared weights (Han et al. 2016, "Deep Compression"): a layer has {@code 2^bits} values, found by k-means among its
 * weights, and every weight is the number of one of them.
 *
 * @param bits of a number, {@value #FEWEST_BITS} to {@value #MOST_BITS}
 */
public record Codebook(int bits) implements NumberFormat {

    /** Fewest bits. */
    public static final int FEWEST_BITS = 1;
    /** Most bits. */
    public static final int MOST_BITS = 8;

    /**
     * Checks the width.
     *
     * @throws BadInputException if it is outside its bounds
     */
    public Codebook {
        if (bits < FEWEST_BITS || bits > MOST_BITS) {
            throw new BadInputException(
                    "A codebook's numbers have %d to %d bits, but %d came".formatted(FEWEST_BITS, MOST_BITS, bits));
        }
    }

    /** How many values a layer has. */
    public int entries() {
        return 1 << bits;
    }

    @Override
    public String label() {
        return "CODEBOOK" + bits;
    }
}
