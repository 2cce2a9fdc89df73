package org.bitscale.experiment.task;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;

/**
 * What a trial gave; its exported network lies in the task's folder.
 *
 * @param environment where it ran
 * @param seconds time of the attempt that finished
 * @param trainingSeconds time in epochs, over all attempts
 * @param metrics what was measured
 * @param epochs the curves
 * @param layers the network, layer by layer
 * @param weightsHash SHA-256 of all constants of the exported network
 */
public record TrialOutcome(
        Environment environment,
        double seconds,
        double trainingSeconds,
        Map<Measure, Metric> metrics,
        List<EpochRecord> epochs,
        List<LayerRecord> layers,
        String weightsHash) {

    /** This outcome with something more measured. */
    TrialOutcome with(Measure measure, Metric metric) {
        Map<Measure, Metric> more = new EnumMap<>(Measure.class);
        more.putAll(metrics);
        more.put(measure, metric);
        return new TrialOutcome(environment, seconds, trainingSeconds, more, epochs, layers, weightsHash);
    }
}
