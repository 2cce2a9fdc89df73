package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

    private static final String EXPERIMENT =
            """
            name: any
            model: sample:shapes_resnet8
            data: {source: "sample:shapes"}
            sweep: {over: {bits: [W4A4]}}
            """;

    private final WaitingLine line = new WaitingLine();

    @BeforeEach
    void fill() {
        add("low", Priority.LOW);
        add("first", Priority.NORMAL);
        add("high", Priority.HIGH);
        add("second", Priority.NORMAL);
    }

    private void add(String id, Priority priority) {
        ExperimentOrder order = new ExperimentOrder(
                ExperimentFile.parse(EXPERIMENT, "any.yaml"),
                EXPERIMENT,
                new ExperimentPlace(Path.of("model.onnx"), "sample:shapes"),
                new ExperimentSession.Options(
                        EngineSettings.Device.CPU, OptionalInt.empty(), OptionalInt.empty(), false));
        line.add(new QueueEntry(id, order, priority));
    }

    private List<String> ids() {
        return line.entries().stream().map(QueueEntry::id).toList();
    }

    @Test
    void higherPriorityComesFirstThenOrderOfArrival() {
        assertThat(ids()).containsExactly("high", "first", "second", "low");
        assertThat(line.take().orElseThrow().id()).isEqualTo("high");
        assertThat(ids()).containsExactly("first", "second", "low");
    }

    @Test
    void whatIsMovedPastAnotherTakesItsPriority() {
        line.move("low", -1);
        assertThat(ids()).containsExactly("high", "first", "low", "second");
        assertThat(line.entries().get(2).priority()).isEqualTo(Priority.NORMAL);
        line.move("high", 1);
        assertThat(ids()).containsExactly("first", "high", "low", "second");
        assertThat(line.entries().get(1).priority()).isEqualTo(Priority.NORMAL);
        line.move("first", -1); // is the first already
        line.move("second", 1); // is the last already
        line.move("nobody", 1);
        assertThat(ids()).containsExactly("first", "high", "low", "second");
    }

    @Test
    void anotherPriorityPutsItBehindThoseThatHaveIt() {
        line.setPriority("low", Priority.HIGH);
        assertThat(ids()).containsExactly("high", "low", "first", "second");
        line.setPriority("high", Priority.LOW);
        assertThat(ids()).containsExactly("low", "first", "second", "high");
        assertThat(line.remove("first")).isTrue();
        assertThat(line.remove("first")).isFalse();
        assertThat(ids()).containsExactly("low", "second", "high");
    }
}
