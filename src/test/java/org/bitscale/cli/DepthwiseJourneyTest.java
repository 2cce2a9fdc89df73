package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A depthwise separable network with ReLU6, quantized at few and many bits, runs in ONNX Runtime as simulated. */
class DepthwiseJourneyTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"4, 4", "8, 8", "3, 8"})
    void trainedThroughQuantizersItRunsInOnnxRuntime(String weights, String activations) throws IOException {
        String out = folder.resolve("q.onnx").toString();
        Answer answer = Answer.to(
                "qat",
                "sample:shapes_mobilenet12",
                "--data",
                "sample:shapes",
                "--limit",
                "256",
                "--epochs",
                "1",
                "--batch",
                "32",
                "--weights",
                weights,
                "--activations",
                activations,
                "--out",
                out,
                "--json",
                "-q");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.json().get("verification").get("agreement").asDouble())
                .isGreaterThan(0.99);
    }
}
