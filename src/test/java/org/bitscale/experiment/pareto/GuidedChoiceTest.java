package org.bitscale.experiment.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.junit.jupiter.api.Test;

class GuidedChoiceTest {

    private static final RunRow FLOAT = asFloat(Rows.row(0, "float32", 0, 320_000, 9_500));
    private static final RunRow W8 = Rows.row(1, "W8A8", 0, 80_000, 9_490);
    private static final RunRow W4 = Rows.row(2, "W4A4", 0, 40_000, 9_420);
    private static final RunRow W2 = Rows.row(3, "W2A2", 0, 20_000, 9_000);
    private static final List<RunRow> ALL = List.of(FLOAT, W8, W4, W2);

    private static RunRow asFloat(RunRow row) {
        return new RunRow(
                row.id(),
                row.experiment(),
                row.label(),
                Method.FLOAT,
                row.trialHash(),
                row.groupHash(),
                row.seed(),
                row.status(),
                row.started(),
                row.seconds(),
                row.rerunOf(),
                row.metrics(),
                row.annotation());
    }

    private static RunRow timed(RunRow row, double milliseconds) {
        Map<Measure, Metric> metrics = new EnumMap<>(row.metrics());
        metrics.put(Measure.LATENCY, Metric.exact(milliseconds));
        return Rows.with(row, Run.Status.FINISHED, Optional.empty(), metrics);
    }

    private static GuidedChoice choose(List<RunRow> rows, double size, double speed, double accuracy, double points) {
        return GuidedChoice.of(rows, new Priorities(size, speed, accuracy, points / 100))
                .orElseThrow();
    }

    @Test
    void theSmallestKeepsWithinWhatMayBeLost() {
        assertThat(choose(ALL, 5, 0, 5, 1).smallest()).isEqualTo(W4);
        assertThat(choose(ALL, 5, 0, 5, 5).smallest()).isEqualTo(W2); // 5 points are just allowed
        assertThat(choose(ALL, 5, 0, 5, 4.99).smallest()).isEqualTo(W4);
        assertThat(choose(ALL, 5, 0, 5, 1).kept()).isTrue();
    }

    @Test
    void whereNoneKeepsWithinItTheSmallestOfAllIsSaidToBeSo() {
        GuidedChoice choice = choose(ALL, 5, 0, 5, 0.05);
        assertThat(choice.kept()).isFalse();
        assertThat(choice.smallest()).isEqualTo(W2);
    }

    @Test
    void theMostAccurateIsSoWhateverMatters() {
        assertThat(choose(ALL, 10, 0, 0, 10).mostAccurate()).isEqualTo(W8);
    }

    /** W8A8: 2 doublings and −0.1 points; W4A4: 3 and −0.8. They are worth the same where size counts 0.7 of accuracy. */
    @Test
    void theBalancedOneFollowsThePriorities() {
        assertThat(choose(ALL, 6.9, 0, 10, 1).balanced()).isEqualTo(W8);
        assertThat(choose(ALL, 7.1, 0, 10, 1).balanced()).isEqualTo(W4);
        assertThat(choose(ALL, 10, 0, 0, 10).balanced()).isEqualTo(W2);
    }

    @Test
    void speedCountsWhereItWasMeasured() {
        List<RunRow> rows = List.of(timed(FLOAT, 4), timed(W8, 1), timed(W4, 2), timed(W2, 2));
        assertThat(choose(rows, 0, 10, 0, 10).balanced().label()).isEqualTo("W8A8");
    }

    @Test
    void saysNothingBeforeThereIsSomethingToCompare() {
        Priorities priorities = new Priorities(5, 5, 5, 0.01);
        assertThat(GuidedChoice.of(List.of(), priorities)).isEmpty();
        assertThat(GuidedChoice.of(List.of(FLOAT), priorities)).isEmpty();
        assertThat(GuidedChoice.of(List.of(W8, W4), priorities)).isEmpty();
    }

    @Test
    void refusesWhatIsNoPriority() {
        assertThatThrownBy(() -> new Priorities(11, 0, 0, 0)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> new Priorities(1, 0, 0, 2)).isInstanceOf(BadInputException.class);
    }
}
