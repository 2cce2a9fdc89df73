package org.bitscale.experiment.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void oneSeedHasItsOwnInterval() {
        Accuracy accuracy = Accuracy.of(900, 1000);
        Estimate estimate = Estimate.of(Measure.ACCURACY, List.of(Metric.of(accuracy)));
        assertThat(estimate.mean()).isEqualTo(0.9);
        assertThat(estimate.standardDeviation()).isEmpty();
        Interval interval = estimate.interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(accuracy.interval().low(), within(1e-15));
        assertThat(interval.high()).isCloseTo(accuracy.interval().high(), within(1e-15));
    }

    @Test
    void seedsThatDifferMuchHaveStudentsInterval() {
        Estimate estimate = Estimate.of(Measure.LOSS, List.of(Metric.exact(1), Metric.exact(2), Metric.exact(3)));
        assertThat(estimate.standardDeviation()).hasValue(1);
        // 2 − 2.484 would lie below 0, which no loss does.
        assertThat(estimate.interval().orElseThrow().low()).isZero();
        assertThat(estimate.interval().orElseThrow().high()).isCloseTo(4.484137713, within(1e-8));
    }

    @Test
    void seedsThatAgreeDoNotMakeTheExamplesMore() {
        Metric metric = Metric.of(Accuracy.of(900, 1000));
        Estimate estimate = Estimate.of(Measure.ACCURACY, List.of(metric, metric, metric));
        Interval own = metric.interval().orElseThrow();
        assertThat(estimate.interval().orElseThrow().low()).isCloseTo(own.low(), within(1e-12));
        assertThat(estimate.interval().orElseThrow().high()).isCloseTo(own.high(), within(1e-12));
    }

    @Test
    void sharesStayShares() {
        Estimate estimate = Estimate.of(
                Measure.ACCURACY, List.of(Metric.of(Accuracy.of(99, 100)), Metric.of(Accuracy.of(90, 100))));
        assertThat(estimate.interval().orElseThrow().high()).isEqualTo(1);
    }

    @Test
    void exactMeasuresHaveNoInterval() {
        Estimate estimate =
                Estimate.of(Measure.PACKED_SIZE, List.of(Metric.exact(20_001.125), Metric.exact(20_001.125)));
        assertThat(estimate.interval()).isEqualTo(Optional.empty());
        assertThat(estimate.mean()).isEqualTo(20_001.125);
        assertThat(estimate.optimistic(Measure.PACKED_SIZE)).isEqualTo(20_001.125);
    }
}
