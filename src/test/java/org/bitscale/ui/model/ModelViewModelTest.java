package org.bitscale.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.network.NetworkNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelViewModelTest {

    @TempDir
    private Path folder;

    private Bench bench;
    private ModelViewModel model;

    @BeforeEach
    void open() {
        bench = new Bench(folder.resolve("workspace"), new SameThread());
        model = new ModelViewModel(bench.desk, bench, new SameThread(), bench.failures);
    }

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.unexpected).isEmpty();
    }

    @Test
    void layersAreListedWithTheBitsOfThePlan() {
        assertThat(model.rows().get()).isEmpty();
        model.openSample();

        assertThat(model.shown().get().network().blocks()).hasSize(3);
        assertThat(row("stem").bits()).isEqualTo("W8A8");
        assertThat(row("stage1.block1.conv1").bits()).isEqualTo("W4A4");
        assertThat(row("stage1.block1.add").bits()).isEqualTo("A8");
        assertThat(row("stem.relu").bits()).isEmpty();
        assertThat(model.rows().get().stream().mapToDouble(LayerRow::share).sum())
                .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(model.role("stem")).contains(QuantizationRole.WEIGHTED);
        assertThat(model.role("stem.norm")).isEmpty();

        bench.desk.plan().edit(PlanSettings.of(2, 8));
        assertThat(row("stage1.block1.conv1").bits()).isEqualTo("W2A8");
    }

    @Test
    void everyWordOfASearchMustOccur() {
        model.openSample();
        assertThat(model.matches()).isEmpty();

        model.query().set("CONV block1 w4");
        assertThat(model.matches())
                .contains("stage1.block1.conv1", "stage2.block1.shortcut")
                .doesNotContain("stem", "stage1.block1.conv1.norm");

        model.selectNextMatch();
        assertThat(model.selected().get()).contains("stage1.block1.conv1");
        model.selectNextMatch();
        assertThat(model.selected().get()).contains("stage1.block1.conv2");
    }

    @Test
    void boxesAreColouredByWhatIsKnown() {
        model.openSample();
        model.colours().by().set(ColourBy.BITS);
        assertThat(model.colours()
                        .colouring()
                        .get()
                        .orElseThrow()
                        .entries()
                        .get("stem")
                        .value())
                .isEqualTo(8);

        bench.desk
                .plan()
                .edit(new PlanSettings(4, 4, org.bitscale.quant.Granularity.CHANNEL, 2, 8, java.util.Map.of()));
        assertThat(model.colours()
                        .colouring()
                        .get()
                        .orElseThrow()
                        .entries()
                        .get("stem")
                        .value())
                .isEqualTo(4);

        model.colours().by().set(ColourBy.MACS);
        assertThat(model.colours().colouring().get().orElseThrow().entries())
                .containsKey("stem")
                .doesNotContainKey("stem.relu");
    }

    @Test
    void whatIsMeasuredOnDataAsksForData() {
        model.openSample();
        model.colours().by().set(ColourBy.SENSITIVITY);
        assertThat(model.problem().get()).contains("open data");
        assertThat(bench.estimates).isEmpty();

        bench.openData();
        assertThat(model.problem().get()).isEmpty();
        assertThat(bench.estimates).hasSize(1);
    }

    @Test
    void aBlockIsTold() {
        model.openSample();
        String block = model.shown().get().network().blocks().get(0).id();

        assertThat(model.other(block)).hasValueSatisfying(node -> {
            assertThat(node.kind()).isEqualTo(NetworkNode.Kind.BLOCK);
            assertThat(node.parameters()).isPositive();
        });
    }

    @Test
    void aRefusedNetworkIsExplainedAndDrawnOnRequest() throws IOException {
        model.openSample();
        Path file = unsupported();
        bench.desk.openModel(file.toString(), () -> {}, bench.refusals::add);

        assertThat(bench.refusals).singleElement().asString().contains("FancyNorm");
        assertThat(model.refused().refusal().get()).isPresent();
        assertThat(model.refused().summary()).startsWith("Of its 2 operations 1 are not supported; 1 have");
        assertThat(model.shown().get().model()).isPresent();

        model.refused().show();
        assertThat(model.shown().get().model()).isEmpty();
        assertThat(model.shown().get().network().node("fancy").orElseThrow().supported())
                .isFalse();
        assertThat(model.rows().get()).hasSize(2);
        assertThat(model.refused().said("fancy").orElseThrow()).contains("not supported");
        model.selected().set(Optional.of("conv"));
        assertThat(model.preview().bits().get()).isEmpty();

        model.refused().putAway();
        assertThat(model.shown().get().model()).isPresent();
        assertThat(row("stem").bits()).isEqualTo("W8A8");
    }

    @Test
    void whereNoNetworkIsOpenARefusedOneIsDrawnAtOnce() throws IOException {
        bench.desk.openModel(unsupported().toString(), () -> {}, bench.refusals::add);
        assertThat(model.shown().get().network().node("fancy")).isPresent();

        model.openSample();
        assertThat(model.refused().refusal().get()).isEmpty();
        assertThat(model.shown().get().model()).isPresent();
        assertThat(model.rows().get()).hasSize(31);
    }

    private Path unsupported() throws IOException {
        return Files.write(
                folder.resolve("fancy.onnx"),
                new TestModel(13)
                        .input("x", "N", 1, 4, 4)
                        .floats("w", new float[2 * 9], 2, 1, 3, 3)
                        .node("conv", "", "Conv", List.of("c"), List.of("x", "w"))
                        .node("fancy", "com.acme", "FancyNorm", List.of("f"), List.of("c"))
                        .output("f")
                        .bytes());
    }

    private LayerRow row(String name) {
        return model.rows().get().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
