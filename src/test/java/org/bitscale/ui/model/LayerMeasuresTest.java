package org.bitscale.ui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.experiment.LayerTime;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.network.NodeColouring;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerMeasuresTest {

    private static final int WEIGHTED = 10;

    private Bench bench;
    private ModelViewModel model;
    private LayerColours colours;

    @BeforeEach
    void open(@TempDir Path folder) {
        bench = new Bench(folder.resolve("workspace"), new SameThread());
        model = new ModelViewModel(bench.desk, bench, new SameThread(), bench.failures);
        colours = model.colours();
        bench.openModel();
        bench.openData();
    }

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.unexpected).isEmpty();
        assertThat(bench.refusals).isEmpty();
    }

    private NodeColouring colouring() {
        return colours.colouring().get().orElseThrow();
    }

    @Test
    void sensitivityIsTheLossAddedByOneLayerAlone() {
        colours.by().set(ColourBy.SENSITIVITY);
        assertThat(colours.work().get()).contains(new LayerMeasures.Work(ColourBy.SENSITIVITY, 0, WEIGHTED));
        Map<String, LayerOverride> first = bench.requests.get(0).plan().layers();
        assertThat(first.get("stem")).isEqualTo(new LayerOverride(true, 4, 4));
        assertThat(first.values().stream().filter(LayerOverride::quantized)).hasSize(1);

        bench.estimates.remove().complete(Bench.estimate(0.75, 30));
        assertThat(colouring().entries().get("stem").value()).isCloseTo(0.5, within(1e-12));
        assertThat(colouring().entries().get("stem").label()).isEqualTo("+0.5000");
        assertThat(bench.requests.get(1).plan().layers().get("stem").quantized())
                .isFalse();

        while (!bench.estimates.isEmpty()) {
            bench.estimates.remove().complete(Bench.estimate(0.3, 30));
        }
        assertThat(bench.requests).hasSize(WEIGHTED);
        assertThat(colours.work().get()).isEmpty();
        assertThat(colouring().entries()).hasSize(WEIGHTED);
    }

    @Test
    void whatWasStoppedGoesOnWhereItWas() {
        colours.by().set(ColourBy.SENSITIVITY);
        bench.estimates.remove().complete(Bench.estimate(0.75, 30));
        bench.estimates.remove().complete(Bench.estimate(0.5, 30));
        colours.stop();
        assertThat(bench.estimates.remove()).isCancelled();
        assertThat(colours.work().get()).isEmpty();
        assertThat(colouring().entries()).hasSize(2);

        colours.by().set(ColourBy.NOTHING);
        assertThat(colours.colouring().get()).isEmpty();
        colours.by().set(ColourBy.SENSITIVITY);
        assertThat(colouring().entries()).hasSize(2);
        assertThat(colours.work().get()).contains(new LayerMeasures.Work(ColourBy.SENSITIVITY, 2, WEIGHTED));

        colours.sensitivityBits().set(2);
        assertThat(colouring().entries()).isEmpty();
        assertThat(bench.requests.get(bench.requests.size() - 1).plan().layers().get("stem"))
                .isEqualTo(new LayerOverride(true, 2, 2));
    }

    @Test
    void anEstimateThatIsCancelledElsewhereIsAskedAgain() {
        colours.by().set(ColourBy.SENSITIVITY);
        bench.estimates.remove().cancel(false);

        assertThat(bench.requests.get(1)).isEqualTo(bench.requests.get(0));
        assertThat(colours.work().get()).isPresent();
    }

    @Test
    void errorsBelongToThePlanAndAreKeptByIt() {
        colours.by().set(ColourBy.ERROR);
        bench.estimates.remove().complete(Bench.estimate(0.4, 21.5));
        assertThat(colouring().entries().get("stem").label()).isEqualTo("21.5 dB");

        PlanSettings before = bench.desk.plan().value().get();
        bench.desk.plan().edit(PlanSettings.of(2, 2));
        assertThat(colours.colouring().get()).isEmpty();
        bench.estimates.remove().complete(Bench.estimate(2, 3));
        assertThat(colouring().entries().get("stem").label()).isEqualTo("3.0 dB");

        bench.desk.plan().edit(before);
        assertThat(colouring().entries().get("stem").label()).isEqualTo("21.5 dB");
        assertThat(bench.estimates).isEmpty();
    }

    @Test
    void timesOfALayerAreAddedUp() {
        colours.by().set(ColourBy.TIME);
        bench.times
                .remove()
                .complete(List.of(
                        new LayerTime("a", "Conv", Optional.of("stem"), 20),
                        new LayerTime("b", "Reorder", Optional.of("stem"), 5),
                        new LayerTime("c", "Reorder", Optional.empty(), 7)));

        assertThat(colouring().entries()).containsOnlyKeys("stem");
        assertThat(colouring().entries().get("stem").label()).isEqualTo("25.0 µs");
    }

    @Test
    void aRefusalIsSaidAndEndsTheWork() {
        colours.by().set(ColourBy.ERROR);
        bench.estimates.remove().completeExceptionally(new BadInputException("the data does not fit"));

        assertThat(model.problem().get()).isEqualTo("the data does not fit");
        assertThat(colours.work().get()).isEmpty();
    }
}
