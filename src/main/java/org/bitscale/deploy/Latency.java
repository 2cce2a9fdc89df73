package org.bitscale.deploy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bitscale.eval.Interval;
import org.bitscale.eval.Median;

/**
 * How long ONNX Runtime takes for one run, in milliseconds.
 *
 * @param median of the runs
 * @param interval 95 % interval of the median, as {@link Median} has it
 * @param p90 a tenth of the runs took longer
 * @param p99 a hundredth of the runs took longer
 * @param runs how many were timed
 */
public record Latency(double median, Interval interval, double p90, double p99, int runs) {

    private static final double SECONDS = 1;

    /**
     * Times a file with random input, batch 1, for about a second after a warm-up. Meaningful on an idle machine only.
     *
     * @param threads of one operation
     * @throws org.bitscale.BadInputException if the file cannot be run
     */
    public static Latency measure(Path model, int threads) {
        return measure(model, threads, 1);
    }

    /**
     * As {@link #measure(Path, int)}, with {@code batch} examples a run.
     *
     * @throws org.bitscale.BadInputException if the file cannot be run, or not with so many examples at a time
     */
    public static Latency measure(Path model, int threads, int batch) {
        return LatencyRace.of(List.of(model), threads, batch, SECONDS)
                .latencies()
                .get(0);
    }

    /** The summary of some times, in milliseconds; at least one. */
    static Latency of(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        Median median = Median.of(times);
        return new Latency(
                median.value(),
                median.interval(),
                sorted[Math.min(n - 1, n * 9 / 10)],
                sorted[Math.min(n - 1, n * 99 / 100)],
                n);
    }
}
