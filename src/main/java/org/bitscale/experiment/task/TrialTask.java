package org.bitscale.experiment.task;

import java.nio.file.Path;
import java.util.Optional;
import org.bitscale.experiment.run.Trial;

/**
 * A trial and where to work on it.
 *
 * @param trial what to do
 * @param hash {@link Trial#hash()}
 * @param folder for checkpoint, log and results; nobody else's
 * @param cache of baselines and calibrations; empty to compute everything anew
 */
public record TrialTask(Trial trial, String hash, Path folder, Optional<Path> cache) {

    /** Makes the paths absolute: a worker runs in another folder. */
    public TrialTask {
        folder = folder.toAbsolutePath().normalize();
        cache = cache.map(path -> path.toAbsolutePath().normalize());
    }

    /** The exported network. */
    public Path model() {
        return folder.resolve("model.onnx");
    }

    /** What the worker says. */
    public Path log() {
        return folder.resolve("log.txt");
    }

    /** Where a training goes on from. */
    public Path checkpoint() {
        return folder.resolve("checkpoint.bin");
    }

    /** The result, once there is one. */
    public Path outcome() {
        return folder.resolve("outcome.json");
    }
}
