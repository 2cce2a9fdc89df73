package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a file that loses its accuracy on processors without VNNI to one that does not. */
class SaturationJourneyTest {

    private static final String MODEL = "sample-models/shapes_resnet8.onnx";

    @TempDir
    private Path folder;

    private static JsonNode run(String... arguments) throws IOException {
        Answer answer = Answer.to(arguments);
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.json();
    }

    @Test
    void reducedRangeBringsTheAccuracyBack() throws IOException {
        String quantized = folder.resolve("q.onnx").toString();
        String reduced = folder.resolve("r.onnx").toString();
        run("ptq", MODEL, "--data", "sample:shapes", "--limit", "300", "--out", quantized, "--json", "-q");
        JsonNode found = run(
                "saturation",
                quantized,
                "--data",
                "sample:shapes",
                "--limit",
                "300",
                "--reduced-range",
                reduced,
                "--json",
                "-q");
        double exact = found.at("/exact/value").asDouble();
        assertThat(found.at("/saturated/value").asDouble()).isLessThan(exact - 0.03);
        assertThat(found.at("/layers/0/layer").asText()).isEqualTo("stem");
        assertThat(found.at("/layers/0/saturated_sums").asLong()).isPositive();
        assertThat(found.at("/reduced_range/accuracy/value").asDouble()).isGreaterThan(exact - 0.03);
        JsonNode after = run("saturation", reduced, "--data", "sample:shapes", "--limit", "300", "--json", "-q");
        assertThat(after.get("flips").asLong()).isZero();
        after.get("layers")
                .forEach(
                        layer -> assertThat(layer.get("pairs_at_risk").asLong()).isZero());
        run("verify", MODEL, reduced, "--data", "sample:shapes", "--limit", "300", "--json", "-q");
        assertThat(Answer.to("saturation", quantized, "--data", "sample:shapes", "--limit", "100", "-q")
                        .out())
                .contains("stem", "without VNNI", "--reduced-range");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "saturation nowhere.onnx --data sample:shapes | nowhere.onnx",
                "saturation " + MODEL + " --data sample:shapes | holds no quantizers",
                "saturation " + MODEL + " --data sample:shapes --reduced-range " + MODEL + " | would overwrite"
            })
    void wrongUseIsOneLine(String command, String told) {
        Answer answer = Answer.to(command.split(" "));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err().lines().findFirst().orElse("")).contains(told);
    }
}
