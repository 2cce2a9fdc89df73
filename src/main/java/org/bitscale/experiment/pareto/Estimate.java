package org.bitscale.experiment.pareto;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitscale.eval.Interval;
import org.bitscale.eval.Moments;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;

/**
 * What a measure comes to over the seeds of one recipe.
 *
 * @param mean over the seeds, in the measure's unit
 * @param standardDeviation over the seeds, the sample's; empty for one seed
 * @param count how many seeds
 * @param interval 95 % confidence interval of the mean; empty for what is exact, such as a size
 */
public record Estimate(double mean, OptionalDouble standardDeviation, int count, Optional<Interval> interval) {

    /**
     * The estimate from one metric for each seed.
     *
     * <p>For one seed the interval is the metric's own. For several it is Student's over the seeds ({@link Moments}),
     * widened on each side, where need be, to the mean distance that the metrics' own intervals keep on that side:
     * Student's interval tells how the result varies with the seed; the own intervals tell how it varies with the
     * examples, which all seeds share, so that more seeds do not make that part smaller. It is cut off at 0, and for
     * shares at 1.
     *
     * @param measure what was measured
     * @param metrics at least one
     */
    static Estimate of(Measure measure, List<Metric> metrics) {
        Moments moments = Moments.of(metrics.stream().mapToDouble(Metric::value).toArray());
        boolean exact = metrics.stream().allMatch(metric -> metric.interval().isEmpty())
                && moments.standardDeviation().orElse(0) == 0;
        return new Estimate(
                moments.mean(),
                moments.standardDeviation(),
                moments.count(),
                exact ? Optional.empty() : Optional.of(interval(measure, moments, metrics)));
    }

    private static Interval interval(Measure measure, Moments moments, List<Metric> metrics) {
        double below = 0;
        double above = 0;
        for (Metric metric : metrics) {
            if (metric.interval().isPresent()) {
                below += (metric.value() - metric.interval().get().low()) / metrics.size();
                above += (metric.interval().get().high() - metric.value()) / metrics.size();
            }
        }
        double mean = moments.mean();
        double low = mean - Math.max(0, below);
        double high = mean + Math.max(0, above);
        if (moments.interval().isPresent()) {
            low = Math.min(low, moments.interval().get().low());
            high = Math.max(high, moments.interval().get().high());
        }
        double most = measure.isShare() ? 1 : Double.MAX_VALUE;
        // No measure is negative; the mean stays inside even where it was read from an odd file.
        return new Interval(Math.min(mean, Math.max(0, low)), Math.max(mean, Math.min(most, high)));
    }

    /** The best value that the interval allows; the mean where there is none. */
    double optimistic(Measure measure) {
        return switch (measure.direction()) {
            case MINIMISE -> interval.map(Interval::low).orElse(mean);
            case MAXIMISE -> interval.map(Interval::high).orElse(mean);
        };
    }

    /** The worst value that the interval allows; the mean where there is none. */
    double pessimistic(Measure measure) {
        return switch (measure.direction()) {
            case MINIMISE -> interval.map(Interval::high).orElse(mean);
            case MAXIMISE -> interval.map(Interval::low).orElse(mean);
        };
    }
}
