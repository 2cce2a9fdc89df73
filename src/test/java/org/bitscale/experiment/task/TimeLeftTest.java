package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.task.TimeLeft.Underway;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private final Trial quick = trial(0);
    private final Trial trained = trial(3);

    @Test
    void nothingIsSaidBeforeAnythingIsKnown() {
        TimeLeft left = new TimeLeft(List.of(quick, trained));
        assertThat(left.seconds(List.of(), 1)).isEmpty();
        left.finished(2);
        left.leave(quick);
        assertThat(left.seconds(List.of(), 1)).as("no epoch was seen").isEmpty();
        left.epoch(10);
        assertThat(left.seconds(List.of(), 1)).hasValue(32);
    }

    @Test
    void quickTrialsDoNotMakeThoseWithTrainingLookQuick() {
        TimeLeft left = new TimeLeft(List.of(quick, quick, trained, trained));
        left.epoch(10);
        left.finished(2);
        left.leave(quick);
        left.finished(4);
        left.leave(quick);
        // Two trials of 3 s + 3 × 10 s, one of them 13 s under way.
        assertThat(left.seconds(List.of(new Underway(trained, 13)), 1)).hasValue(53);
        assertThat(left.seconds(List.of(new Underway(trained, 13)), 2)).hasValue(26.5);
        assertThat(left.seconds(List.of(new Underway(trained, 13), new Underway(trained, 1)), 2))
                .as("the one that began last ends last")
                .hasValue(32);
    }

    @Test
    void moreWorkersThanTrialsDoNotHelp() {
        TimeLeft left = new TimeLeft(List.of(quick, quick));
        left.finished(6);
        left.leave(quick);
        assertThat(left.seconds(List.of(), 8)).hasValue(6);
        assertThat(left.seconds(List.of(new Underway(quick, 9)), 8))
                .as("it takes longer than the others")
                .hasValue(0);
        left.leave(quick);
        assertThat(left.seconds(List.of(), 8)).hasValue(0);
    }

    private static Trial trial(int epochs) {
        return new Trial(
                Path.of("model.onnx"),
                "hash",
                new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.empty(), 0),
                "data",
                epochs == 0 ? Method.PTQ : Method.LSQ,
                Optional.of(PlanSettings.of(4, 4)),
                epochs == 0
                        ? Optional.empty()
                        : Optional.of(new TrainingSettings(
                                epochs, 32, 0.01, Optimizer.sgd(), Schedule.COSINE, 1e-4, BatchNormMode.KEEP, 0)),
                64,
                Layout.FAST,
                false);
    }
}
