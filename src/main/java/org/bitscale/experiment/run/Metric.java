package org.bitscale.experiment.run;

import java.util.Optional;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Interval;

/**
 * A measured value.
 *
 * @param value what was measured
 * @param interval 95 % confidence: Wilson's for shares, else a bootstrap; empty for what is exact
 * @param examples how many examples it was measured on; 0 for what is not measured on examples
 */
public record Metric(double value, Optional<Interval> interval, long examples) {

    /** Something exact. */
    public static Metric exact(double value) {
        return new Metric(value, Optional.empty(), 0);
    }

    /** A share of right answers. */
    public static Metric of(Accuracy accuracy) {
        return new Metric(accuracy.value(), Optional.of(accuracy.interval()), accuracy.total());
    }
}
