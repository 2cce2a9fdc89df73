package org.bitscale.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final List<Integer> SHAPE = List.of(1, 3, 3);

    /** These numbers and no more. */
    private static DoubleSupplier numbers(double... values) {
        Iterator<Double> iterator = Arrays.stream(values).iterator();
        return iterator::next;
    }

    private static float[] apply(Augmentation augmentation, double... random) {
        float[] values = {9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9};
        augmentation.apply(values, 1, SHAPE, numbers(random));
        assertThat(values[0]).as("before the example").isEqualTo(9);
        assertThat(values[10]).as("behind the example").isEqualTo(9);
        return Arrays.copyOfRange(values, 1, 10);
    }

    @Test
    void cropMovesAndFillsWithBlack() {
        Augmentation crop = new Augmentation(1, 0, false, 0, 0);
        assertThat(apply(crop, 0, 0.5)).containsExactly(4, 5, 6, 7, 8, 9, 0, 0, 0);
        assertThat(apply(crop, 0.99, 0.99)).containsExactly(0, 0, 0, 0, 1, 2, 0, 4, 5);
        assertThat(apply(crop, 0.5, 0)).containsExactly(2, 3, 0, 5, 6, 0, 8, 9, 0);
        assertThat(apply(crop, 0.5, 0.5)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void shiftRepeatsTheEdge() {
        Augmentation shift = new Augmentation(0, 2, false, 0, 0);
        assertThat(apply(shift, 0.99, 0.5)).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3);
        assertThat(apply(shift, 0, 0.79)).containsExactly(7, 7, 8, 7, 7, 8, 7, 7, 8);
        assertThat(apply(shift, 0.5, 0.2)).containsExactly(2, 3, 3, 5, 6, 6, 8, 9, 9);
    }

    @Test
    void flipMirrorsHalfOfThem() {
        Augmentation flip = new Augmentation(0, 0, true, 0, 0);
        assertThat(apply(flip, 0.49)).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
        assertThat(apply(flip, 0.5)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void cutoutLosesWhatIsOutside() {
        Augmentation cutout = new Augmentation(0, 0, false, 2, 0);
        assertThat(apply(cutout, 0, 0)).containsExactly(0, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(apply(cutout, 0.5, 0.99)).containsExactly(1, 0, 0, 4, 0, 0, 7, 8, 9);
    }

    @Test
    void allChannelsMoveTogether() {
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
        new Augmentation(1, 0, true, 0, 0).apply(values, 0, List.of(2, 2, 2), numbers(0, 0, 0.5));
        assertThat(values).containsExactly(4, 3, 0, 0, 8, 7, 0, 0);
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertThatThrownBy(() -> new Augmentation(0, 0, true, 0, 0).requireFits(List.of(1, 1, 64)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("for pictures")
                .hasMessageContaining("1×1×64");
        new Augmentation(0, 0, false, 0, 0.2).requireFits(List.of(64, 1, 1));
        assertThatThrownBy(() -> new Augmentation(8, 0, false, 0, 0).requireFits(List.of(1, 8, 20)))
                .hasMessageContaining("smaller than the pictures");
        assertThatThrownBy(() -> new Augmentation(-1, 0, false, 0, 0)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> new Augmentation(0, 0, false, 0, 5)).hasMessageContaining("mixup");
    }

    @Test
    void sharesFollowTheBetaDistribution() {
        SplittableRandom random = new SplittableRandom(3);
        for (double alpha : new double[] {0.2, 1, 4}) {
            double sum = 0;
            double squares = 0;
            int n = 20_000;
            for (int i = 0; i < n; i++) {
                double share = Mixup.share(alpha, random::nextDouble);
                sum += share;
                squares += (share - 0.5) * (share - 0.5);
            }
            assertThat(sum / n).isCloseTo(0.5, within(0.01));
            assertThat(squares / n).as("variance for %s", alpha).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.005));
        }
    }

    @Test
    void mixingByHand() {
        float[] values = {1, 2, 10, 20};
        Mixup.mix(values, new int[] {1, 1}, 0.75);
        assertThat(values).containsExactly(3.25f, 6.5f, 10, 20);
    }
}
