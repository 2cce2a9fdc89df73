package org.bitscale.experiment;

import org.bitscale.eval.Accuracy;
import org.bitscale.eval.CrossEntropy;
import org.bitscale.eval.Predictions;

/**
 * What a classifier's predictions are worth.
 *
 * @param accuracy share of right answers
 * @param loss mean cross-entropy, nats
 */
public record Score(Accuracy accuracy, double loss) {

    static Score of(Predictions predictions) {
        return new Score(
                predictions.accuracy(),
                CrossEntropy.of(predictions.logits(), predictions.classes(), predictions.labels()));
    }
}
