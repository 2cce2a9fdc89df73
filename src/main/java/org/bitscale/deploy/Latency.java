package org.bitscale.deploy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bitscale.eval.Interval;

/**
 * How long ONNX Runtime takes for one run, in milliseconds.
 *
 * @param median of the runs
 * @param interval 95 % interval of the median, from order statistics (Conover, "Practical Nonparametric Statistics")
 * @param p90 a tenth of the runs took longer
 * @param p99 a hundredth of the runs took longer
 * @param runs how many were timed
 */
public record Latency(double median, Interval interval, double p90, double p99, int runs) {

    private static final int WARM_UP = 20;
    private static final int FEWEST = 30;
    private static final int MOST = 2000;
    private static final double SECONDS = 1;
    private static final double Z = 1.959963984540054;

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
        try (OnnxSession session = OnnxSession.open(model, new SessionSettings(threads, true))) {
            Map<String, TensorValue> input = RandomInputs.of(session, batch);
            for (int i = 0; i < WARM_UP; i++) {
                session.run(input);
            }
            double[] times = new double[MOST];
            int runs = 0;
            long start = System.nanoTime();
            while (runs < FEWEST || runs < MOST && System.nanoTime() - start < SECONDS * 1e9) {
                long before = System.nanoTime();
                session.run(input);
                times[runs++] = (System.nanoTime() - before) / 1e6;
            }
            return of(Arrays.copyOf(times, runs));
        }
    }

    /** The summary of some times, in milliseconds; at least one. */
    static Latency of(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double half = Z * Math.sqrt(n) / 2;
        int low = Math.max(0, (int) Math.floor(n / 2.0 - half) - 1);
        int high = Math.min(n - 1, (int) Math.ceil(n / 2.0 + half));
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Latency(
                median,
                new Interval(sorted[low], sorted[high]),
                sorted[Math.min(n - 1, n * 9 / 10)],
                sorted[Math.min(n - 1, n * 99 / 100)],
                n);
    }
}
