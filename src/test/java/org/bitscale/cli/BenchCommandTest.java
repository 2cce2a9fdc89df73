package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bench} and {@code completion} answer; how long anything takes is no matter here. */
class BenchCommandTest {

    private static final String MODEL = "sample-models/shapes_resnet8.onnx";

    @TempDir
    private Path folder;

    @Test
    void aQuantizedFileIsTimedBesideItsOwnFloatForm() throws IOException {
        Path quantized = folder.resolve("q.onnx");
        Answer.to("ptq", MODEL, "--data", "sample:shapes", "--limit", "64", "--out", quantized.toString(), "-q");
        Answer answer = Answer.to(
                "bench", quantized.toString(), "--batch", "1,4", "--threads", "1", "--seconds", "0.05", "--json", "-q");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.json().get("compared_with").asText()).isEqualTo("own_form");
        assertThat(answer.json().get("onnx_runtime").asText()).isNotEmpty();
        assertThat(answer.json().get("rows")).hasSize(2);
        for (JsonNode row : answer.json().get("rows")) {
            JsonNode latency = row.get("latency");
            assertThat(latency.get("p50_ms").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(latency.get("p90_ms").asDouble());
            assertThat(latency.get("p90_ms").asDouble())
                    .isLessThanOrEqualTo(latency.get("p99_ms").asDouble());
            assertThat(latency.get("examples_per_second").asDouble()
                            * latency.get("p50_ms").asDouble()
                            / 1000)
                    .isCloseTo(row.get("batch").asInt(), org.assertj.core.data.Percentage.withPercentage(0.1));
            assertThat(latency.get("runs").asInt()).isGreaterThanOrEqualTo(30);
            assertThat(row.get("time_to_float").asDouble()).isPositive();
        }
    }

    @Test
    void aFloatFileIsComparedWithTheOneThatIsNamed() throws IOException {
        Answer alone = Answer.to("bench", MODEL, "--batch", "1", "--threads", "1", "--seconds", "0.05", "-q");
        assertThat(alone.code()).as(alone.err()).isZero();
        assertThat(alone.out()).contains("p99 ms").contains("compared with nothing");
        Answer beside = Answer.to(
                "bench",
                MODEL,
                "--float",
                MODEL,
                "--batch",
                "1",
                "--threads",
                "1",
                "--seconds",
                "0.05",
                "--json",
                "-q");
        assertThat(beside.json().get("compared_with").asText()).isEqualTo("named");
        assertThat(beside.json().at("/rows/0/float_latency/p50_ms").asDouble()).isPositive();
    }

    @Test
    void stepsAreTimedInFloatAndThroughQuantizers() throws IOException {
        Answer answer =
                Answer.to("bench", "step", "--batch", "8", "--seconds", "0.1", "--weights", "3", "--json", "-q");
        assertThat(answer.code()).as(answer.err()).isZero();
        JsonNode json = answer.json();
        assertThat(json.get("bits").asText()).isEqualTo("W3A8");
        assertThat(json.get("rounds").asInt()).isGreaterThanOrEqualTo(10);
        assertThat(json.get("ways").findValuesAsText("method")).containsExactly("float", "ste", "lsq");
        Answer all = Answer.to("bench", "step", "--all", "--batch", "2", "--seconds", "0.05", "--json", "-q");
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.json().get("ways").findValuesAsText("method"))
                .containsExactly("float", "ste", "lsq", "lsq_plus", "pact", "dorefa", "ewgs", "dsq", "learned_clip");
        assertThat(Answer.to("bench", "step", "--all", "--batch", "2", "--seconds", "0.05", "-q")
                        .out())
                .contains("LSQ+ W4A8, learned step size and offset");
        assertThat(json.at("/ways/0/ratio_to_float").asDouble()).isEqualTo(1);
        json.get("ways")
                .forEach(way -> assertThat(way.get("median_ms").asDouble()).isPositive());
        Answer own = Answer.to("bench", "step", "--model", MODEL, "--batch", "4", "--seconds", "0.1", "-q");
        assertThat(own.code()).as(own.err()).isZero();
        assertThat(own.out()).contains("shapes_resnet8", "LSQ W4A8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench | a model is missing",
                "bench nowhere.onnx | nowhere.onnx",
                "bench " + MODEL + " --batch 0 | at least 1",
                "bench " + MODEL + " --seconds 0 | above 0 s",
                "bench step --batch 100000000 | there are only",
                "bench step --weights 99 | 99"
            })
    void wrongUseIsOneLine(String command, String told) {
        Answer answer = Answer.to(command.split(" "));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err().lines().findFirst().orElse("")).contains(told);
        assertThat(answer.err()).doesNotContain("\tat ");
    }

    @Test
    void bashCompletesCommandsOptionsAndValues() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
        Path script = folder.resolve("completion.sh");
        Files.writeString(script, Answer.to("completion").out());
        assertThat(completed(script, "be")).contains("bench");
        assertThat(completed(script, "qat", "--lea")).contains("--learning-rate");
        assertThat(completed(script, "convert", "--to", "")).contains("QONNX", "FLOAT");
        assertThat(completed(script, "inspect", "pom.x")).contains("pom.xml");
    }

    private static String completed(Path script, String... words) throws IOException, InterruptedException {
        String line =
                "source '%s'; COMP_WORDS=(bitscale %s); COMP_CWORD=%d; _complete_bitscale; echo \"${COMPREPLY[@]}\""
                        .formatted(
                                script,
                                String.join(
                                        " ",
                                        java.util.Arrays.stream(words)
                                                .map(word -> "'" + word + "'")
                                                .toList()),
                                words.length);
        Process bash = new ProcessBuilder("/bin/bash", "-c", line)
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out;
    }
}
