package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --latency-aware} answers; how long anything takes is no matter here. */
class LatencyAwareTest {

    private static final String MODEL = "sample-models/shapes_mobilenet12.onnx";

    @TempDir
    private Path folder;

    @Test
    void layersThatWentBackAreInFloatInTheFile() throws IOException {
        Path out = folder.resolve("q.onnx");
        Answer answer = Answer.to(
                "ptq",
                MODEL,
                "--data",
                "sample:shapes",
                "--limit",
                "64",
                "--latency-aware",
                "--threads",
                "1",
                "--out",
                out.toString(),
                "--json");
        assertThat(answer.err()).contains("as asked for it takes");
        if (answer.code() == CommandLineProgram.FAILURE) {
            // On some processors nothing beats float: that is said, and nothing is written.
            assertThat(answer.err()).contains("float32 is the fastest here");
            assertThat(out).doesNotExist();
            return;
        }
        assertThat(answer.code()).as(answer.err()).isZero();
        JsonNode json = answer.json();
        JsonNode latency = json.get("latency");
        assertThat(latency.get("time_to_float").asDouble()).isPositive();
        assertThat(latency.get("threads").asInt()).isEqualTo(1);
        latency.get("float_layers").forEach(layer -> assertThat(
                        json.get("layers").get(layer.asText()).asText())
                .isEqualTo("float"));
        assertThat(json.at("/verification/agreement").asDouble()).isGreaterThan(0.95);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--layout small | expected layout fast",
                "--target tensorrt | says nothing of target tensorrt",
            })
    void whatIsNotAboutSpeedHereIsRefused(String options, String told) {
        Answer answer = Answer.to(("ptq " + MODEL + " --data sample:shapes --latency-aware --out "
                        + folder.resolve("q.onnx") + " " + options)
                .split(" "));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains(told);
        assertThat(folder.resolve("q.onnx")).doesNotExist();
    }
}
