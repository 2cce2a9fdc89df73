package org.bitscale.ui.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.engine.EngineSettings;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.FileLatency;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.Verification;
import org.bitscale.experiment.VerifyFiles;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentPlace;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.task.ExperimentOrder;
import org.bitscale.experiment.task.ExperimentSession;
import org.bitscale.experiment.task.Priority;
import org.bitscale.ui.SampleRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployViewModelTest {

    private Path folder;
    private Desk desk;

    @BeforeAll
    void open(@TempDir Path temporary) {
        folder = temporary;
        SampleRuns.make(folder.resolve("workspace"));
        desk = Desks.open(folder.resolve("workspace"));
    }

    @AfterAll
    void close() {
        desk.clear().run();
    }

    private DeployViewModel model() {
        desk.select(List.of());
        return new DeployViewModel(desk, new SameThread(), Desks.failures());
    }

    @Test
    void theBestRunIsShownUntilAnotherIsChosen() {
        DeployViewModel model = model();
        assertThat(model.run().id()).isEqualTo(SampleRuns.W8A8);
        assertThat(model.chosen().get().orElseThrow().card()).startsWith("# model_w8a8.onnx");
        desk.select(List.of(SampleRuns.FLOAT, SampleRuns.W2A2));
        assertThat(model.run().id()).isEqualTo(SampleRuns.W2A2); // float is nothing to hand over
        model.choose(SampleRuns.FLOAT);
        assertThat(model.run().id()).isEqualTo(SampleRuns.FLOAT); // unless it is asked for
        assertThat(model.offers().get())
                .extracting(offer -> offer.run().id())
                .containsExactlyInAnyOrder(SampleRuns.W8A8, SampleRuns.W2A2, SampleRuns.FLOAT);
    }

    @Test
    void anExportIsWrittenOrRefused() {
        DeployViewModel model = model();
        Path file = folder.resolve("out.onnx");
        model.export(file, written -> assertThat(written).containsExactly(file));
        assertThat(Files.exists(file)).isTrue();
        model.export(model.run().trial().model(), written -> {
            throw new AssertionError("the float network is gone");
        });
        assertThat(model.problem().get()).contains("float network");
    }

    @Test
    void aFloatRunHasNothingToProve() {
        DeployViewModel model = model();
        model.choose(SampleRuns.FLOAT);
        model.verification().verify();
        assertThat(model.verification().asking().problem().get()).contains("in float");
        assertThat(model.verification().asking().running().get()).isFalse();
    }

    @Test
    void batchSizesAreNumbers() {
        assertThat(VerifyViewModel.batchSizes(" 1, 8;32 8")).containsExactly(1, 8, 32);
        for (String wrong : List.of("", "0", "a", "1,2,3,4,5,6,7,8,9", "-1", "99999999999")) {
            assertThatThrownBy(() -> VerifyViewModel.batchSizes(wrong))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("batch sizes");
        }
    }

    @Test
    void nothingIsTimedWhileAnExperimentRuns() {
        DeployViewModel model = model();
        String text = SampleModels.text("quickstart.yaml");
        ExperimentSpec spec = ExperimentFile.parse(text, "quickstart.yaml");
        desk.tasks()
                .submit(
                        new ExperimentOrder(
                                spec,
                                text,
                                ExperimentPlace.of(spec, folder, folder),
                                new ExperimentSession.Options(
                                        EngineSettings.Device.CPU, OptionalInt.of(1), OptionalInt.of(1), false)),
                        Priority.NORMAL);
        model.speed().measure();
        model.layers().measure();
        assertThat(model.speed().asking().problem().get()).contains("An experiment is running");
        assertThat(model.layers().asking().problem().get()).contains("An experiment is running");
        assertThat(model.speed().asking().running().get()).isFalse();
        desk.tasks().queue().snapshot().forEach(queued -> desk.tasks().queue().cancel(queued.id()));
    }

    private static FileLatency latency(double median, double low, double high) {
        return new FileLatency(1, 1, median, new Interval(low, high), high, high, 1000 / median, 100, "a processor");
    }

    @Test
    void onlyAClearDifferenceIsFasterOrSlower() {
        FileLatency real = latency(1, 0.9, 1.1);
        SpeedViewModel.Speed speed = new SpeedViewModel.Speed(List.of(
                new SpeedViewModel.Pair(real, latency(0.5, 0.45, 0.6)),
                new SpeedViewModel.Pair(real, latency(1.05, 1, 1.2)),
                new SpeedViewModel.Pair(real, latency(2, 1.8, 2.2))));
        assertThat(speed.pairs())
                .extracting(SpeedViewModel.Pair::standing)
                .containsExactly(
                        SpeedViewModel.Standing.FASTER, SpeedViewModel.Standing.OPEN, SpeedViewModel.Standing.SLOWER);
        assertThat(speed.slower()).containsExactly(speed.pairs().get(2));
    }

    @Test
    void timesAreBroughtTogetherByLayer() {
        LayerTimesViewModel.Times times = LayerTimesViewModel.times(
                List.of("conv1", "add", "conv2"),
                List.of(time("conv1", "Conv", 10), time("conv2", "Conv", 30), time("", "Reorder", 1)),
                List.of(
                        time("conv1", "QuantizeLinear", 2),
                        time("conv1", "QLinearConv", 4),
                        time("conv2", "QLinearConv", 12),
                        time("add", "QLinearAdd", 2)));
        assertThat(times.rows())
                .containsExactly(
                        new LayerTimesViewModel.Row("conv1", "QuantizeLinear, QLinearConv", 10, 6),
                        new LayerTimesViewModel.Row("add", "QLinearAdd", 0, 2),
                        new LayerTimesViewModel.Row("conv2", "QLinearConv", 30, 12),
                        new LayerTimesViewModel.Row("", "", 1, 0));
        assertThat(times.conversions()).isEqualTo(0.1);
    }

    private static LayerTime time(String layer, String operator, double microseconds) {
        return new LayerTime(operator, operator, layer.isEmpty() ? Optional.empty() : Optional.of(layer), microseconds);
    }

    @Test
    void aProofIsToldInPlainWords() {
        assertThat(VerifyViewModel.words(result(2000, 2000)))
                .startsWith("Proved: ")
                .contains("all 2,000");
        assertThat(VerifyViewModel.words(result(2000, 1999)))
                .startsWith("Good: ")
                .contains("1 of 2,000");
        assertThat(VerifyViewModel.words(result(2000, 1900)))
                .startsWith("Not proved: ")
                .contains("Do not rely");
    }

    private static VerifyFiles.Result result(int... equal) {
        return new VerifyFiles.Result(
                Accuracy.of(1900, 2000),
                Accuracy.of(1880, 2000),
                new Agreement(1950, 2000),
                java.util.Arrays.stream(equal)
                        .mapToObj(same -> new Verification(
                                new Agreement(same, 2000),
                                0.1,
                                5,
                                Accuracy.of(1880, 2000),
                                Optional.empty(),
                                "1.29",
                                true,
                                8))
                        .toList());
    }
}
