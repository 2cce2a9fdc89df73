package org.bitscale.experiment;

import java.util.Arrays;
import org.bitscale.engine.Training;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Bootstrap;
import org.bitscale.eval.CrossEntropy;
import org.bitscale.eval.Interval;
import org.bitscale.eval.Predictions;

/**
 * What a classifier's predictions are worth.
 *
 * @param accuracy share of right answers
 * @param loss mean cross-entropy, nats
 * @param lossInterval 95 % bootstrap interval of that mean
 */
public record Score(Accuracy accuracy, double loss, Interval lossInterval) {

    static Score of(Predictions predictions) {
        double[] losses = losses(predictions);
        return new Score(predictions.accuracy(), mean(losses), Bootstrap.ofMean(losses, 0));
    }

    /** The loss alone: its interval takes longer than all the rest. */
    static double loss(Predictions predictions) {
        return mean(losses(predictions));
    }

    /** What a training looks at between epochs; no intervals, which take longer than all the rest. */
    static Training.Validation ofEpoch(Predictions predictions) {
        return new Training.Validation(loss(predictions), predictions.accuracy().value());
    }

    private static double[] losses(Predictions predictions) {
        return CrossEntropy.ofEach(predictions.logits(), predictions.classes(), predictions.labels());
    }

    private static double mean(double[] losses) {
        return Arrays.stream(losses).sum() / losses.length;
    }
}
