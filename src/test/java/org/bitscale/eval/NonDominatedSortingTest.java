package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitscale.eval.Direction.MAXIMISE;
import static org.bitscale.eval.Direction.MINIMISE;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonDominatedSortingTest {
    private static final List<Direction> SIZE_AND_ACCURACY = List.of(MINIMISE, MAXIMISE);

    @Test
    void ranksByHand() {
        double[][] points = {{1, 1}, {2, 2}, {2, 1}, {3, 1}, {3, 2}, {1, 1}};
        assertThat(NonDominatedSorting.of(points, SIZE_AND_ACCURACY)).containsExactly(0, 0, 1, 2, 1, 0);
        assertThat(NonDominatedSorting.of(new double[0][], SIZE_AND_ACCURACY)).isEmpty();
    }

    /** A third objective that is always the same changes no rank, but takes the pairwise way. */
    @ParameterizedTest
    @ValueSource(ints = {3, 12, 1000})
    void theSweepFindsWhatComparingAllPairsFinds(int different) {
        SplittableRandom random = new SplittableRandom(different);
        double[][] two = new double[300][];
        double[][] three = new double[300][];
        for (int i = 0; i < two.length; i++) {
            two[i] = new double[] {random.nextInt(different), random.nextInt(different)};
            three[i] = new double[] {two[i][0], two[i][1], 0};
        }
        assertThat(NonDominatedSorting.of(two, SIZE_AND_ACCURACY))
                .isEqualTo(NonDominatedSorting.of(three, List.of(MINIMISE, MAXIMISE, MINIMISE)));
    }

    @Test
    void theFrontOfTheFrontIsTheFrontAndADominatedPointChangesNothing() {
        SplittableRandom random = new SplittableRandom(2);
        double[][] points = new double[200][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {random.nextInt(50), random.nextInt(50)};
        }
        boolean[] front = ParetoFront.of(points, SIZE_AND_ACCURACY);
        double[][] members = IntStream.range(0, points.length)
                .filter(i -> front[i])
                .mapToObj(i -> points[i])
                .toArray(double[][]::new);
        assertThat(NonDominatedSorting.of(members, SIZE_AND_ACCURACY)).containsOnly(0);
        double[][] more = Arrays.copyOf(points, points.length + 1);
        more[points.length] = new double[] {members[0][0] + 1, members[0][1]};
        boolean[] after = ParetoFront.of(more, SIZE_AND_ACCURACY);
        assertThat(Arrays.copyOf(after, points.length)).isEqualTo(front);
        assertThat(after[points.length]).isFalse();
    }
}
