package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of quantization without training on the network that needs them, proved in ONNX Runtime. */
class PtqStepsTest {

    @TempDir
    private Path folder;

    private Answer ptq(String steps) {
        return Answer.to(
                "ptq",
                "sample:shapes_mobilenet12",
                "--data",
                "sample:shapes",
                "--limit",
                "400",
                "--calibration",
                "128",
                "--weights",
                "4",
                "--activations",
                "8",
                "--ptq",
                steps,
                "--out",
                folder.resolve("q.onnx").toString(),
                "--json",
                "-q");
    }

    private double accuracy(String steps) throws IOException {
        Answer answer = ptq(steps);
        assertThat(answer.code()).as(answer.err()).isZero();
        JsonNode json = answer.json();
        assertThat(json.get("verification").get("agreement").asDouble()).isGreaterThan(0.98);
        return json.get("test").get("value").asDouble();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ranges mse",
                "ranges entropy, bias",
                "equalize, absorb, ranges mse, bias",
                "ranges mse, adaround iterations=30",
                "ranges mse, blocks iterations=20"
            })
    void stepsWinBackWhatRoundingToNearestLoses(String steps) throws IOException {
        assertThat(accuracy(steps)).isGreaterThan(accuracy("plain") + 0.02);
    }

    @Test
    void aWrongStepIsOneLine() {
        Answer answer = ptq("adaround, blocks");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err().strip()).contains("take one").doesNotContain("\n");
    }
}
