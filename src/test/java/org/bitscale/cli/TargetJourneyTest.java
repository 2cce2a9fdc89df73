package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files for other targets, from plan to proof. */
class TargetJourneyTest {

    private static final String MODEL = "sample-models/shapes_resnet8.onnx";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "x86, ptq, have weights of 7 bits",
        "tensorrt, ptq, zero points are 0",
        "tensorrt, ste, zero points are 0",
        "microcontroller, lsq_plus, a converter",
        "microcontroller, ptq, a converter"
    })
    void aFileForATargetIsProved(String target, String method, String told) throws IOException {
        Path out = folder.resolve("q.onnx");
        Answer answer = method.equals("ptq")
                ? Answer.to(
                        "ptq",
                        MODEL,
                        "--data",
                        "sample:shapes",
                        "--limit",
                        "300",
                        "--target",
                        target,
                        "--out",
                        out.toString(),
                        "--json")
                : Answer.to(
                        "qat",
                        MODEL,
                        "--data",
                        "sample:shapes",
                        "--limit",
                        "300",
                        "--target",
                        target,
                        "--method",
                        method,
                        "--epochs",
                        "1",
                        "--out",
                        out.toString(),
                        "--json");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.err()).contains("note: target " + target).contains(told);
        double real = answer.json().at("/float_test/value").asDouble();
        assertThat(answer.json().at("/test/value").asDouble()).isGreaterThan(real - 0.05);
        assertThat(answer.json().at("/verification/agreement").asDouble()).isGreaterThan(0.98);
    }

    @Test
    void aPlanFileNamesItsTarget() throws IOException {
        Path plan = folder.resolve("plan.yaml");
        Files.writeString(plan, "weights: 8\ntarget: x86\n");
        Path out = folder.resolve("q.onnx");
        Answer answer = Answer.to(
                "ptq",
                MODEL,
                "--data",
                "sample:shapes",
                "--limit",
                "100",
                "--plan",
                plan.toString(),
                "--out",
                out.toString(),
                "--json",
                "-q");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.json().at("/layers/stem").asText()).isEqualTo("W7A8");
        Answer saturation =
                Answer.to("saturation", out.toString(), "--data", "sample:shapes", "--limit", "50", "--json", "-q");
        saturation.json().get("layers").forEach(layer -> assertThat(
                        layer.get("pairs_at_risk").asLong())
                .isZero());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--target tensorrt --activations 4 | Target tensorrt runs activations of 8 bits",
                "--target microcontroller --layer stem=float | computes nothing in float",
                "--target toaster | expected one of"
            })
    void whatATargetDoesNotRunIsRefused(String options, String told) {
        Answer answer =
                Answer.to(("ptq " + MODEL + " --data sample:shapes --out " + folder.resolve("q.onnx") + " " + options)
                        .split(" "));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains(told);
        assertThat(folder.resolve("q.onnx")).doesNotExist();
    }
}
