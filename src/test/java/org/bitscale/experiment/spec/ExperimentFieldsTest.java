package org.bitscale.experiment.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentFieldsTest {

    private static final String EVERYTHING =
            """
            name: everything
            model: net.onnx
            model_hash: %1$s
            data:
              source: pictures#train
              hash: %1$s
              scaling: {scale: 255, mean: [0.1, 0.2], std: 0.5}
              validation: 0.2
              limit: 100
              seed: 3
            method: ste
            plan: {weights: 4, activations: 5, granularity: tensor, layers: {'a/b:c': W8A8, fc: float}, calibration: 64}
            recipe: {epochs: 7, learning_rate: 0.005, optimizer: adam, nesterov: false, batch_norm: frozen}
            sweep:
              mode: random
              over:
                bits: [W4A4, W3A3]
                learning_rate: {min: 0.001, max: 0.1, scale: log}
                seed: {min: 0, max: 9}
                nesterov: [true, false]
                layers: [{fc: W8A8}, {fc: float}]
              samples: 5
              seed: 9
            evaluation: {latency: true}
            objectives: [accuracy, latency]
            constraints: [accuracy >= 0.9, packed_size <= 20 KiB]
            budget: {trials: 10, minutes: 2.5}
            """
                    .formatted("ab".repeat(32));

    private static ExperimentSpec throughFields(ExperimentSpec spec) {
        Map<String, Object> values = new LinkedHashMap<>();
        ExperimentFields.texts(spec).forEach((path, text) -> values.put(path, ExperimentFields.value(path, text)));
        return ExperimentFields.spec(values);
    }

    @Test
    void a_file_goes_through_the_fields_unchanged() {
        ExperimentSpec spec = ExperimentFile.parse(EVERYTHING, "everything");
        assertThat(throughFields(spec)).isEqualTo(spec);
        assertThat(ExperimentFields.texts(spec))
                .containsEntry("sweep.over.learning_rate", "0.001..0.1 log")
                .containsEntry("sweep.over.bits", "W4A4, W3A3")
                .containsEntry("recipe.epochs", "7")
                .doesNotContainKey("recipe.batch_size");
    }

    @Test
    void points_have_a_line_each() {
        ExperimentSpec spec = ExperimentFile.parse(
                "{name: a, model: m.onnx, data: {source: d},"
                        + " sweep: {mode: list, points: [{bits: W4A4, method: lsq}, {epochs: 3}]}}",
                "points");
        assertThat(ExperimentFields.texts(spec).get("sweep.points")).hasLineCount(2);
        assertThat(throughFields(spec)).isEqualTo(spec);
    }

    @Test
    void every_field_tells_what_it_means_and_what_may_stand_in_it() {
        List<ExperimentFields.Field> fields = ExperimentFields.all();
        assertThat(fields).hasSizeGreaterThan(50).allSatisfy(field -> {
            assertThat(field.help()).endsWith(".");
            assertThat(field.expected()).isNotBlank();
        });
        assertThat(fields.stream().filter(ExperimentFields.Field::required).map(ExperimentFields.Field::path))
                .containsExactly("name", "model", "data.source");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recipe.epochs | 0 | a whole number of at least 1",
                "recipe.epochs | two | but 'two' came",
                "plan.granularity | row | one of tensor, channel",
                "plan.layers | conv: W17A9 | bits like W4A8, or a format of weights like mxfp4:A8, but 'W17A9' came",
                "sweep.over.weights | 2, 17 | 'weights' must be a whole number of at least 1 and at most 16, but '17'",
                "objectives | accuracy | at least 2 entries",
                "sweep.points | - {bitz: W4A4} | The list line 1: unknown key 'bitz'",
                "constraints | accuracy > 1 | a limit like",
            })
    void what_may_not_stand_in_a_field_is_refused_in_one_line(String path, String text, String message) {
        assertThatThrownBy(() -> ExperimentFields.value(path, text))
                .isInstanceOf(BadInputException.class)
                .message()
                .contains(message)
                .hasLineCount(1);
    }
}
