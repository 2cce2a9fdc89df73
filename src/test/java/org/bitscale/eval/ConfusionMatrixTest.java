package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private final ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {0, 0, 0, 1, 1}, new int[] {0, 0, 1, 1, 0}, 2);

    @Test
    void countsTruthByPrediction() {
        assertThat(matrix.count(0, 0)).isEqualTo(2);
        assertThat(matrix.count(0, 1)).isEqualTo(1);
        assertThat(matrix.count(1, 0)).isEqualTo(1);
        assertThat(matrix.count(1, 1)).isEqualTo(1);
        assertThat(matrix.total()).isEqualTo(5);
        assertThat(matrix.classes()).isEqualTo(2);
        assertThat(matrix.accuracy()).isEqualTo(new Accuracy(3, 5));
    }

    @Test
    void figuresByHand() {
        assertThat(matrix.precision(0)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(matrix.recall(1)).isEqualTo(0.5);
        assertThat(matrix.f1(0)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(matrix.kappa()).isCloseTo((0.6 - 0.52) / 0.48, within(1e-12));
        assertThat(matrix.matthewsCorrelation()).isCloseTo(1.0 / 6, within(1e-12));
    }

    @Test
    void aClassThatNeverOccursCountsAsZero() {
        ConfusionMatrix withUnused = ConfusionMatrix.of(new int[] {0, 0}, new int[] {0, 0}, 2);
        assertThat(withUnused.precision(1)).isZero();
        assertThat(withUnused.recall(1)).isZero();
        assertThat(withUnused.f1(1)).isZero();
        assertThat(withUnused.macroF1()).isEqualTo(0.5);
        assertThat(withUnused.kappa()).isZero();
        assertThat(withUnused.matthewsCorrelation()).isZero();
    }

    @Test
    void equalCountsAreEqual() {
        ConfusionMatrix same = ConfusionMatrix.of(new int[] {1, 1, 0, 0, 0}, new int[] {0, 1, 1, 0, 0}, 2);
        assertThat(same).isEqualTo(matrix).hasSameHashCodeAs(matrix).hasToString("ConfusionMatrix[[2, 1], [1, 1]]");
        assertThat(matrix).isNotEqualTo(ConfusionMatrix.of(new int[] {0}, new int[] {0}, 2));
    }

    @Test
    void refusesLabelsThatAreNoClass() {
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0}, new int[] {2}, 2))
                .hasMessage("predicted[0] is 2, but with 2 classes a label lies in 0 … 1");
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {-1}, new int[] {0}, 2))
                .hasMessageStartingWith("truth[0] is -1");
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {0}, new int[] {0}, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
