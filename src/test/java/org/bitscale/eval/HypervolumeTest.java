package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bitscale.eval.Direction.MAXIMISE;
import static org.bitscale.eval.Direction.MINIMISE;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypervolumeTest {
    @Test
    void twoObjectivesByHand() {
        double[][] points = {{1, 3}, {2, 2}, {3, 1}, {3, 3}};
        assertThat(Hypervolume.of(points, new double[] {4, 4}, List.of(MINIMISE, MINIMISE)))
                .isEqualTo(6);
    }

    @Test
    void maximisedObjectivesCountFromBelow() {
        double[][] points = {{10, 0.5}, {20, 0.75}};
        double volume = Hypervolume.of(points, new double[] {40, 0}, List.of(MINIMISE, MAXIMISE));
        assertThat(volume).isEqualTo(30 * 0.5 + 20 * 0.25);
    }

    @Test
    void oneObjectiveIsTheBestDistance() {
        assertThat(Hypervolume.of(new double[][] {{3}, {1}, {2}}, new double[] {5}, List.of(MINIMISE)))
                .isEqualTo(4);
    }

    @Test
    void pointsNotBeatingTheReferenceAddNothing() {
        List<Direction> directions = List.of(MINIMISE, MINIMISE);
        assertThat(Hypervolume.of(new double[][] {{4, 0}, {0, 5}, {9, 9}}, new double[] {4, 4}, directions))
                .isZero();
        assertThat(Hypervolume.of(new double[0][], new double[] {4, 4}, directions))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void countsTheUnitCellsOfAGrid(int objectives) {
        Random random = new Random(objectives);
        int side = 5;
        double[][] points = new double[12][objectives];
        for (double[] point : points) {
            for (int j = 0; j < objectives; j++) {
                point[j] = random.nextInt(side);
            }
        }
        double[] reference = new double[objectives];
        Arrays.fill(reference, side);
        assertThat(Hypervolume.of(points, reference, Collections.nCopies(objectives, MINIMISE)))
                .isCloseTo(cells(points, side, objectives), within(1e-9));
    }

    private static long cells(double[][] points, int side, int objectives) {
        long count = 0;
        int all = (int) Math.pow(side, objectives);
        for (int cell = 0; cell < all; cell++) {
            for (double[] point : points) {
                if (covers(point, cell, side)) {
                    count++;
                    break;
                }
            }
        }
        return count;
    }

    private static boolean covers(double[] point, int cell, int side) {
        int rest = cell;
        for (double value : point) {
            if (rest % side < value) {
                return false;
            }
            rest /= side;
        }
        return true;
    }

    @Test
    void refusesBadInput() {
        List<Direction> directions = List.of(MINIMISE, MINIMISE);
        assertThatThrownBy(() -> Hypervolume.of(new double[][] {{1, 2}}, new double[] {3}, directions))
                .hasMessage("the reference has 1 values, but there are 2 objectives");
        assertThatThrownBy(
                        () -> Hypervolume.of(new double[0][], new double[] {3, Double.POSITIVE_INFINITY}, directions))
                .hasMessage("objective 1 of the reference is Infinity, but must be a finite number");
        assertThatThrownBy(() -> Hypervolume.of(new double[][] {{Double.NaN, 2}}, new double[] {3, 3}, directions))
                .hasMessage("objective 0 of point 0 is NaN, but must be a finite number");
    }
}
