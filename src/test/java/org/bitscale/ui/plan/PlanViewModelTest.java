package org.bitscale.ui.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.bitscale.experiment.TargetAdvice;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.Target;
import org.bitscale.quant.WeightFormat;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.bitscale.ui.desk.OpenData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanViewModelTest {

    private static final String CONV1 = "stage1.block1.conv1";
    private static final String CONV2 = "stage1.block1.conv2";
    private static final String ADD = "stage1.block1.add";

    @TempDir
    private Path folder;

    private Desk desk;
    private PlanViewModel model;

    @BeforeEach
    void open() {
        desk = Desks.withSample(folder.resolve("workspace"));
        model = new PlanViewModel(desk, new SameThread(), Desks.failures());
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private PlanViewModel.Sheet sheet() {
        return model.sheet().get().orElseThrow();
    }

    private PlanViewModel.Row row(String layer) {
        return sheet().rows().stream()
                .filter(row -> row.layer().name().equals(layer))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsEveryLayerThatCanBeQuantized() {
        assertThat(sheet().rows()).hasSize(14);
        assertThat(row("stem").weights()).isEqualTo(8);
        assertThat(row(CONV1).weights()).isEqualTo(4);
        assertThat(row(ADD).weights()).isZero();
        assertThat(row(ADD).activations()).isEqualTo(8);
        assertThat(sheet().packedBytes()).isEqualTo(42_059);
        assertThat(sheet().rows().stream().mapToDouble(PlanViewModel.Row::share).sum())
                .isEqualTo(1, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void anEditIsOneStep() {
        PlanSettings before = model.plan().value().get();
        long bytes = sheet().packedBytes();
        model.setBits(List.of(CONV1, CONV2), List.of(CONV1), 2);
        assertThat(row(CONV1).weights()).isEqualTo(2);
        assertThat(row(CONV1).activations()).isEqualTo(2);
        assertThat(row(CONV2).weights()).isEqualTo(2);
        assertThat(row(CONV2).activations()).isEqualTo(4);
        assertThat(row(CONV1).overridden()).isTrue();
        assertThat(sheet().packedBytes()).isLessThan(bytes);
        model.plan().undo();
        assertThat(model.plan().value().get()).isEqualTo(before);
        assertThat(sheet().packedBytes()).isEqualTo(bytes);
        model.plan().redo();
        assertThat(row(CONV2).weights()).isEqualTo(2);
    }

    @Test
    void keepsLayersInFloatAndBack() {
        model.keepInFloat(List.of(CONV1));
        assertThat(row(CONV1).quantized()).isFalse();
        assertThat(row(CONV1).advice()).hasSize(1);
        model.reset(List.of(CONV1));
        assertThat(row(CONV1).quantized()).isTrue();
        assertThat(row(CONV1).overridden()).isFalse();
    }

    @Test
    void fillsDownFromTheFirst() {
        model.setBits(List.of(CONV1), List.of(CONV1), 3);
        model.fillDown(List.of(CONV1, CONV2, "stage2.block1.conv1"));
        assertThat(row("stage2.block1.conv1").weights()).isEqualTo(3);
        assertThat(row("stage2.block1.conv1").activations()).isEqualTo(3);
        assertThat(row("stage2.block1.conv2").weights()).isEqualTo(4);
    }

    @Test
    void copiesAndPastesText() {
        model.setBits(List.of(CONV1), List.of(), 2);
        String text = model.copy(List.of(CONV1, CONV2));
        assertThat(text).isEqualTo(CONV1 + "\tW2A4\n" + CONV2 + "\tW4A4\n");
        model.paste(List.of("stage2.block1.conv1", "stage2.block1.conv2"), text);
        assertThat(row("stage2.block1.conv1").weights()).isEqualTo(2);
        assertThat(row("stage2.block1.conv2").weights()).isEqualTo(4);
        model.paste(List.of(CONV1, CONV2), "float");
        assertThat(row(CONV1).quantized()).isFalse();
        assertThat(row(CONV2).quantized()).isFalse();
    }

    @Test
    void refusesWhatIsNoPlanAndKeepsWhatWas() {
        PlanSettings before = model.plan().value().get();
        model.paste(List.of(CONV1), "W17A4");
        assertThat(model.problem().get()).contains("1 to 16 bits").contains("W17A4");
        assertThat(model.plan().value().get()).isEqualTo(before);
        model.paste(List.of(CONV1, CONV2), "a\tW4A4\nb\tW4A4\nc\tW4A4");
        assertThat(model.problem().get()).contains("3 lines").contains("2 layers");
        assertThat(model.plan().value().get()).isEqualTo(before);
        model.setBits(List.of(CONV1), List.of(), 3);
        assertThat(model.problem().get()).isEmpty();
    }

    @Test
    void theNetworksBitsLeaveSingleLayersAlone() {
        model.setBits(List.of(CONV1), List.of(CONV1), 2);
        model.change(plan -> plan.withBits(8, 8).with(Granularity.TENSOR));
        assertThat(row(CONV1).weights()).isEqualTo(2);
        assertThat(row(CONV2).weights()).isEqualTo(8);
        assertThat(row(CONV2).advice()).anyMatch(text -> text.contains("One scale for all channels"));
    }

    @Test
    void weightsOfAnyFormatAreShownAndGoThroughText() {
        model.setFormat(List.of(CONV1), WeightFormat.MXFP4_E2M1);
        model.setFormat(List.of(CONV2), WeightFormat.CODEBOOK);
        assertThat(row(CONV1).format()).isEqualTo(WeightFormat.MXFP4_E2M1);
        assertThat(row(CONV1).weights()).isEqualTo(4);
        assertThat(row(CONV1).advice()).anyMatch(text -> text.contains("float32"));
        assertThat(model.copy(List.of(CONV1, CONV2)))
                .isEqualTo(CONV1 + "\tmxfp4_e2m1:A4\n" + CONV2 + "\tcodebook4:A4\n");
        model.setBits(List.of(CONV1, CONV2), List.of(), 3);
        assertThat(row(CONV1).format()).isEqualTo(WeightFormat.INTEGER);
        assertThat(row(CONV2).format()).isEqualTo(WeightFormat.CODEBOOK);
        assertThat(row(CONV2).weights()).isEqualTo(3);
    }

    @Test
    void whatMakesNoPlanIsSaidAndLeavesIt() {
        PlanSettings before = model.plan().value().get();
        model.change(plan -> plan.withRanges(RangeRule.parse("percentile 20"), plan.activationRange()));
        assertThat(model.problem().get()).contains("50 to 100").contains("20");
        assertThat(model.plan().value().get()).isEqualTo(before);
        model.change(plan -> plan.withRanges(RangeRule.parse("mse"), plan.activationRange()));
        assertThat(model.problem().get()).isEmpty();
        assertThat(model.plan().value().get().weightRange()).hasToString("mse");
    }

    @Test
    void theTargetLimitsThePlanAndSaysWhatItCosts() {
        assertThat(sheet().remarks()).extracting(TargetAdvice.Remark::topic).contains(TargetAdvice.Topic.FEWER_BITS);
        model.change(plan -> plan.with(WeightFormat.FP8_E4M3));
        assertThat(sheet().remarks()).extracting(TargetAdvice.Remark::topic).contains(TargetAdvice.Topic.REAL_WEIGHTS);
        model.change(plan -> plan.with(Target.MICROCONTROLLER));
        assertThat(model.problem().get()).contains("microcontroller");
        model.change(plan -> plan.with(WeightFormat.INTEGER).withBits(8, 8));
        assertThat(model.problem().get()).isEmpty();
        assertThat(sheet().remarks()).extracting(TargetAdvice.Remark::topic).contains(TargetAdvice.Topic.CONVERSION);
    }

    @Test
    void mixedPutsTheHeavyLayersAtFewerBits() {
        model.useMixed();
        assertThat(row("stage3.block1.conv2").weights()).isEqualTo(4);
        assertThat(row(CONV1).weights()).isEqualTo(8);
        assertThat(model.plan().value().get().layers()).hasSize(3);
    }

    @Test
    void saysWhatAChoiceMeans() {
        model.change(plan -> plan.withBits(4, 4).with(Granularity.CHANNEL).withOtherBits(4, 2));
        assertThat(row(ADD).advice()).singleElement().asString().contains("Add at so few bits");
        assertThat(row("stem").advice()).hasSize(2);
    }

    @Test
    void theExperimentHasThePlanAndComesBackFromItsText() {
        desk.openData(OpenData.SAMPLE, () -> {}, refused -> {
            throw new AssertionError(refused);
        });
        model.setBits(List.of(CONV1), List.of(), 2);
        ExperimentSpec spec = model.experiment(Method.LSQ, 3);
        assertThat(spec.name()).startsWith("plan-w4a4-mixed-lsq-");
        assertThat(spec.plan().get("layers"))
                .isEqualTo(java.util.Map.of(CONV1, new LayerOverride(true, 2, 4).toString()));
        assertThat(spec.recipe().get("epochs")).isEqualTo(3);
        assertThat(spec.data().validation()).isEqualTo(0.2);
        assertThat(ExperimentFile.parse(ExperimentFile.write(spec), "test")).isEqualTo(spec);
    }

    @Test
    void withoutDataItSaysWhatIsMissing() {
        model.run(Method.PTQ, 0);
        assertThat(model.problem().get()).contains("Data is needed");
        assertThat(desk.tasks().isBusy()).isFalse();
    }
}
