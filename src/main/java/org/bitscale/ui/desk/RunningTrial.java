package org.bitscale.ui.desk;

import java.util.ArrayList;
import java.util.List;
import org.bitscale.experiment.run.EpochRecord;

/**
 * A trial that runs now.
 *
 * @param experiment id of the queued experiment it belongs to
 * @param hash of the trial
 * @param label bits and method
 * @param seed of the training
 * @param attempt how often it was started, 1 if nothing went wrong
 * @param phase what is being done
 * @param done steps of the phase that are done
 * @param total steps of the phase
 * @param detail something worth showing
 * @param epochs the training so far
 */
public record RunningTrial(
        String experiment,
        String hash,
        String label,
        long seed,
        int attempt,
        String phase,
        long done,
        long total,
        String detail,
        List<EpochRecord> epochs) {

    /** Copies. */
    public RunningTrial {
        epochs = List.copyOf(epochs);
    }

    RunningTrial progressed(String newPhase, long newDone, long newTotal, String newDetail) {
        return new RunningTrial(experiment, hash, label, seed, attempt, newPhase, newDone, newTotal, newDetail, epochs);
    }

    /** After a new start those of the checkpoint are heard again. */
    RunningTrial withEpoch(EpochRecord epoch) {
        List<EpochRecord> longer = new ArrayList<>(epochs);
        longer.removeIf(known -> known.epoch() >= epoch.epoch());
        longer.add(epoch);
        return new RunningTrial(experiment, hash, label, seed, attempt, phase, done, total, detail, longer);
    }
}
