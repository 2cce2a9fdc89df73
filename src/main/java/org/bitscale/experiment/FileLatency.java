package org.bitscale.experiment;

import java.nio.file.Path;
import org.bitscale.deploy.Latency;
import org.bitscale.deploy.Processor;
import org.bitscale.eval.Interval;

/**
 * How fast ONNX Runtime runs a file, optimised as it would be after hand-over. Meaningful on an idle computer only.
 *
 * @param threads of one operation
 * @param batch examples a run
 * @param median of the runs, in milliseconds
 * @param interval 95 % interval of the median
 * @param p90 a tenth of the runs took longer, in milliseconds
 * @param p99 a hundredth of the runs took longer, in milliseconds
 * @param examplesPerSecond at the median
 * @param runs how many were timed
 * @param processor its name
 */
public record FileLatency(
        int threads,
        int batch,
        double median,
        Interval interval,
        double p90,
        double p99,
        double examplesPerSecond,
        int runs,
        String processor) {

    /**
     * Times a file for about a second, on random input.
     *
     * @throws org.bitscale.BadInputException if the file cannot be run, or not with so many examples at a time
     */
    public static FileLatency measure(Path file, int threads, int batch) {
        return of(Latency.measure(file, threads, batch), threads, batch);
    }

    /** What was measured, with the circumstances. */
    static FileLatency of(Latency latency, int threads, int batch) {
        return new FileLatency(
                threads,
                batch,
                latency.median(),
                latency.interval(),
                latency.p90(),
                latency.p99(),
                batch * 1000 / latency.median(),
                latency.runs(),
                Processor.current().model());
    }
}
