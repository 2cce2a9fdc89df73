package org.bitscale.experiment.run;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitscale.experiment.LayerRecord;

/**
 * The immutable record of a trial that was run.
 *
 * @param id unique, sorts by time: {@code 20261122-231501-4f2a9c}
 * @param experiment name of the experiment it was first run for
 * @param trial what was tried
 * @param trialHash {@link Trial#hash()}
 * @param groupHash {@link Trial#groupHash()}
 * @param status how it ended
 * @param started when
 * @param seconds time of the whole trial, over all attempts that led to it
 * @param trainingSeconds of these, training steps
 * @param attempts how often it was started, 1 if nothing went wrong
 * @param environment where
 * @param rerunOf the run it repeats
 * @param metrics what was measured; empty unless finished
 * @param epochs its curves
 * @param layers its network, layer by layer
 * @param weightsHash SHA-256 of all constants of the exported network; empty unless finished
 * @param files by name: {@code model.onnx}, {@code log.txt}
 * @param failure one line that says why it did not finish
 */
public record Run(
        String id,
        String experiment,
        Trial trial,
        String trialHash,
        String groupHash,
        Status status,
        Instant started,
        double seconds,
        double trainingSeconds,
        int attempts,
        Environment environment,
        Optional<String> rerunOf,
        Map<Measure, Metric> metrics,
        List<EpochRecord> epochs,
        List<LayerRecord> layers,
        Optional<String> weightsHash,
        Map<String, StoredFile> files,
        Optional<String> failure) {

    /** The exported network among a run's files. */
    public static final String MODEL_FILE = "model.onnx";
    /** What the worker said among a run's files. */
    public static final String LOG_FILE = "log.txt";

    /** How a run ended. */
    public enum Status {
        /** With a result. */
        FINISHED,
        /** Without one; {@link Run#failure()} says why. */
        FAILED,
        /** By the user. */
        CANCELLED
    }

    /** Copies. */
    public Run {
        Map<Measure, Metric> sorted = new EnumMap<>(Measure.class);
        sorted.putAll(metrics);
        metrics = Collections.unmodifiableMap(sorted);
        epochs = List.copyOf(epochs);
        layers = List.copyOf(layers);
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** The value of a measure, if it was measured. */
    public Optional<Metric> metric(Measure measure) {
        return Optional.ofNullable(metrics.get(measure));
    }
}
