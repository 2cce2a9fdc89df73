package org.bitscale.experiment;

import java.util.List;
import java.util.Optional;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingState;

/**
 * A training between two epochs.
 *
 * @param trial hash of what is trained, so that no other training goes on from it
 * @param epochs those done
 * @param state what the rest depends on
 * @param best where the best epoch left off, if the recipe may stop early
 */
public record Checkpoint(String trial, List<Training.Epoch> epochs, TrainingState state, Optional<TrainingState> best) {

    /** Copies. */
    public Checkpoint {
        epochs = List.copyOf(epochs);
    }
}
