package org.bitscale.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.StoredFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteRunStoreTest {

    @TempDir
    private Path folder;

    private Workspace workspace;
    private RunStore store;

    @BeforeEach
    void open() {
        workspace = Workspace.open(folder);
        store = workspace.runs();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void a_run_comes_back_unchanged() {
        Run finished = TestRuns.run(1);
        Run failed = TestRuns.run(2, "first", Run.Status.FAILED, Map.of());
        store.add(finished);
        store.add(failed);
        assertThat(store.run(finished.id())).isEqualTo(finished);
        assertThat(store.run(failed.id())).isEqualTo(failed);
    }

    @Test
    void a_row_tells_what_the_run_tells() {
        Run run = TestRuns.run(3);
        store.add(run);
        store.annotate(run.id(), new Annotation(true, Set.of("good"), "look here"));
        assertThat(store.rows(RunFilter.ALL, 0, 10))
                .containsExactly(new RunRow(
                        run.id(),
                        run.experiment(),
                        run.trial().label(),
                        run.trial().method(),
                        run.trialHash(),
                        run.groupHash(),
                        run.trial().seed(),
                        run.status(),
                        run.started(),
                        run.seconds(),
                        run.rerunOf(),
                        run.metrics(),
                        new Annotation(true, Set.of("good"), "look here")));
    }

    @Test
    void rows_come_newest_first_and_in_pages() {
        List.of(2, 0, 4, 1, 3).forEach(number -> store.add(TestRuns.run(number)));
        assertThat(ids(RunFilter.ALL)).containsExactly(id(4), id(3), id(2), id(1), id(0));
        assertThat(store.rows(RunFilter.ALL, 1, 2)).extracting(RunRow::id).containsExactly(id(3), id(2));
        assertThat(store.count(RunFilter.ALL)).isEqualTo(5);
    }

    @Test
    void a_run_is_also_a_document() throws IOException {
        store.add(TestRuns.run(1));
        assertThat(Json.read(Files.readString(folder.resolve("runs").resolve(id(1) + ".json")), Run.class))
                .isEqualTo(TestRuns.run(1));
    }

    @Test
    void an_id_is_taken_once() {
        store.add(TestRuns.run(1));
        Run other = TestRuns.run(1, "other", Run.Status.FAILED, Map.of());
        assertThatThrownBy(() -> store.add(other)).isInstanceOf(IllegalStateException.class);
        assertThat(store.run(id(1))).isEqualTo(TestRuns.run(1));
        assertThat(folder.resolve("runs").resolve(id(1) + ".json")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE run SET seconds = 0",
                "DELETE FROM run",
                "UPDATE metric SET value = 1",
                "DELETE FROM metric",
                "UPDATE document SET json = '{}'",
                "DELETE FROM document"
            })
    void what_was_measured_never_changes(String statement) throws Exception {
        store.add(TestRuns.run(1));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bitscale.db"));
                var direct = connection.createStatement()) {
            assertThatThrownBy(() -> direct.executeUpdate(statement)).hasMessageContaining("is never");
        }
        assertThat(store.run(id(1))).isEqualTo(TestRuns.run(1));
    }

    @Test
    void a_run_is_found_by_the_beginning_of_its_id() {
        store.add(TestRuns.run(1));
        store.add(TestRuns.run(2));
        assertThat(store.run("20260101-000001").id()).isEqualTo(id(1));
        assertThatThrownBy(() -> store.run("20260101"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("several begin with '20260101'")
                .hasMessageContaining(id(1))
                .hasMessageContaining(id(2));
        assertThatThrownBy(() -> store.run("20260101-000007"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("the nearest: " + id(2));
        assertThatThrownBy(() -> store.run("x"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("the newest: " + id(2));
        assertThatThrownBy(() -> store.run("")).isInstanceOf(BadInputException.class);
    }

    @Test
    void every_part_of_a_filter_narrows() {
        for (int number = 0; number < 40; number++) {
            store.add(TestRuns.run(
                    number,
                    number < 20 ? "first" : "Größe",
                    number % 10 == 9 ? Run.Status.FAILED : Run.Status.FINISHED,
                    Map.of()));
        }
        store.annotate(id(4), new Annotation(true, Set.of("good", "kept"), ""));
        store.annotate(id(6), new Annotation(false, Set.of("bad"), "Überraschung"));
        assertThat(ids(filter(Set.of(Run.Status.FAILED), Set.of(), null, false, null, Map.of(), Map.of())))
                .containsExactly(id(39), id(29), id(19), id(9));
        assertThat(ids(filter(Set.of(), Set.of(Method.PTQ), null, false, null, Map.of(), Map.of())))
                .hasSize(10)
                .contains(id(1), id(37));
        assertThat(ids(filter(Set.of(), Set.of(), "good", false, null, Map.of(), Map.of())))
                .containsExactly(id(4));
        assertThat(ids(filter(Set.of(), Set.of(), null, true, null, Map.of(), Map.of())))
                .containsExactly(id(4));
        assertThat(ids(filter(Set.of(), Set.of(), null, false, "ÜBERRASCH", Map.of(), Map.of())))
                .containsExactly(id(6));
        assertThat(ids(filter(Set.of(), Set.of(), null, false, "KEPT", Map.of(), Map.of())))
                .containsExactly(id(4));
        assertThat(ids(filter(Set.of(), Set.of(), null, false, "GRÖSSE".replace("SS", "ß"), Map.of(), Map.of())))
                .hasSize(20);
        assertThat(ids(filter(Set.of(), Set.of(), null, false, "%", Map.of(), Map.of())))
                .isEmpty();
        Run run = TestRuns.run(7);
        double accuracy = run.metric(Measure.ACCURACY).orElseThrow().value();
        assertThat(ids(filter(
                        Set.of(),
                        Set.of(),
                        null,
                        false,
                        null,
                        Map.of(Measure.ACCURACY, accuracy),
                        Map.of(Measure.ACCURACY, accuracy))))
                .containsExactly(id(7));
        assertThat(store.count(
                        filter(Set.of(), Set.of(), null, false, null, Map.of(), Map.of(Measure.PACKED_SIZE, 9999.0))))
                .isZero();
    }

    @Test
    void an_experiment_has_the_runs_of_its_trials_whoever_ran_them_first() {
        store.add(TestRuns.run(0));
        store.add(TestRuns.run(1));
        store.add(TestRuns.run(2, "gone", Run.Status.FINISHED, Map.of()));
        store.put(experiment("second", TestRuns.run(1)));
        assertThat(ids(RunFilter.finished("second"))).containsExactly(id(1));
        // Nobody knows the trials of an experiment that has no record: what its runs say is all there is.
        assertThat(ids(RunFilter.finished("gone"))).containsExactly(id(2));
    }

    @Test
    void a_front_is_made_of_finished_runs_with_all_measures_without_reruns() {
        store.add(TestRuns.run(1));
        store.add(TestRuns.run(2, "first", Run.Status.FAILED, Map.of()));
        store.add(TestRuns.run(0));
        Run rerun = Json.read(
                Json.write(TestRuns.run(3))
                        .replace("\"seconds\":1.5", "\"rerun_of\":\"" + id(1) + "\",\"seconds\":1.5"),
                Run.class);
        assertThat(rerun.rerunOf()).contains(id(1));
        store.add(rerun);
        List<RunStore.FrontRow> rows = store.frontRows(RunFilter.ALL, List.of(Measure.PACKED_SIZE, Measure.ACCURACY));
        assertThat(rows).extracting(RunStore.FrontRow::id).containsExactly(id(0), id(1));
        assertThat(rows.get(1).values())
                .containsExactly(
                        TestRuns.run(1)
                                .metric(Measure.PACKED_SIZE)
                                .orElseThrow()
                                .value(),
                        TestRuns.run(1).metric(Measure.ACCURACY).orElseThrow().value());
        assertThat(rows.get(1).groupHash()).isEqualTo(TestRuns.run(1).groupHash());
        assertThat(store.frontRows(RunFilter.ALL, List.of(Measure.LATENCY))).isEmpty();
    }

    @Test
    void what_is_no_number_is_kept_and_in_no_front() {
        Run run = TestRuns.run(1);
        Run diverged = Json.read(Json.write(run).replace("\"value\":1.25", "\"value\":\"NaN\""), Run.class);
        assertThat(diverged.metric(Measure.LOSS).orElseThrow().value()).isNaN();
        store.add(diverged);
        assertThat(store.rows(RunFilter.ALL, 0, 1).get(0).metrics().get(Measure.LOSS))
                .isEqualTo(new Metric(Double.NaN, Optional.empty(), 1000));
        assertThat(store.frontRows(RunFilter.ALL, List.of(Measure.LOSS))).isEmpty();
    }

    @Test
    void finished_trials_are_found_again() {
        Run run = TestRuns.run(1);
        store.add(run);
        store.add(TestRuns.run(2, "first", Run.Status.CANCELLED, Map.of()));
        assertThat(store.finished(run.trialHash())).contains(run);
        assertThat(store.finished(TestRuns.run(2).trialHash())).isEmpty();
        assertThat(store.finished(Set.of(run.trialHash(), TestRuns.run(2).trialHash(), "x")))
                .containsExactly(run.trialHash());
        assertThat(store.finished(Set.of())).isEmpty();
    }

    @Test
    void experiments_come_back_and_are_replaced() {
        ExperimentRecord late = new ExperimentRecord(
                "b/ö \"x\"", "file: é", Instant.parse("2026-02-02T00:00:00.5Z"), List.of("2", "1"));
        ExperimentRecord early = new ExperimentRecord("a", "", Instant.parse("2026-02-02T00:00:00Z"), List.of());
        store.put(late);
        store.put(early);
        assertThat(store.experiments()).containsExactly(early, late);
        store.put(new ExperimentRecord("a", "new", Instant.parse("2026-03-03T00:00:00Z"), List.of("3")));
        assertThat(store.experiments())
                .containsExactly(new ExperimentRecord("a", "new", early.created(), List.of("3")), late);
    }

    @Test
    void annotations_stand_beside_runs() {
        store.add(TestRuns.run(1));
        assertThat(store.annotation(id(1))).isEqualTo(Annotation.NONE);
        Annotation first = new Annotation(true, Set.of("a", "b"), "line\n\"quoted\"");
        store.annotate(id(1), first);
        assertThat(store.annotation("20260101-000001")).isEqualTo(first);
        store.annotate(id(1), new Annotation(false, Set.of("b"), ""));
        assertThat(store.annotation(id(1))).isEqualTo(new Annotation(false, Set.of("b"), ""));
        assertThatThrownBy(() -> store.annotate("none", first)).isInstanceOf(BadInputException.class);
    }

    @Test
    void the_same_contents_are_kept_once() throws IOException {
        Path one = Files.writeString(folder.resolve("cache").resolve("one"), "contents");
        Path other = Files.writeString(folder.resolve("cache").resolve("other"), "contents");
        StoredFile stored = store.keep(one);
        assertThat(store.keep(other)).isEqualTo(stored);
        assertThat(stored)
                .isEqualTo(new StoredFile("d1b2a59fbea7e20077af9f91b27e95e865061b270be03ff539ab3b73587882e8", 8));
        assertThat(store.path(stored))
                .isEqualTo(folder.resolve("files/d1/" + stored.hash()))
                .hasContent("contents");
        try (var all = Files.walk(folder.resolve("files"))) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(1);
        }
        assertThat(one).exists();
    }

    @Test
    void a_file_that_is_gone_or_was_never_there_is_told() throws IOException {
        StoredFile stored = store.keep(Files.writeString(folder.resolve("cache").resolve("one"), "contents"));
        Files.delete(store.path(stored));
        assertThatThrownBy(() -> store.path(stored))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("gone");
        assertThatThrownBy(() -> store.keep(folder.resolve("nowhere"))).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> store.path(new StoredFile("../../etc/passwd", 1)))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void keeping_heals_a_file_that_was_cut_short() throws IOException {
        Path file = Files.writeString(folder.resolve("cache").resolve("one"), "contents");
        StoredFile stored = store.keep(file);
        Files.writeString(store.path(stored), "con");
        store.keep(file);
        assertThat(store.path(stored)).hasContent("contents");
    }

    private static ExperimentRecord experiment(String name, Run... runs) {
        List<String> trials = new ArrayList<>();
        for (Run run : runs) {
            trials.add(run.trialHash());
        }
        return new ExperimentRecord(name, "", Instant.parse("2026-01-01T00:00:00Z"), trials);
    }

    private static RunFilter filter(
            Set<Run.Status> statuses,
            Set<Method> methods,
            String tag,
            boolean starred,
            String text,
            Map<Measure, Double> atLeast,
            Map<Measure, Double> atMost) {
        return new RunFilter(
                Optional.empty(),
                statuses,
                methods,
                Optional.ofNullable(tag),
                starred,
                Optional.ofNullable(text),
                atLeast,
                atMost);
    }

    private List<String> ids(RunFilter filter) {
        List<String> ids = store.rows(filter, 0, 100).stream().map(RunRow::id).toList();
        assertThat(store.count(filter)).isEqualTo(ids.size());
        return ids;
    }

    private static String id(int number) {
        return TestRuns.id(number);
    }
}
