package org.bitscale.experiment.compare;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitscale.eval.Direction;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;

/**
 * One measure of several runs.
 *
 * @param measure what was measured
 * @param values by run, the reference's first; empty where it was not measured
 */
public record MeasureRow(Measure measure, List<Optional<Metric>> values) {

    /** How a run's value stands to the reference's. */
    public enum Standing {
        /** Surely better. */
        BETTER,
        /** Surely worse. */
        WORSE,
        /** The same, or the intervals overlap: nothing can be said. */
        OPEN
    }

    /** Copies. */
    public MeasureRow {
        values = List.copyOf(values);
    }

    /** A run's value less the reference's; empty where one of them is missing. */
    public OptionalDouble difference(int run) {
        return both(run) ? OptionalDouble.of(value(run) - value(0)) : OptionalDouble.empty();
    }

    /** How many times the reference's value a run's value is; empty where that means nothing. */
    public OptionalDouble ratio(int run) {
        return both(run) && value(run) > 0 && value(0) > 0
                ? OptionalDouble.of(value(run) / value(0))
                : OptionalDouble.empty();
    }

    /** Whether a run is better than the reference. */
    public Standing standing(int run) {
        if (!both(run) || isCounted(run) || isCounted(0)) {
            return Standing.OPEN;
        }
        Interval own = interval(run);
        Interval reference = interval(0);
        if (own.low() <= reference.high() && reference.low() <= own.high()) {
            return Standing.OPEN;
        }
        boolean more = value(run) > value(0);
        return more == (measure.direction() == Direction.MAXIMISE) ? Standing.BETTER : Standing.WORSE;
    }

    private boolean both(int run) {
        return values.get(0).isPresent() && values.get(run).isPresent();
    }

    /** A share without its interval is counted on examples all the same. */
    private boolean isCounted(int run) {
        return measure.isShare() && values.get(run).orElseThrow().interval().isEmpty();
    }

    private double value(int run) {
        return values.get(run).orElseThrow().value();
    }

    /** What is exact is an interval without width. */
    private Interval interval(int run) {
        return values.get(run).orElseThrow().interval().orElseGet(() -> new Interval(value(run), value(run)));
    }
}
