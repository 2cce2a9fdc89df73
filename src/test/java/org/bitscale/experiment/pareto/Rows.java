package org.bitscale.experiment.pareto;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;

/** Rows for tests. */
public final class Rows {

    private Rows() {}

    /** A finished row of 10,000 examples; {@code number} orders rows in time. */
    public static RunRow row(int number, String label, long seed, double bytes, int correct) {
        Map<Measure, Metric> metrics = new EnumMap<>(Measure.class);
        metrics.put(Measure.PACKED_SIZE, Metric.exact(bytes));
        metrics.put(Measure.ACCURACY, Metric.of(Accuracy.of(correct, 10_000)));
        return new RunRow(
                "run-%03d".formatted(number),
                "sweep",
                label,
                Method.LSQ,
                label + "/" + seed,
                label,
                seed,
                Run.Status.FINISHED,
                Instant.ofEpochSecond(number),
                1,
                Optional.empty(),
                metrics,
                Annotation.NONE);
    }

    static RunRow with(RunRow row, Run.Status status, Optional<String> rerunOf, Map<Measure, Metric> metrics) {
        return new RunRow(
                row.id(),
                row.experiment(),
                row.label(),
                row.method(),
                row.trialHash(),
                row.groupHash(),
                row.seed(),
                status,
                row.started(),
                row.seconds(),
                rerunOf,
                metrics,
                row.annotation());
    }
}
