package org.bitscale.experiment.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.storage.TestRuns;
import org.junit.jupiter.api.Test;

class RunComparisonTest {

    private static MeasureRow row(Measure measure, Metric... metrics) {
        return new MeasureRow(
                measure,
                java.util.Arrays.stream(metrics).map(Optional::ofNullable).toList());
    }

    @Test
    void whatOverlapsIsOpen() {
        MeasureRow accuracy = row(
                Measure.ACCURACY,
                Metric.of(Accuracy.of(950, 1000)),
                Metric.of(Accuracy.of(945, 1000)),
                Metric.of(Accuracy.of(820, 1000)),
                null);
        assertThat(accuracy.standing(0)).isEqualTo(MeasureRow.Standing.OPEN);
        assertThat(accuracy.standing(1)).isEqualTo(MeasureRow.Standing.OPEN);
        assertThat(accuracy.standing(2)).isEqualTo(MeasureRow.Standing.WORSE);
        assertThat(accuracy.standing(3)).isEqualTo(MeasureRow.Standing.OPEN);
        assertThat(accuracy.difference(1).getAsDouble()).isEqualTo(-0.005, within(1e-12));
        assertThat(accuracy.difference(3)).isEmpty();
    }

    @Test
    void whatIsExactIsBetterOrWorse() {
        MeasureRow size = row(Measure.PACKED_SIZE, Metric.exact(400), Metric.exact(100), Metric.exact(400));
        assertThat(size.standing(1)).isEqualTo(MeasureRow.Standing.BETTER);
        assertThat(size.standing(2)).isEqualTo(MeasureRow.Standing.OPEN);
        assertThat(size.ratio(1).getAsDouble()).isEqualTo(0.25);
        MeasureRow agreement = row(Measure.AGREEMENT, Metric.exact(1), Metric.exact(0.9995));
        assertThat(agreement.standing(1)).isEqualTo(MeasureRow.Standing.OPEN); // counted on examples
    }

    @Test
    void whatDiffersInThePlanIsMarked() {
        RunComparison comparison = new RunComparison(List.of(TestRuns.run(1), TestRuns.run(5)));
        List<PlanRow> rows = comparison.plans();
        assertThat(rows).filteredOn(PlanRow::differs).extracting(PlanRow::name).containsExactly("weight_bits");
        assertThat(rows)
                .extracting(PlanRow::name)
                .contains("method", "granularity", "conv")
                .doesNotContain("epochs");
        assertThat(rows)
                .filteredOn(row -> row.kind() == PlanRow.Kind.LAYER)
                .extracting(PlanRow::values)
                .containsExactly(List.of(Optional.of("W4A4"), Optional.of("W4A4")));
    }

    @Test
    void againstFloatTheFirstQuantizedRunIsTheMeasureOfPlans() {
        RunComparison one = new RunComparison(List.of(TestRuns.run(0), TestRuns.run(1)));
        assertThat(one.planBase()).isZero();
        assertThat(one.plans()).filteredOn(row -> row.differs(1)).isNotEmpty();
        RunComparison two = new RunComparison(List.of(TestRuns.run(0), TestRuns.run(1), TestRuns.run(5)));
        assertThat(two.planBase()).isEqualTo(1);
        assertThat(two.plans())
                .filteredOn(PlanRow::differs)
                .extracting(PlanRow::name)
                .containsExactly("weight_bits");
        assertThat(two.plans()).noneMatch(row -> row.differs(0));
    }

    @Test
    void aFileHoldsEverything() {
        RunComparison comparison = new RunComparison(List.of(TestRuns.run(1), TestRuns.run(5)));
        FilePredictions predictions =
                new FilePredictions("test", List.of("a", "b,c"), 2, new int[] {0, 1}, new int[] {0, 0}, new float[2]);
        List<LayerErrorRow> errors = LayerErrorRow.of(
                List.of(Optional.empty(), Optional.of(List.of(new PlanEstimate.LayerError("conv", "", 31.5)))));
        assertThat(errors)
                .containsExactly(new LayerErrorRow("conv", List.of(OptionalDouble.empty(), OptionalDouble.of(31.5))));
        ComparisonFile file =
                new ComparisonFile(comparison, List.of(Optional.of(predictions), Optional.of(predictions)), errors);
        String id = TestRuns.id(5);
        assertThat(file.toCsv().lines())
                .contains(
                        "class_accuracy,\"b,c\"," + id + ",W3A8 PTQ,0,0.0,0.0,0.7934506856227626,",
                        "sqnr_db,conv," + id + ",W3A8 PTQ,0,31.5,,,",
                        "setting,weight_bits," + id + ",W3A8 PTQ,0,3,,,differs");
        JsonNode json = Json.parse(file.toJson());
        assertThat(json.at("/reference").asText()).isEqualTo(TestRuns.id(1));
        assertThat(json.at("/runs/1/against_reference/agreement/equal").asInt()).isEqualTo(2);
        assertThat(json.at("/runs/1/sqnr_db/conv").asDouble()).isEqualTo(31.5);
        assertThat(json.at("/runs/0/against_reference").isMissingNode()).isTrue();
    }
}
