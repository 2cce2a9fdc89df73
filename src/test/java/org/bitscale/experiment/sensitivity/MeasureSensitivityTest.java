package org.bitscale.experiment.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.engine.EngineSettings;
import org.bitscale.eval.RankCorrelation;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.Workbench;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureSensitivityTest {

    private static final LayerOverride FEW = LayerOverride.parse("W3A8");
    private static final LayerOverride MANY = LayerOverride.parse("W8A8");

    @TempDir
    private Path folder;

    /** A fifth is kept for validation, as the sample network's own training did. */
    private final DataOptions data = new DataOptions(
            "sample:shapes", Optional.empty(), 0.2, OptionalInt.empty(), 0, Optional.empty(), Optional.empty());

    private final Workbench workbench = new Workbench(new EngineSettings(EngineSettings.Device.CPU, 2));

    @AfterEach
    void close() {
        workbench.close();
    }

    private SensitivityRequest request(Set<SensitivityMeasure> measures, int examples, LayerOverride... schemes) {
        return new SensitivityRequest(
                SampleModels.unpack("sample:shapes_resnet8", folder),
                data,
                PlanSettings.of(8, 8),
                List.of(schemes),
                measures,
                examples,
                64,
                4);
    }

    private SensitivityReport run(SensitivityRequest request) {
        return run(request, ContentCache.NONE);
    }

    private SensitivityReport run(SensitivityRequest request, ContentCache cache) {
        return new MeasureSensitivity(workbench, cache, Progress.NONE).run(request);
    }

    /** Cancels itself before it measures the layer after {@code layers} of them. */
    private static Progress cancelledAfter(int layers) {
        AtomicBoolean cancelled = new AtomicBoolean();
        return new Progress() {
            @Override
            public void update(String phase, long done, long total, String detail) {
                cancelled.compareAndSet(false, phase.equals("sensitivity") && done == layers);
            }

            @Override
            public boolean isCancelled() {
                return cancelled.get();
            }
        };
    }

    @Test
    void everyLayerHasEveryMeasureAtEveryScheme() {
        Set<SensitivityMeasure> all = EnumSet.allOf(SensitivityMeasure.class);
        SensitivityReport report = run(request(all, 64, FEW, MANY));
        assertThat(report.layers())
                .hasSize(20)
                .allMatch(layer -> layer.values().keySet().equals(all));
        assertThat(report.layers().get(0).layer()).isEqualTo("stem");
        assertThat(report.layers().get(0).parameters()).isEqualTo(432);
        assertThat(report.measures()).isEqualTo(all);
        // Fifteen pairs of six measures, at two schemes.
        assertThat(report.agreements()).hasSize(30).allMatch(agreement -> Math.abs(agreement.correlation()) <= 1);
        for (SensitivityMeasure measure :
                List.of(SensitivityMeasure.DIVERGENCE, SensitivityMeasure.SQNR, SensitivityMeasure.FISHER)) {
            double[] few = report.values(FEW, measure);
            double[] many = report.values(MANY, measure);
            for (int i = 0; i < few.length; i++) {
                assertThat(few[i]).as("%s of layer %d", measure, i).isGreaterThan(many[i]);
            }
        }
    }

    @Test
    void aRankingIsSortedAndTheTableHasARowForEach() {
        SensitivityReport report =
                run(request(EnumSet.of(SensitivityMeasure.DIVERGENCE, SensitivityMeasure.SQNR), 64, FEW));
        List<Double> noise = report.ranking(FEW, SensitivityMeasure.SQNR).stream()
                .map(layer -> layer.values().get(SensitivityMeasure.SQNR))
                .toList();
        assertThat(noise).isSorted();
        assertThat(SensitivityTable.csv(report).split("\r\n"))
                .hasSize(11)
                .startsWith("layer,operator,weights,scheme,divergence,sqnr");
    }

    @Test
    void fewExamplesOrderTheLayersAsAllOfThemDo() {
        Set<SensitivityMeasure> divergence = EnumSet.of(SensitivityMeasure.DIVERGENCE);
        double[] some = run(request(divergence, 128, FEW)).values(FEW, SensitivityMeasure.DIVERGENCE);
        double[] all =
                run(request(EnumSet.of(SensitivityMeasure.LOSS), 100_000, FEW)).values(FEW, SensitivityMeasure.LOSS);
        assertThat(RankCorrelation.spearman(some, all)).isGreaterThan(0.8);
    }

    @Test
    void whatWasMeasuredUntilItWasCancelledIsKept() {
        ContentCache cache = ContentCache.in(folder.resolve("cache"));
        SensitivityRequest request =
                request(EnumSet.of(SensitivityMeasure.DIVERGENCE, SensitivityMeasure.HESSIAN), 64, FEW);
        MeasureSensitivity interrupted = new MeasureSensitivity(workbench, cache, cancelledAfter(4));
        assertThatThrownBy(() -> interrupted.run(request)).isInstanceOf(CancellationException.class);
        SensitivityReport resumed = run(request, cache);
        assertThat(resumed.known()).isBetween(4, 5);
        SensitivityReport whole = run(request);
        assertThat(whole.known()).isZero();
        assertThat(resumed.layers()).isEqualTo(whole.layers());
    }

    @Test
    void onlyWhatIsMissingIsMeasured() {
        ContentCache cache = ContentCache.in(folder.resolve("cache"));
        Set<SensitivityMeasure> one = EnumSet.of(SensitivityMeasure.SQNR);
        Set<SensitivityMeasure> two = EnumSet.of(SensitivityMeasure.SQNR, SensitivityMeasure.LOSS);
        run(request(one, 64, FEW), cache);
        SensitivityReport moreSchemes = run(request(one, 64, FEW, MANY), cache);
        assertThat(moreSchemes.known()).isEqualTo(10);
        assertThat(moreSchemes.layers())
                .isEqualTo(run(request(one, 64, FEW, MANY)).layers());
        SensitivityReport moreMeasures = run(request(two, 64, FEW), cache);
        assertThat(moreMeasures.known()).isZero();
        assertThat(moreMeasures.layers()).isEqualTo(run(request(two, 64, FEW)).layers());
        SensitivityReport fewerAgain = run(request(one, 64, MANY), cache);
        assertThat(fewerAgain.known()).isEqualTo(10);
        assertThat(fewerAgain.measures()).isEqualTo(one);
        assertThat(run(request(one, 48, FEW), cache).known()).isZero();
    }

    @Test
    void refusesFloatAndNothing() {
        assertThatThrownBy(() -> request(EnumSet.of(SensitivityMeasure.LOSS), 64, LayerOverride.FLOAT))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("float");
        assertThatThrownBy(() -> request(EnumSet.of(SensitivityMeasure.LOSS), 64))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> request(Set.of(), 64, FEW)).hasMessageContaining("measure");
        Stream.of(0, -1).forEach(examples -> assertThatThrownBy(
                        () -> request(EnumSet.of(SensitivityMeasure.LOSS), examples, FEW))
                .hasMessageContaining("1 example"));
    }
}
