package org.bitscale.quant;

/**
 * The interval of real values that a tensor takes.
 *
 * @param min smallest value
 * @param max largest value, not below {@code min}
 */
public record Range(float min, float max) {

    /** Checks order and finiteness. */
    public Range {
        if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException("a range needs finite min ≤ max, but is [" + min + ", " + max + "]");
        }
    }

    /** The smallest range that contains both. */
    public Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** The range whose ends lie a {@code share} of the way from this one's to {@code other}'s. */
    Range towards(Range other, float share) {
        return new Range(min + share * (other.min - min), max + share * (other.max - max));
    }
}
