package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitscale.eval.Direction.MAXIMISE;
import static org.bitscale.eval.Direction.MINIMISE;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParetoFrontTest {
    private static final List<Direction> SIZE_AND_ACCURACY = List.of(MINIMISE, MAXIMISE);

    @Test
    void smallerOrMoreAccurateStays() {
        double[][] points = {{100, 0.9}, {50, 0.8}, {60, 0.7}, {200, 0.9}};
        assertThat(ParetoFront.of(points, SIZE_AND_ACCURACY)).containsExactly(true, true, false, false);
        assertThat(ParetoFront.ranks(points, SIZE_AND_ACCURACY)).containsExactly(0, 0, 1, 1);
    }

    @Test
    void duplicatesOfAFrontPointAllStay() {
        double[][] points = {{1, 1}, {1, 1}, {2, 1}};
        assertThat(ParetoFront.of(points, SIZE_AND_ACCURACY)).containsExactly(true, true, false);
    }

    @Test
    void negativeZeroEqualsZero() {
        double[][] points = {{-0.0, 5}, {0.0, 3}};
        assertThat(ParetoFront.of(points, List.of(MINIMISE, MINIMISE))).containsExactly(false, true);
    }

    @Test
    void aChainHasOneRankEach() {
        double[][] points = {{3, 3, 3}, {1, 1, 1}, {2, 2, 2}};
        assertThat(ParetoFront.ranks(points, List.of(MINIMISE, MINIMISE, MINIMISE)))
                .containsExactly(2, 0, 1);
    }

    @Test
    void ranksAreWhatPeelingFrontsGives() {
        Random random = new Random(3);
        List<Direction> directions = List.of(MINIMISE, MAXIMISE, MINIMISE);
        double[][] points = new double[80][3];
        for (double[] point : points) {
            for (int j = 0; j < 3; j++) {
                point[j] = random.nextInt(6);
            }
        }
        int[] ranks = ParetoFront.ranks(points, directions);
        for (int i = 0; i < points.length; i++) {
            int expected = 0;
            for (int j = 0; j < points.length; j++) {
                if (dominates(points[j], points[i])) {
                    expected = Math.max(expected, ranks[j] + 1);
                }
            }
            assertThat(ranks[i]).isEqualTo(expected);
        }
    }

    @Test
    void theFrontIsRankZeroForAnyNumberOfObjectives() {
        Random random = new Random(5);
        for (int objectives = 1; objectives <= 4; objectives++) {
            double[][] points = new double[120][objectives];
            for (double[] point : points) {
                for (int j = 0; j < objectives; j++) {
                    point[j] = random.nextInt(8);
                }
            }
            List<Direction> directions =
                    List.of(MINIMISE, MAXIMISE, MINIMISE, MAXIMISE).subList(0, objectives);
            int[] ranks = ParetoFront.ranks(points, directions);
            boolean[] front = ParetoFront.of(points, directions);
            for (int i = 0; i < points.length; i++) {
                assertThat(front[i]).isEqualTo(ranks[i] == 0);
            }
        }
    }

    private static boolean dominates(double[] a, double[] b) {
        boolean nowhereWorse = a[0] <= b[0] && a[1] >= b[1] && a[2] <= b[2];
        return nowhereWorse && (a[0] < b[0] || a[1] > b[1] || a[2] < b[2]);
    }

    @Test
    void noPointsGiveAnEmptyFront() {
        assertThat(ParetoFront.of(new double[0][], SIZE_AND_ACCURACY)).isEmpty();
    }

    @Test
    void refusesBadPoints() {
        assertThatThrownBy(() -> ParetoFront.of(new double[][] {{1, Double.NaN}}, SIZE_AND_ACCURACY))
                .hasMessage("objective 1 of point 0 is NaN, but must be a finite number");
        assertThatThrownBy(() -> ParetoFront.of(new double[][] {{1, 2}, {1}}, SIZE_AND_ACCURACY))
                .hasMessage("point 1 has 1 values, but there are 2 objectives");
        assertThatThrownBy(() -> ParetoFront.of(new double[][] {{}}, List.of()))
                .hasMessage("expected at least one objective, but there are none");
    }

    @Test
    void anObjectiveHasAName() {
        assertThat(new Objective("packed size", MINIMISE).direction()).isEqualTo(MINIMISE);
        assertThatThrownBy(() -> new Objective(" ", MINIMISE)).isInstanceOf(IllegalArgumentException.class);
    }
}
