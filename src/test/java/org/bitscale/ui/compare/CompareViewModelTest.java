package org.bitscale.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.experiment.run.Run;
import org.bitscale.storage.TestRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareViewModelTest {

    @TempDir
    private Path folder;

    private Desk desk;
    private CompareViewModel model;

    @BeforeEach
    void open() {
        desk = Desks.open(folder.resolve("workspace"));
        for (int i = 1; i < 12; i++) {
            desk.openWorkspace().runs().add(TestRuns.run(i));
        }
        desk.openWorkspace().runs().add(TestRuns.run(20, "first", Run.Status.FAILED, Map.of()));
        model = new CompareViewModel(desk, new SameThread(), Desks.failures());
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private List<String> shown() {
        return model.lineup().get().runs().stream().map(Run::id).toList();
    }

    @Test
    void whatIsChosenIsCompared() {
        assertThat(model.lineup().get().isComplete()).isFalse();
        desk.select(List.of(TestRuns.id(1), TestRuns.id(2)));
        assertThat(shown()).containsExactly(TestRuns.id(1), TestRuns.id(2));
        model.add(TestRuns.id(5));
        assertThat(desk.selectedRuns().get()).containsExactly(TestRuns.id(1), TestRuns.id(2), TestRuns.id(5));
        model.remove(TestRuns.id(1));
        assertThat(shown()).containsExactly(TestRuns.id(2), TestRuns.id(5));
    }

    @Test
    void oneIsTheReference() {
        desk.select(List.of(TestRuns.id(1), TestRuns.id(2), TestRuns.id(3)));
        model.refer(TestRuns.id(3));
        assertThat(shown()).containsExactly(TestRuns.id(3), TestRuns.id(1), TestRuns.id(2));
        model.remove(TestRuns.id(3));
        assertThat(shown()).containsExactly(TestRuns.id(1), TestRuns.id(2));
    }

    @Test
    void whatHasNoResultAndWhatDoesNotFitIsCounted() {
        desk.select(List.of(
                TestRuns.id(1),
                TestRuns.id(20),
                TestRuns.id(2),
                TestRuns.id(3),
                TestRuns.id(5),
                TestRuns.id(6),
                TestRuns.id(7),
                TestRuns.id(9)));
        assertThat(model.lineup().get().runs()).hasSize(CompareViewModel.MOST);
        assertThat(model.lineup().get().unfinished()).isEqualTo(1);
        assertThat(model.lineup().get().tooMany()).isEqualTo(1);
    }

    @Test
    void aNameTellsARunFromTheOthers() {
        // 2 and 18 are the same recipe with other seeds but for their bits, 1 and 5 differ in bits.
        desk.openWorkspace().runs().add(TestRuns.run(30));
        desk.select(List.of(TestRuns.id(2), TestRuns.id(30), TestRuns.id(5)));
        Lineup lineup = model.lineup().get();
        assertThat(List.of(lineup.name(0), lineup.name(1), lineup.name(2)))
                .containsExactly("W2A8 STE, seed 2", "W2A8 STE, seed 30", "W3A8 PTQ");
    }

    @Test
    void runsAreFoundByText() {
        model.findRuns("w3a8", rows -> assertThat(rows)
                .extracting(row -> row.id())
                .containsExactly(TestRuns.id(7), TestRuns.id(6), TestRuns.id(5)));
    }

    @Test
    void theBestAreSuggested() {
        model.suggest();
        assertThat(desk.selectedRuns().get()).isNotEmpty();
        assertThat(model.lineup().get().runs())
                .allMatch(run -> run.trial().method().quantizes());
    }

    @Test
    void aComparisonIsWritten() throws Exception {
        desk.select(List.of(TestRuns.id(1), TestRuns.id(2)));
        Path file = folder.resolve("comparison.csv");
        boolean[] done = {false};
        model.export(file, () -> done[0] = true);
        assertThat(done[0]).isTrue();
        assertThat(Files.readString(file)).startsWith("part,item,run").contains(TestRuns.id(2));
        model.export(folder.resolve("comparison.txt"), () -> {});
        assertThat(model.problem().get()).contains("csv or json");
    }

    @Test
    void anotherWorkspaceIsComparedAnew() {
        desk.select(List.of(TestRuns.id(1), TestRuns.id(2)));
        desk.openWorkspace(folder.resolve("other"), () -> {}, refused -> {
            throw new AssertionError(refused);
        });
        assertThat(model.lineup().get()).isEqualTo(Lineup.EMPTY);
        assertThat(Optional.of(model.problem().get())).contains("");
    }
}
