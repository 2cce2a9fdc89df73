package org.bitscale.ui.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitscale.experiment.spec.PlanFile;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetsModelTest {

    private static final String CONV1 = "stage1.block1.conv1";
    private static final String ADD = "stage1.block1.add";

    @TempDir
    private Path folder;

    private Desk desk;
    private PlanViewModel plan;
    private PresetsModel presets;

    @BeforeEach
    void open() {
        desk = Desks.withSample(folder.resolve("workspace"));
        plan = new PlanViewModel(desk, new SameThread(), Desks.failures());
        presets = begin();
    }

    private PresetsModel begin() {
        return new PresetsModel(plan, new SavedPlans(folder.resolve("plans")), new SameThread(), Desks.failures());
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private PlanSettings now() {
        return plan.plan().value().get();
    }

    @Test
    void aPresetIsThereAfterARestart() {
        plan.setBits(List.of(CONV1), List.of(CONV1), 2);
        PlanSettings kept = now();
        presets.save(" My plan 1 ", () -> {});
        assertThat(presets.said().get()).contains("My plan 1");
        plan.use(PlanSettings.of(8, 8));
        PresetsModel later = begin();
        assertThat(later.names().get()).containsExactly("My plan 1");
        later.read("My plan 1", plan::take);
        assertThat(now()).isEqualTo(kept);
        plan.plan().undo();
        assertThat(now()).isEqualTo(PlanSettings.of(8, 8));
    }

    @Test
    void namesThatAreNoneAreRefused() {
        for (String name : List.of("../up", "a/b", ".hidden", "dot.", "")) {
            presets.save(name, () -> {});
            assertThat(plan.problem().get()).contains("'" + name + "' came");
        }
        assertThat(folder.resolve("plans")).doesNotExist();
    }

    @Test
    void whatWasDeletedComesBack() {
        presets.save("kept", () -> {});
        presets.delete("kept");
        assertThat(presets.names().get()).isEmpty();
        presets.restore();
        assertThat(presets.names().get()).containsExactly("kept");
        assertThat(presets.deleted().get()).isEmpty();
    }

    @Test
    void filesGoOutAndIn() {
        plan.keepInFloat(List.of(CONV1));
        Path file = folder.resolve("mine.yaml");
        presets.write(file);
        assertThat(PlanFile.read(file)).isEqualTo(now());
        plan.use(PlanSettings.of(2, 2));
        presets.read(file, plan::take);
        assertThat(now().layers()).containsEntry(CONV1, LayerOverride.parse("float"));
    }

    @Test
    void aPlanOfAnotherNetworkChangesNothing() throws IOException {
        PlanSettings before = now();
        Path file = folder.resolve("other.yaml");
        Files.writeString(file, "weights: 2\nlayers:\n  no_such_layer: W2A2\n");
        presets.read(file, plan::take);
        assertThat(plan.problem().get()).contains("no_such_layer");
        assertThat(now()).isEqualTo(before);
        presets.read(file, plan::compareWith);
        assertThat(plan.other().get()).isEmpty();
        Files.writeString(file, "weights: many\n");
        presets.read(file, plan::take);
        assertThat(plan.problem().get()).contains("other.yaml").contains("many");
    }

    @Test
    void aPlanIsComparedWithAnother() {
        plan.compareWith(new NamedPlan("W4A4", PlanSettings.of(4, 4)));
        plan.use(PlanSettings.of(4, 4));
        assertThat(difference().was()).isEmpty();
        plan.setBits(List.of(CONV1), List.of(), 2);
        plan.keepInFloat(List.of(ADD));
        assertThat(difference().was())
                .containsOnlyKeys(CONV1, ADD)
                .containsEntry(CONV1, LayerOverride.parse("W4A4"))
                .containsEntry(ADD, LayerOverride.parse("W8A8"));
        assertThat(plan.sheet().get().orElseThrow().packedBytes())
                .isLessThan(difference().packedBytes());
        plan.compareWithNothing();
        assertThat(plan.sheet().get().orElseThrow().difference()).isEmpty();
    }

    private PlanDifference difference() {
        return plan.sheet().get().orElseThrow().difference().orElseThrow();
    }
}
