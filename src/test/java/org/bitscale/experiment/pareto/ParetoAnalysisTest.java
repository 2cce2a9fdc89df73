package org.bitscale.experiment.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bitscale.experiment.pareto.Rows.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.junit.jupiter.api.Test;

class ParetoAnalysisTest {
    private static final List<Measure> SIZE_AND_ACCURACY = List.of(Measure.PACKED_SIZE, Measure.ACCURACY);

    private static ParetoAnalysis analysis(List<RunRow> rows, String... constraints) {
        return ParetoAnalysis.of(
                rows,
                SIZE_AND_ACCURACY,
                List.of(constraints).stream().map(Constraint::parse).toList(),
                Map.of());
    }

    private static ParetoPoint point(ParetoAnalysis analysis, String label) {
        return analysis.points().stream()
                .filter(point -> point.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void seedsBecomeOnePointAndALuckySeedMakesNoFront() {
        ParetoAnalysis analysis = analysis(List.of(
                row(1, "W4", 0, 400, 9000),
                row(2, "W4", 1, 400, 9040),
                row(3, "W4", 2, 400, 9080),
                row(4, "lucky", 0, 410, 9060),
                row(5, "lucky", 1, 410, 8900)));
        ParetoPoint four = point(analysis, "W4");
        assertThat(four.runs()).containsExactly("run-001", "run-002", "run-003");
        assertThat(four.seeds()).containsExactly(0L, 1L, 2L);
        assertThat(four.mean(Measure.ACCURACY)).isCloseTo(0.904, within(1e-15));
        assertThat(four.values().get(Measure.ACCURACY).standardDeviation().orElseThrow())
                .isCloseTo(0.004, within(1e-12));
        // t for 2 degrees of freedom times 0.004 over the root of 3.
        assertThat(four.values().get(Measure.ACCURACY).interval().orElseThrow().high())
                .isCloseTo(0.904 + 4.30265273 * 0.004 / Math.sqrt(3), within(1e-9));
        assertThat(four.values().get(Measure.PACKED_SIZE).interval()).isEmpty();
        assertThat(analysis.front()).containsExactly(four);
        assertThat(point(analysis, "lucky").rank()).hasValue(1);
    }

    @Test
    void onlySureDominationTakesAPointOffTheConfidentFront() {
        ParetoAnalysis analysis = analysis(
                List.of(row(1, "good", 0, 400, 9000), row(2, "perhaps", 0, 410, 8990), row(3, "bad", 0, 420, 8000)));
        assertThat(point(analysis, "good").confident()).isTrue();
        assertThat(point(analysis, "perhaps").onFront()).isFalse();
        assertThat(point(analysis, "perhaps").confident()).isTrue();
        assertThat(point(analysis, "bad").confident()).isFalse();
    }

    @Test
    void equalPointsAllStay() {
        ParetoAnalysis analysis = analysis(List.of(row(1, "a", 0, 400, 9000), row(2, "b", 0, 400, 9000)));
        assertThat(analysis.points()).allMatch(ParetoPoint::onFront).allMatch(ParetoPoint::confident);
    }

    @Test
    void failingPointsAreKeptButOnNoFront() {
        ParetoAnalysis analysis = analysis(
                List.of(row(1, "small", 0, 100, 5000), row(2, "right", 0, 400, 9000), row(3, "large", 0, 9000, 9500)),
                "accuracy>=0.9",
                "packed_size<=1KiB");
        assertThat(analysis.front()).extracting(ParetoPoint::label).containsExactly("right");
        ParetoPoint small = point(analysis, "small");
        assertThat(small.failed()).containsExactly(Constraint.parse("accuracy>=0.9"));
        assertThat(small.rank()).isEmpty();
        assertThat(small.confident()).isFalse();
        assertThat(point(analysis, "large").feasible()).isFalse();
        assertThat(analysis.points()).last().extracting(ParetoPoint::label).isEqualTo("large");
    }

    @Test
    void theRightRowsAreLeftOut() {
        RunRow row = row(1, "W4", 0, 400, 9000);
        RunRow failed = row(2, "W4", 1, 400, 0);
        RunRow rerun = row(3, "W4", 0, 400, 100);
        RunRow blind = row(4, "W3", 0, 300, 100);
        ParetoAnalysis analysis = analysis(List.of(
                row,
                Rows.with(failed, Run.Status.FAILED, Optional.empty(), Map.of()),
                Rows.with(rerun, Run.Status.FINISHED, Optional.of("run-001"), rerun.metrics()),
                Rows.with(blind, Run.Status.FINISHED, Optional.empty(), Map.of(Measure.PACKED_SIZE, Metric.exact(300))),
                row(5, "W4", 0, 400, 9100)));
        assertThat(analysis.leftOut()).isEqualTo(new LeftOut(1, 1, 1, 1, Map.of(Measure.ACCURACY, 1)));
        assertThat(analysis.points()).singleElement().satisfies(point -> {
            assertThat(point.runs()).containsExactly("run-005");
            assertThat(point.mean(Measure.ACCURACY)).isEqualTo(0.91);
        });
    }

    @Test
    void theReferenceIsATenthBeyondTheFront() {
        List<RunRow> rows = List.of(row(1, "a", 0, 100, 8000), row(2, "b", 0, 200, 9000));
        ParetoAnalysis analysis = analysis(rows);
        assertThat(analysis.reference().get(Measure.PACKED_SIZE)).isCloseTo(210, within(1e-9));
        assertThat(analysis.reference().get(Measure.ACCURACY)).isCloseTo(0.79, within(1e-12));
        assertThat(analysis.hypervolume().orElseThrow()).isCloseTo(110 * 0.01 + 10 * 0.1, within(1e-9));
        Map<Measure, Double> given = Map.of(Measure.PACKED_SIZE, 300.0, Measure.ACCURACY, 0.5);
        assertThat(ParetoAnalysis.of(rows, SIZE_AND_ACCURACY, List.of(), given)
                        .hypervolume()
                        .orElseThrow())
                .isCloseTo(200 * 0.3 + 100 * 0.1, within(1e-9));
    }

    @Test
    void theKneeIsMarkedOnALogarithmicSize() {
        ParetoAnalysis analysis = analysis(List.of(
                row(1, "a", 0, 100, 5000),
                row(2, "b", 0, 200, 8800),
                row(3, "c", 0, 400, 9000),
                row(4, "d", 0, 1600, 9100)));
        assertThat(analysis.points().stream().filter(ParetoPoint::knee))
                .extracting(ParetoPoint::label)
                .containsExactly("b");
    }

    @Test
    void threeObjectivesHaveRanksAndVolumeButNoKnee() {
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RunRow row = row(i, "r" + i, 0, 100 + 10 * i, 8000 + 10 * i);
            Map<Measure, Metric> metrics = new EnumMap<>(row.metrics());
            metrics.put(Measure.LATENCY, Metric.exact(1 + i % 2));
            rows.add(Rows.with(row, Run.Status.FINISHED, Optional.empty(), metrics));
        }
        ParetoAnalysis analysis = ParetoAnalysis.of(
                rows, List.of(Measure.PACKED_SIZE, Measure.ACCURACY, Measure.LATENCY), List.of(), Map.of());
        assertThat(analysis.points()).allMatch(ParetoPoint::onFront).noneMatch(ParetoPoint::knee);
        assertThat(analysis.hypervolume().orElseThrow()).isPositive();
    }

    @Test
    void frontsOfManyPointsKeepTheirProperties() {
        SplittableRandom random = new SplittableRandom(4);
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(row(i, "g" + i / 3, i % 3, 100 + i / 3 % 20, 5000 + random.nextInt(4000)));
        }
        ParetoAnalysis analysis = analysis(rows);
        assertThat(analysis.front()).isNotEmpty().allMatch(ParetoPoint::confident);
        assertThat(analysis.points()).anyMatch(point -> point.confident() && !point.onFront());
        List<String> members = analysis.front().stream().map(ParetoPoint::label).toList();
        List<RunRow> frontRows =
                rows.stream().filter(row -> members.contains(row.label())).toList();
        ParetoAnalysis again = analysis(frontRows);
        assertThat(again.points()).isEqualTo(analysis.front());
        assertThat(again.hypervolume()).isEqualTo(analysis.hypervolume());
        List<RunRow> more = new ArrayList<>(rows);
        more.add(row(900, "dominated", 0, 5000, 10));
        ParetoAnalysis after = analysis(more);
        assertThat(after.front()).isEqualTo(analysis.front());
        assertThat(after.hypervolume()).isEqualTo(analysis.hypervolume());
        assertThat(after.points().stream().filter(ParetoPoint::confident).count())
                .isEqualTo(analysis.points().stream()
                        .filter(ParetoPoint::confident)
                        .count());
    }

