package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.experiment.task.Unfinished;
import org.bitscale.storage.TestRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueModelTest {

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desks.open(folder.resolve("workspace"));
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private QueueModel model() {
        return new QueueModel(desk, new SameThread(), Desks.failures());
    }

    private void submit(String name) {
        String text = "{name: %s, model: absent.onnx, data: {source: 'sample:shapes'}}".formatted(name);
        desk.submit(ExperimentFile.parse(text, name), text, folder, Priority.NORMAL, () -> {}, refused -> {
            throw new AssertionError(refused);
        });
    }

    /** Waits until the queue has told of something. */
    private void await(QueueModel model, Predicate<List<QueuedExperiment>> wanted, Runnable action) throws Exception {
        CompletableFuture<List<QueuedExperiment>> reached = new CompletableFuture<>();
        // Listeners are called in the order they were added: the model has followed by then.
        desk.tasks().experiments().addListener((observed, before, now) -> {
            List<QueuedExperiment> shown =
                    model.rows().stream().map(row -> row.now().get()).toList();
            if (wanted.test(shown)) {
                reached.complete(shown);
            }
        });
        action.run();
        reached.get(30, TimeUnit.SECONDS);
    }

    private static Predicate<List<QueuedExperiment>> waiting(String... names) {
        return all -> all.stream()
                .filter(experiment -> experiment.state() == QueuedExperiment.State.WAITING)
                .map(QueuedExperiment::name)
                .toList()
                .equals(List.of(names));
    }

    @Test
    void experiments_that_wait_are_moved_preferred_and_taken_out() throws Exception {
        QueueModel model = model();
        await(model, waiting("b", "c"), () -> List.of("a", "b", "c").forEach(this::submit));
        QueueModel.Row c = model.rows().get(2);
        await(model, waiting("c", "b"), () -> model.move(c, true));
        assertThat(model.rows().get(1)).isSameAs(c);
        QueueModel.Row b = model.rows().get(2);
        await(model, waiting("b", "c"), () -> model.prioritize(b, Priority.HIGH));
        await(model, waiting("b"), () -> model.cancel(c));
        assertThat(model.unfinished().get()).isEmpty();
    }

    @Test
    void an_experiment_that_cannot_be_run_says_why_until_it_is_cleared() throws Exception {
        QueueModel model = model();
        await(model, all -> all.stream().anyMatch(e -> e.failure().isPresent()), () -> submit("a"));
        assertThat(model.rows().get(0).now().get().failure().orElseThrow()).contains("absent.onnx");
        await(model, List::isEmpty, model::clearEnded);
    }

    @Test
    void what_was_begun_and_not_ended_can_go_on() {
        desk.openWorkspace().runs().add(TestRuns.run(1));
        List<String> trials =
                List.of(TestRuns.trial(1).hash(), TestRuns.trial(2).hash());
        desk.openWorkspace().runs().put(new ExperimentRecord("half", "a file", Instant.EPOCH, trials));
        assertThat(model().unfinished().get())
                .singleElement()
                .returns("half", Unfinished::name)
                .returns(1, Unfinished::done)
                .returns(2, Unfinished::total);
    }
}
