package org.bitscale.report;

import java.util.Objects;
import org.bitscale.eval.Interval;

/**
 * One result on the chart of accuracy against size.
 *
 * @param label what stands beside the point, for example {@code "W4A4"}; may be empty
 * @param series what the legend groups it under, for example the method; not blank
 * @param sizeBytes packed size in bytes, above 0
 * @param accuracy share of right predictions, 0 … 1
 * @param accuracyInterval its confidence interval, drawn as a bar
 * @param onFront whether no other result is smaller and more accurate
 */
public record TradeOffPoint(
        String label, String series, double sizeBytes, double accuracy, Interval accuracyInterval, boolean onFront) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the series is blank, the size is not a positive number, or the accuracy lies
     *     outside 0 … 1 or outside its interval
     */
    public TradeOffPoint {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(accuracyInterval, "accuracyInterval");
        if (series.isBlank()) {
            throw new IllegalArgumentException(
                    "point '%s' needs the name of its series, but it is blank".formatted(label));
        }
        if (!(sizeBytes > 0) || Double.isInfinite(sizeBytes)) {
            throw new IllegalArgumentException(
                    "point '%s' has size %s bytes, but needs a positive number".formatted(label, sizeBytes));
        }
        if (!(accuracy >= 0 && accuracy <= 1)) {
            throw new IllegalArgumentException(
                    "point '%s' has accuracy %s, but a share lies in 0 … 1".formatted(label, accuracy));
        }
        if (accuracyInterval.low() < 0 || accuracyInterval.high() > 1 || !accuracyInterval.contains(accuracy)) {
            throw new IllegalArgumentException(
                    "point '%s' has accuracy %s with interval %s … %s, which must hold it and lie in 0 … 1"
                            .formatted(label, accuracy, accuracyInterval.low(), accuracyInterval.high()));
        }
    }
}
