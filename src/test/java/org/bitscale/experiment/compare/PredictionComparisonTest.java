package org.bitscale.experiment.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.FilePredictions;
import org.junit.jupiter.api.Test;

class PredictionComparisonTest {

    private static final List<String> CLASSES = List.of("disc", "ring", "star");

    private static FilePredictions predictions(int[] labels, int... predicted) {
        float[] confidence = new float[labels.length];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = 0.5f + i / 100f;
        }
        return new FilePredictions("test", CLASSES, 3, labels, predicted, confidence);
    }

    private static final int[] LABELS = {0, 0, 1, 1, 0};

    @Test
    void flipsAreToldApart() {
        PredictionComparison comparison =
                PredictionComparison.of(predictions(LABELS, 0, 1, 2, 1, 0), predictions(LABELS, 1, 0, 0, 1, 0));
        assertThat(comparison.flips())
                .extracting(Flip::example, Flip::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, Flip.Kind.LOST),
                        org.assertj.core.groups.Tuple.tuple(1, Flip.Kind.GAINED),
                        org.assertj.core.groups.Tuple.tuple(2, Flip.Kind.CHANGED));
        assertThat(comparison.flips().get(2).confidenceAfter()).isEqualTo(0.52f);
        assertThat(comparison.count(Flip.Kind.LOST)).isEqualTo(1);
        assertThat(comparison.agreement().equal()).isEqualTo(2);
        assertThat(comparison.difference()).isZero();
        assertThat(comparison.test().pValue()).isEqualTo(1);
        assertThat(comparison.isSignificant()).isFalse();
    }

    @Test
    void aClearDropIsNoChance() {
        int[] labels = new int[1000];
        int[] worse = new int[1000];
        for (int i = 0; i < 40; i++) {
            worse[i] = 1;
        }
        PredictionComparison comparison =
                PredictionComparison.of(predictions(labels, new int[1000]), predictions(labels, worse));
        assertThat(comparison.isSignificant()).isTrue();
        assertThat(comparison.difference()).isEqualTo(-0.04, within(1e-12));
        assertThat(comparison.interval().contains(-0.04)).isTrue();
        assertThat(comparison.interval().high()).isLessThan(-0.02);
        assertThat(comparison.interval().low()).isGreaterThan(-0.06);
    }

    @Test
    void accuracyIsToldByClass() {
        assertThat(PredictionComparison.byClass(predictions(LABELS, 0, 1, 2, 1, 0)))
                .containsExactly(Optional.of(Accuracy.of(2, 3)), Optional.of(Accuracy.of(1, 2)), Optional.empty());
        assertThat(PredictionComparison.confusion(predictions(LABELS, 0, 1, 2, 1, 0))
                        .count(1, 2))
                .isEqualTo(1);
    }

    @Test
    void otherExamplesAreRefused() {
        assertThatThrownBy(() -> PredictionComparison.of(
                        predictions(LABELS, 0, 1, 2, 1, 0), predictions(new int[] {1}, new int[] {1})))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("different examples");
    }
}
