package org.bitscale.report;

import java.util.Objects;
import java.util.Optional;
import org.bitscale.eval.Interval;

/**
 * One result on a chart of two measures.
 *
 * @param label what stands beside the point, for example {@code "W4A4"}; may be empty
 * @param series what the legend groups it under, for example the method; not blank
 * @param x on the horizontal axis, in its base unit
 * @param xInterval its confidence interval, drawn as a bar
 * @param y on the vertical axis, in its base unit
 * @param yInterval its confidence interval, drawn as a bar
 * @param standing towards the front
 * @param knee whether it is the knee of the front
 */
public record FrontPoint(
        String label,
        String series,
        double x,
        Optional<Interval> xInterval,
        double y,
        Optional<Interval> yInterval,
        Standing standing,
        boolean knee) {

    /** How a result stands towards the front. */
    public enum Standing {
        /** On it. */
        FRONT,
        /** Off it, but not surely so. */
        PERHAPS,
        /** Off it. */
        OFF,
        /** Breaks a limit, and so belongs to no front. */
        FAILED
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the series is blank, or a value is negative, NaN or infinite
     */
    public FrontPoint {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(xInterval, "xInterval");
        Objects.requireNonNull(yInterval, "yInterval");
        Objects.requireNonNull(standing, "standing");
        if (series.isBlank()) {
            throw new IllegalArgumentException(
                    "point '%s' needs the name of its series, but it is blank".formatted(label));
        }
        if (!(x >= 0) || !(y >= 0) || Double.isInfinite(x) || Double.isInfinite(y)) {
            throw new IllegalArgumentException(
                    "point '%s' stands at %s and %s, but needs numbers of at least 0".formatted(label, x, y));
        }
    }

    boolean onFront() {
        return standing == Standing.FRONT;
    }
}
