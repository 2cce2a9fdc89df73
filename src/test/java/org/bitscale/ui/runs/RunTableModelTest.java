package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.interchange.RunExport;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.storage.TestRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTableModelTest {

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

    private RunTableModel filled() {
        for (int number = 1; number <= 8; number++) {
            desk.openWorkspace()
                    .runs()
                    .add(TestRuns.run(number, number < 5 ? "first" : "second", Run.Status.FINISHED, Map.of()));
        }
        desk.openWorkspace().runs().add(TestRuns.run(9, "second", Run.Status.FAILED, Map.of()));
        return new RunTableModel(desk, new SameThread(), Desks.failures());
    }

    private static List<String> ids(RunTableModel model) {
        return model.rows().get().stream().map(RunRow::id).toList();
    }

    private static List<String> ids(int... numbers) {
        return java.util.Arrays.stream(numbers).mapToObj(TestRuns::id).toList();
    }

    @Test
    void the_newest_run_comes_first() {
        RunTableModel model = filled();
        assertThat(ids(model)).isEqualTo(ids(9, 8, 7, 6, 5, 4, 3, 2, 1));
        assertThat(model.standing().get()).isEqualTo(new RunTableModel.Standing(true, 9, 9, false));
        assertThat(model.experiments().get()).isEmpty();
    }

    @Test
    void a_workspace_without_runs_says_so() {
        assertThat(new RunTableModel(desk, new SameThread(), Desks.failures())
                        .standing()
                        .get())
                .isEqualTo(new RunTableModel.Standing(true, 0, 0, false));
    }

    @Test
    void a_column_sorts_both_ways_and_what_was_not_measured_is_last_either_way() {
        RunTableModel model = filled();
        model.sort(List.of(new RunColumn.Order(RunColumn.ACCURACY, true)));
        List<String> rising = ids(model);
        assertThat(accuracies(model)).isSorted().hasSize(8);
        assertThat(rising).last().isEqualTo(TestRuns.id(9));
        model.sort(List.of(new RunColumn.Order(RunColumn.ACCURACY, false)));
        assertThat(accuracies(model)).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(ids(model)).last().isEqualTo(TestRuns.id(9));
        model.sort(List.of());
        assertThat(ids(model)).first().isEqualTo(TestRuns.id(9));
    }

    private static List<Double> accuracies(RunTableModel model) {
        return model.rows().get().stream()
                .filter(row -> row.metrics().containsKey(Measure.ACCURACY))
                .map(row -> row.metrics().get(Measure.ACCURACY).value())
                .toList();
    }

    @Test
    void equal_values_are_sorted_by_the_next_column() {
        RunTableModel model = filled();
        model.sort(List.of(
                new RunColumn.Order(RunColumn.EXPERIMENT, false), new RunColumn.Order(RunColumn.STARTED, true)));
        assertThat(ids(model)).isEqualTo(ids(5, 6, 7, 8, 9, 1, 2, 3, 4));
    }

    @Test
    void filters_are_combined() {
        RunTableModel model = filled();
        model.filter().methods().set(Set.of(Method.PTQ, Method.LSQ));
        assertThat(ids(model)).isEqualTo(ids(9, 7, 5, 3, 1));
        model.filter().text().set(" SECOND ");
        assertThat(ids(model)).isEqualTo(ids(9, 7, 5));
        model.filter().statuses().set(Set.of(Run.Status.FINISHED));
        assertThat(ids(model)).isEqualTo(ids(7, 5));
        assertThat(model.standing().get().all()).isEqualTo(9);
        model.filter().clear();
        assertThat(ids(model)).hasSize(9);
    }

    @Test
    void limits_are_typed_with_their_units_and_a_refused_one_leaves_those_before_it() {
        RunTableModel model = filled();
        model.filter().limits().set("accuracy>=60%, loss <= 5.5 nats; accuracy >= 0.7");
        List<String> kept = ids(model);
        assertThat(model.rows().get()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.metrics().get(Measure.ACCURACY).value()).isGreaterThanOrEqualTo(0.7);
            assertThat(row.metrics().get(Measure.LOSS).value()).isLessThanOrEqualTo(5.5);
        });
        model.filter().limits().set("accuracy>=60 %, size");
        assertThat(model.filter().problem().get()).contains("'size' came");
        assertThat(ids(model)).isEqualTo(kept);
        assertThat(model.filter().limits().get()).isEqualTo("accuracy>=60 %, size");
        model.filter().limits().set("");
        assertThat(model.filter().problem().get()).isEmpty();
        assertThat(ids(model)).hasSize(9);
    }

    @Test
    void choosing_goes_both_ways() {
        RunTableModel model = filled();
        model.select(ids(3, 4));
        assertThat(desk.selectedRuns().get()).containsExactlyElementsOf(ids(3, 4));
        desk.select(ids(7));
        assertThat(model.chosen()).extracting(RunRow::id).isEqualTo(ids(7));
    }

    @Test
    void stars_tags_and_notes_are_kept_and_found_again() {
        RunTableModel model = filled();
        model.select(ids(2, 3));
        model.toggleStar(model.chosen());
        model.addTags(model.chosen(), "good, small");
        model.note(List.of(model.chosen().get(0)), "  best so far\n");
        assertThat(desk.openWorkspace().runs().annotation(TestRuns.id(2)).tags())
                .containsExactly("good", "small");
        assertThat(desk.openWorkspace().runs().annotation(TestRuns.id(3)).note())
                .isEqualTo("best so far");
        assertThat(model.tags().get()).containsExactly("good", "small");
        model.filter().starred().set(true);
        assertThat(ids(model)).isEqualTo(ids(3, 2));
        model.filter().clear();
        model.filter().text().set("BEST so");
        assertThat(ids(model)).isEqualTo(ids(3));
    }

    @Test
    void a_star_on_some_becomes_a_star_on_all_and_then_on_none() {
        RunTableModel model = filled();
        model.select(ids(1));
        model.toggleStar(model.chosen());
        model.select(ids(1, 2));
        model.toggleStar(model.chosen());
        assertThat(model.chosen()).allMatch(row -> row.annotation().starred());
        model.toggleStar(model.chosen());
        assertThat(model.chosen()).noneMatch(row -> row.annotation().starred());
    }

    @Test
    void a_run_that_is_added_appears() {
        RunTableModel model = filled();
        desk.openWorkspace().runs().add(TestRuns.run(10));
        desk.tasks().runsChanged();
        assertThat(ids(model)).hasSize(10).first().isEqualTo(TestRuns.id(10));
    }

    @Test
    void what_does_not_change_leaves_the_table_alone() {
        RunTableModel model = filled();
        List<RunRow> before = model.rows().get();
        desk.tasks().runsChanged();
        assertThat(model.rows().get()).isSameAs(before);
    }

    @Test
    void chosen_or_filtered_runs_are_exported() throws IOException {
        RunTableModel model = filled();
        model.select(ids(2, 3));
        Path csv = folder.resolve("runs.csv");
        model.export(RunExport.Format.CSV, true, csv);
        assertThat(Files.readAllLines(csv)).hasSize(3).first().asString().startsWith("id,experiment,label");
        model.filter().experiment().set(java.util.Optional.of("second"));
        Path json = folder.resolve("runs.json");
        model.export(RunExport.Format.JSON, false, json);
        assertThat(Json.parse(Files.readString(json))).hasSize(5);
        assertThat(model.said().get()).contains("5 runs written");
        model.export(RunExport.Format.TENSORBOARD, true, folder.resolve("events"));
        try (var files = Files.walk(folder.resolve("events"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void an_export_that_cannot_be_written_says_why() {
        RunTableModel model = filled();
        model.export(RunExport.Format.CSV, false, folder.resolve("no/such/folder.csv"));
        assertThat(model.problem().get()).contains("folder that exists");
        assertThat(model.said().get()).isEmpty();
    }
}