    @Test
    void nothingGivesNoFront() {
        ParetoAnalysis analysis = analysis(List.of());
        assertThat(analysis.points()).isEmpty();
        assertThat(analysis.reference()).isEmpty();
        assertThat(analysis.hypervolume()).isEmpty();
        assertThat(analysis.toCsv().lines()).hasSize(1);
    }

    @Test
    void csvAndJsonHoldTheSame() throws IOException {
        ParetoAnalysis analysis =
                analysis(List.of(row(1, "W4, \"mixed\"", 0, 400, 9000), row(2, "W2", 0, 300, 4000)), "accuracy>=0.5");
        String csv = analysis.toCsv();
        assertThat(csv)
                .startsWith("label,method,rank,front,confident_front,knee,failed,count,seeds,runs,accuracy,")
                .contains("\r\n\"W4, \"\"mixed\"\"\",LSQ,0,true,true,false,,1,0,run-001,0.9,,")
                .contains("\r\nW2,LSQ,,false,false,false,accuracy>=0.5,1,0,run-002,0.4,,")
                .endsWith("\r\n");
        JsonNode json = new ObjectMapper().readTree(analysis.toJson());
        assertThat(json.get("objectives").get(0).asText()).isEqualTo("packed_size");
        JsonNode first = json.get("points").get(0);
        assertThat(first.get("rank").asInt()).isZero();
        assertThat(first.get("values").get("accuracy").get("mean").asDouble()).isEqualTo(0.9);
        assertThat(json.get("points").get(1).has("rank")).isFalse();
        assertThat(json.get("constraints").get(0).get("limit").asText()).isEqualTo("at_least");
        assertThat(json.get("left_out").get("incomplete").asInt()).isZero();
    }

    @Test
    void refusesWhatIsNoFront() {
        assertThatThrownBy(() -> ParetoAnalysis.of(List.of(), List.of(Measure.LOSS), List.of(), Map.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("at least 2 objectives, but 1 came");
        assertThatThrownBy(() -> ParetoAnalysis.of(List.of(), List.of(Measure.LOSS, Measure.LOSS), List.of(), Map.of()))
                .hasMessageContaining("'loss' came twice");
        assertThatThrownBy(
                        () -> ParetoAnalysis.of(List.of(), SIZE_AND_ACCURACY, List.of(), Map.of(Measure.ACCURACY, 0.5)))
                .hasMessageContaining("one value for each of packed_size, accuracy, but has some for accuracy");
    }
}
