package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitscale.eval.Direction.MAXIMISE;
import static org.bitscale.eval.Direction.MINIMISE;

import java.util.List;
import org.junit.jupiter.api.Test;

class KneePointTest {
    private static final List<Direction> SIZE_AND_ACCURACY = List.of(MINIMISE, MAXIMISE);

    @Test
    void theBendOfTheFront() {
        double[][] points = {{80, 92.7}, {10, 60}, {40, 92.4}, {20, 92}, {30, 50}};
        assertThat(KneePoint.of(points, SIZE_AND_ACCURACY)).hasValue(3);
    }

    @Test
    void aStraightOrHollowFrontHasNone() {
        assertThat(KneePoint.of(new double[][] {{0, 0}, {1, 1}, {2, 2}}, SIZE_AND_ACCURACY))
                .isEmpty();
        assertThat(KneePoint.of(new double[][] {{0, 0}, {1.5, 0.5}, {2, 2}}, SIZE_AND_ACCURACY))
                .isEmpty();
    }

    @Test
    void twoDifferentPointsHaveNone() {
        assertThat(KneePoint.of(new double[][] {{0, 0}, {2, 2}, {2, 2}}, SIZE_AND_ACCURACY))
                .isEmpty();
        assertThat(KneePoint.of(new double[][] {{1, 1}, {1, 1}, {1, 1}}, SIZE_AND_ACCURACY))
                .isEmpty();
        assertThat(KneePoint.of(new double[0][], SIZE_AND_ACCURACY)).isEmpty();
    }

    @Test
    void refusesOtherThanTwoObjectives() {
        assertThatThrownBy(() -> KneePoint.of(new double[][] {{1}}, List.of(MINIMISE)))
                .hasMessage("a knee needs 2 objectives, but there are 1");
        assertThatThrownBy(() -> KneePoint.of(new double[][] {{1, Double.NaN}}, SIZE_AND_ACCURACY))
                .hasMessageContaining("NaN");
    }
}
