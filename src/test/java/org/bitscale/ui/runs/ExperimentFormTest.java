package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.bitscale.experiment.spec.Expansion;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.junit.jupiter.api.Test;

class ExperimentFormTest {

    private final ExperimentForm form = new ExperimentForm();

    private void type(String path, String text) {
        form.entry(path).text().set(text);
    }

    private void begin() {
        type("name", "a");
        type("model", "net.onnx");
        type("data.source", "sample:shapes");
    }

    @Test
    void what_must_be_there_is_asked_for() {
        assertThat(form.spec().get()).isEmpty();
        assertThat(form.entry("name").problem().get()).contains("a name of letters");
        begin();
        assertThat(form.spec().get()).isPresent();
        assertThat(ExperimentFile.parse(form.yaml().get(), "yaml"))
                .isEqualTo(form.spec().get().get());
    }

    @Test
    void a_refusal_stands_beside_its_field_and_what_was_typed_stays() {
        begin();
        String before = form.yaml().get();
        type("recipe.epochs", "many");
        assertThat(form.entry("recipe.epochs").problem().get()).contains("a whole number", "'many' came");
        assertThat(form.entry("recipe.epochs").text().get()).isEqualTo("many");
        assertThat(form.spec().get()).isEmpty();
        assertThat(form.yaml().get()).isEqualTo(before);
        type("recipe.epochs", "4");
        assertThat(form.spec().get().get().recipe()).containsEntry("epochs", 4);
    }

    @Test
    void a_mode_uses_its_own_fields_and_the_others_keep_what_was_typed() {
        begin();
        type("sweep.over.bits", "W4A4, W3A3, W2A2");
        type("sweep.over.seed", "0, 1");
        type("sweep.points", "nonsense: [");
        assertThat(form.spec().get().get().sweep().over()).isEmpty();
        form.mode().set(ExperimentForm.Mode.GRID);
        assertThat(Expansion.count(form.spec().get().get())).isEqualTo(6);
        form.mode().set(ExperimentForm.Mode.LIST);
        assertThat(form.entry("sweep.points").problem().get()).contains("this is no YAML");
        type("sweep.points", "- {bits: W4A4}\n- {bits: W8A8, method: lsq}");
        assertThat(Expansion.count(form.spec().get().get())).isEqualTo(2);
        form.mode().set(ExperimentForm.Mode.RANDOM);
        type("sweep.over.learning_rate", "0.001..0.1 log");
        type("sweep.samples", "7");
        assertThat(Expansion.count(form.spec().get().get())).isEqualTo(7);
    }

    @Test
    void fields_that_are_right_but_do_not_fit_together_are_told_of() {
        begin();
        form.mode().set(ExperimentForm.Mode.GRID);
        type("sweep.over.learning_rate", "0.001..0.1");
        assertThat(form.problem().get()).contains("needs mode: random");
        assertThat(form.spec().get()).isEmpty();
    }

    @Test
    void a_file_is_shown_and_made_again() {
        ExperimentSpec spec = ExperimentFile.parse(
                """
                name: b
                model: other.onnx
                data: {source: pictures, scaling: {scale: 1, mean: 0.5}}
                plan: {layers: {fc: float}}
                sweep: {mode: random, over: {bits: [W4A4, W2A2], weight_decay: {min: 0, max: 0.01}}, samples: 3}
                budget: {minutes: 1.5}
                """,
                "b");
        form.fill(spec);
        assertThat(form.mode().get()).isEqualTo(ExperimentForm.Mode.RANDOM);
        assertThat(form.entry("plan.layers").text().get()).isEqualTo("fc: float");
        assertThat(form.spec().get()).contains(spec);
    }

    @Test
    void every_key_has_a_name_for_people() {
        assertThat(form.entries())
                .allSatisfy(entry ->
                        assertThat(FieldGrid.name(entry.field().path())).isNotBlank());
    }

    @Test
    void plans_with_odd_layer_names_can_be_typed() {
        PlanSettings plan = new PlanSettings(
                3,
                5,
                Granularity.TENSOR,
                6,
                7,
                Map.of(
                        "/layer1/conv.1/Conv",
                        LayerOverride.parse("W8A8"),
                        "it's: odd, {very}",
                        LayerOverride.parse("float")));
        begin();
        TrialTexts.of(plan).forEach(this::type);
        ExperimentSpec spec = form.spec().get().orElseThrow();
        var trial = Expansion.of(spec, java.nio.file.Path.of("m"), "h", "d", "i")
                .trials()
                .get(1);
        assertThat(trial.plan()).contains(plan);
        assertThat(List.of(form.problem().get())).containsExactly("");
    }
}
