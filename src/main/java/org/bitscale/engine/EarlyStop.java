package org.bitscale.engine;

import java.util.List;
import org.bitscale.BadInputException;

/**
 * Ends a training that gets no better on the validation split, and gives back the best epoch (Prechelt 1998). What is
 * measured is the deployed form after each epoch: quantized as it would be exported, batch normalizations folded,
 * averaged where the recipe averages. That is one pass over the validation split, and it is the figure that is
 * reported in the end.
 *
 * @param patience epochs without improvement after which it ends, at least 1
 * @param measure what must improve
 */
public record EarlyStop(int patience, Measure measure) {

    /** What must improve. */
    public enum Measure {
        /** Share of right answers; the earlier of two equal ones counts. */
        ACCURACY,
        /** Mean cross-entropy. */
        LOSS
    }

    /** Checks the patience. */
    public EarlyStop {
        if (patience < 1) {
            throw new BadInputException("A patience of at least 1 epoch is expected, but %d came".formatted(patience));
        }
    }

    /** Position of the best epoch; −1 if there is none. */
    public int best(List<Training.Validation> epochs) {
        int best = -1;
        for (int i = 0; i < epochs.size(); i++) {
            if (best < 0 || score(epochs.get(i)) > score(epochs.get(best))) {
                best = i;
            }
        }
        return best;
    }

    /** Whether there is no more to be hoped for. */
    public boolean ends(List<Training.Validation> epochs) {
        return epochs.size() - 1 - best(epochs) >= patience;
    }

    private double score(Training.Validation epoch) {
        double score = measure == Measure.ACCURACY ? epoch.accuracy() : -epoch.loss();
        return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }
}
