package org.bitscale.deploy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bitscale.eval.Interval;

/**
 * How long ONNX Runtime takes for one example, in milliseconds.
 *
 * @param median of the runs
 * @param interval 95 % interval of the median, from order statistics (Conover, "Practical Nonparametric Statistics")
 * @param p90 a tenth of the runs took longer
 * @param runs how many were timed
 */
public record Latency(double median, Interval interval, double p90, int runs) {

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
        try (OnnxSession session = OnnxSession.open(model, new SessionSettings(threads, true))) {
            Map<String, TensorValue> input = input(session);
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

    private static Map<String, TensorValue> input(OnnxSession session) {
        SplittableRandom random = new SplittableRandom(0);
        Map<String, TensorValue> values = new LinkedHashMap<>();
        for (TensorSignature signature : session.inputs()) {
            long[] shape = signature.shape().stream()
                    .mapToLong(size -> size > 0 ? size : 1)
                    .toArray();
            float[] data = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) random.nextDouble();
            }
            values.put(signature.name(), TensorValue.floats(data, shape));
        }
        return values;
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
        return new Latency(median, new Interval(sorted[low], sorted[high]), sorted[Math.min(n - 1, n * 9 / 10)], n);
    }
}
