package org.bitscale.ui.plan.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.search.FoundPlan;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchViewModelTest {

    private static final DataOptions DATA =
            new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.of(100), 0);

    @TempDir
    private Path folder;

    private Desk desk;
    private SearchViewModel model;

    @BeforeEach
    void open() {
        desk = Desks.withSample(folder.resolve("workspace"));
        model = new SearchViewModel(desk, new SameThread(), Desks.failures());
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private void openData() {
        desk.openData(DATA, () -> {}, refused -> {
            throw new AssertionError(refused);
        });
        model.form().schemes().text().set("W2A8, W4A8, W8A8");
        model.form().examples().text().set("32");
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes no minute").isLessThan(end);
            Thread.sleep(10);
        }
    }

    @Test
    void plansAreFoundUsedAndTakenBack() throws Exception {
        openData();
        PlanSettings before = desk.plan().value().get();
        model.form().size().text().set("32");
        model.search();
        assertThat(model.asking().running().get()).isTrue();
        await(() -> !model.asking().running().get());
        assertThat(model.asking().problem().get()).isEmpty();
        SearchViewModel.Found found = model.found().get().orElseThrow();
        assertThat(found.result().plans()).isNotEmpty().allSatisfy(plan -> assertThat(plan.packedBytes())
                .isLessThanOrEqualTo(32 * 1024));
        FoundPlan chosen = model.chosen().get().orElseThrow();
        model.use();
        assertThat(desk.plan().value().get().layers()).isEqualTo(chosen.schemes());
        assertThat(desk.plan().value().get().weightRange()).isEqualTo(before.weightRange());
        desk.plan().undo();
        assertThat(desk.plan().value().get()).isEqualTo(before);

        ExperimentSpec spec = model.experiment(found, Method.LSQ, 3);
        assertThat(spec.sweep().points().orElseThrow())
                .hasSize(found.result().plans().size());
        assertThat(spec.recipe()).containsEntry("epochs", 3);
        assertThat(model.experiment(found, Method.PTQ, 3).method()).isEqualTo("ptq");
    }

    @Test
    void layersAreMeasuredAndWritten() throws Exception {
        openData();
        model.measure();
        await(() -> !model.asking().running().get());
        assertThat(model.report().get().orElseThrow().layers()).hasSize(3 * 10);
        Path file = folder.resolve("layers.csv");
        model.write(file);
        assertThat(Files.readAllLines(file))
                .hasSize(1 + 3 * 10)
                .first()
                .asString()
                .startsWith("layer,");
        assertThat(model.message().get()).contains("layers.csv");
        desk.openModel("sample:shapes_mobilenet12", () -> {}, refused -> {
            throw new AssertionError(refused);
        });
        assertThat(model.report().get()).isEmpty();
    }

    @Test
    void whatIsRefusedIsSaidBesideItAndNothingBegins() {
        model.search();
        assertThat(model.asking().problem().get()).contains("Data is needed");
        openData();
        model.form().size().text().set("much");
        model.search();
        assertThat(model.form().size().problem().get()).contains("'much'");
        assertThat(model.asking().running().get()).isFalse();
        model.form().size().text().set("");
        assertThat(model.form().size().problem().get()).isEmpty();
        model.form().schemes().text().set("W4A99");
        model.search();
        assertThat(model.form().schemes().problem().get()).contains("W4A99");
        model.form().schemes().text().set("W4A4");
        model.search();
        assertThat(model.asking().problem().get()).contains("at least two schemes");
        desk.plan().edit(desk.plan().value().get().withLayers(Map.of()));
        assertThat(model.found().get()).isEmpty();
    }
}
