package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TopKTest {
    @Test
    void countsLabelsAmongTheGreatest() {
        float[] logits = {3, 2, 1, 3, 2, 1, 3, 2, 1};
        int[] labels = {0, 1, 2};
        assertThat(TopK.of(logits, 3, labels, 1)).isEqualTo(new Accuracy(1, 3));
        assertThat(TopK.of(logits, 3, labels, 2)).isEqualTo(new Accuracy(2, 3));
        assertThat(TopK.of(logits, 3, labels, 3)).isEqualTo(new Accuracy(3, 3));
    }

    @Test
    void equalLogitsRankByClass() {
        float[] logits = {1, 1, 1};
        assertThat(TopK.of(logits, 3, new int[] {1}, 1).correct()).isZero();
        assertThat(TopK.of(logits, 3, new int[] {1}, 2).correct()).isOne();
    }

    @Test
    void topOneIsTheAccuracyOfArgMaxAlsoWithTies() {
        Random random = new Random(7);
        int rows = 500;
        float[] logits = new float[rows * 4];
        int[] labels = new int[rows];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextInt(3);
        }
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextInt(4);
        }
        assertThat(TopK.of(logits, 4, labels, 1)).isEqualTo(Accuracy.of(labels, ArgMax.of(logits, rows, 4)));
    }

    @Test
    void refusesKOutsideTheClassesAndNaN() {
        assertThatThrownBy(() -> TopK.of(new float[3], 3, new int[1], 4))
                .hasMessage("k is 4, but with 3 classes it lies in 1 … 3");
        assertThatThrownBy(() -> TopK.of(new float[3], 3, new int[1], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TopK.of(new float[] {Float.NaN, 1}, 2, new int[1], 1))
                .hasMessageContaining("NaN");
    }
}
