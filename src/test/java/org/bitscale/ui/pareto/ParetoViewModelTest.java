package org.bitscale.ui.pareto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitscale.experiment.pareto.ParetoAnalysis;
import org.bitscale.experiment.pareto.ParetoPoint;
import org.bitscale.experiment.run.Measure;
import org.bitscale.report.ChartTheme;
import org.bitscale.storage.TestRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParetoViewModelTest {

    @TempDir
    private Path folder;

    private Desk desk;
    private ParetoViewModel model;

    @BeforeEach
    void open() {
        desk = Desks.open(folder.resolve("workspace"));
        model = new ParetoViewModel(desk, new SameThread(), Desks.failures());
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private void addRuns(int number) {
        for (int i = 0; i < number; i++) {
            desk.openWorkspace().runs().add(TestRuns.run(i));
        }
        desk.tasks().runsChanged();
    }

    private ParetoAnalysis analysis() {
        return model.front().get().analysis().orElseThrow();
    }

    @Test
    void isEmptyBeforeTheFirstRunAndFollowsNewOnes() {
        assertThat(model.front().get().analysis()).isEmpty();
        assertThat(model.chart(ChartTheme.light())).isEmpty();
        addRuns(4);
        assertThat(analysis().points()).hasSize(4);
        assertThat(model.chart(ChartTheme.light())).isPresent();
    }

    @Test
    void anotherMeasureMakesAnotherFront() {
        addRuns(5);
        model.across().set(Measure.LOSS);
        assertThat(analysis().objectives()).containsExactly(Measure.ACCURACY, Measure.LOSS);
    }

    @Test
    void theSameMeasureTwiceIsRefusedAndTheFrontStays() {
        addRuns(5);
        ParetoAnalysis before = analysis();
        model.across().set(Measure.ACCURACY);
        assertThat(model.problem().get()).contains("two different measures");
        assertThat(analysis()).isEqualTo(before);
        model.across().set(Measure.PACKED_SIZE);
        assertThat(model.problem().get()).isEmpty();
    }

    @Test
    void aLimitGreysOutWhatBreaksIt() {
        addRuns(5);
        double[] sizes = model.front().get().extents().get(Measure.PACKED_SIZE);
        model.limit(Measure.PACKED_SIZE, (sizes[0] + sizes[1]) / 2);
        assertThat(analysis().points().stream().filter(point -> !point.feasible()))
                .isNotEmpty();
        assertThat(analysis().points().stream().filter(ParetoPoint::feasible)).isNotEmpty();
        model.unlimit(Measure.PACKED_SIZE);
        assertThat(analysis().points()).allMatch(ParetoPoint::feasible);
    }

    @Test
    void showsOneExperimentOrAll() {
        addRuns(4);
        model.experiment().set(Optional.of("another"));
        assertThat(model.front().get().analysis()).isEmpty();
        model.experiment().set(Optional.empty());
        assertThat(analysis().points()).hasSize(4);
    }

    @Test
    void chosenPointsAreChosenRunsEverywhere() {
        addRuns(4);
        List<ParetoPoint> two = analysis().points().subList(0, 2);
        model.select(two);
        assertThat(desk.selectedRuns().get()).hasSize(2);
        assertThat(model.isSelected(two.get(0))).isTrue();
        assertThat(model.isSelected(analysis().points().get(2))).isFalse();
        model.compare();
        assertThat(desk.screen().get()).isEqualTo(ScreenId.COMPARE);
    }

    @Test
    void writesPicturesAndTables() throws IOException {
        addRuns(4);
        for (String format : List.of("png", "svg", "pdf", "csv", "json")) {
            Path file = folder.resolve("front." + format);
            boolean[] done = new boolean[1];
            model.export(file, ChartTheme.dark(), 800, 500, () -> done[0] = true);
            assertThat(done[0]).isTrue();
            assertThat(Files.size(file)).isGreaterThan(100);
        }
        assertThat(Files.readAllLines(folder.resolve("front.csv"))).hasSize(5);
        model.export(folder.resolve("front.bmp"), ChartTheme.dark(), 800, 500, () -> {});
        assertThat(model.problem().get()).contains("png, svg, pdf, csv or json");
    }
}
