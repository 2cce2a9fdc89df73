package org.bitscale.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.SameThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerPreviewTest {

    private static final String CONV = "stage1.block1.conv1";

    private Bench bench;
    private ModelViewModel model;
    private LayerPreview preview;

    @BeforeEach
    void open(@TempDir Path folder) {
        bench = new Bench(folder.resolve("workspace"), new SameThread());
        model = new ModelViewModel(bench.desk, bench, new SameThread(), bench.failures);
        preview = model.preview();
        bench.openModel();
    }

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.unexpected).isEmpty();
        assertThat(bench.refusals).isEmpty();
    }

    @Test
    void withoutDataOnlyTheBitsAreShown() {
        model.selected().set(Optional.of(CONV));

        assertThat(preview.seen().get()).isEqualTo(new LayerPreview.NoData());
        assertThat(preview.bits().get()).contains(new LayerOverride(true, 4, 4));
        assertThat(bench.observations).isEmpty();
    }

    @Test
    void layersAreObservedOnceWhenOneIsSelected() {
        bench.openData();
        assertThat(bench.observations).isEmpty();

        model.selected().set(Optional.of(CONV));
        assertThat(preview.seen().get()).isEqualTo(new LayerPreview.Observing());
        model.selected().set(Optional.of("stem"));
        bench.observations.remove().complete(List.of(Bench.observation(CONV), Bench.observation("stem")));

        assertThat(preview.seen().get()).isInstanceOf(LayerPreview.Distributions.class);
        model.selected().set(Optional.of(CONV));
        LayerPreview.Distributions seen =
                (LayerPreview.Distributions) preview.seen().get();
        assertThat(seen.observation().layer()).isEqualTo(CONV);
        assertThat(bench.observations).isEmpty();

        bench.openData();
        assertThat(bench.observations).hasSize(1);
    }

    @Test
    void aNewerQuestionOfSomebodyElseOnlyDelaysTheAnswer() {
        bench.openData();
        model.selected().set(Optional.of(CONV));

        bench.observations.remove().cancel(false);

        assertThat(preview.seen().get()).isEqualTo(new LayerPreview.Observing());
        assertThat(bench.observations).hasSize(1);
    }

    @Test
    void whatCannotBeObservedIsSaid() {
        bench.openData();
        model.selected().set(Optional.of(CONV));

        bench.observations.remove().completeExceptionally(new BadInputException("values are not finite"));

        assertThat(preview.seen().get()).isEqualTo(new LayerPreview.Refused("values are not finite"));
    }

    @Test
    void bitsAreTriedWithoutEffectUntilTheyArePutIntoThePlan() {
        PlanSettings before = bench.desk.plan().value().get();
        model.selected().set(Optional.of(CONV));

        preview.bits().set(Optional.of(new LayerOverride(true, 3, 8)));
        assertThat(bench.desk.plan().value().get()).isEqualTo(before);
        preview.backToPlan();
        assertThat(preview.bits().get()).isEqualTo(preview.planned().get());

        preview.bits().set(Optional.of(new LayerOverride(true, 3, 8)));
        preview.putIntoPlan();
        assertThat(bench.desk.plan().value().get().layers()).containsEntry(CONV, new LayerOverride(true, 3, 8));
        assertThat(preview.planned().get()).contains(new LayerOverride(true, 3, 8));
        assertThat(model.rows().get())
                .filteredOn(row -> row.name().equals(CONV))
                .extracting(LayerRow::bits)
                .containsExactly("W3A8");

        bench.desk.plan().undo();
        assertThat(preview.planned().get()).contains(new LayerOverride(true, 4, 4));
    }

    @Test
    void triedBitsOutliveAnEditOfThePlanElsewhere() {
        model.selected().set(Optional.of(CONV));
        preview.bits().set(Optional.of(new LayerOverride(true, 2, 2)));

        bench.desk.plan().edit(PlanSettings.of(5, 6));

        assertThat(preview.bits().get()).contains(new LayerOverride(true, 2, 2));
        assertThat(preview.planned().get()).contains(new LayerOverride(true, 5, 6));
        preview.backToPlan();
        bench.desk.plan().edit(PlanSettings.of(3, 3));
        assertThat(preview.bits().get()).contains(new LayerOverride(true, 3, 3));
    }

    @Test
    void aLayerWithoutWeightsHasInputsOnlyAndAnActivationNothing() {
        bench.openData();
        model.selected().set(Optional.of("stage1.block1.add"));
        assertThat(preview.seen().get()).isEqualTo(new LayerPreview.Weightless());
        assertThat(preview.bits().get())
                .hasValueSatisfying(bits -> assertThat(bits.activationBits()).isEqualTo(8));

        model.selected().set(Optional.of("stem.relu"));
        assertThat(preview.seen().get()).isEqualTo(new LayerPreview.NothingSelected());
        assertThat(preview.bits().get()).isEmpty();
        assertThat(bench.observations).isEmpty();
    }
}
