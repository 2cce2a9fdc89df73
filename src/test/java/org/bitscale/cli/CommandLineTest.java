package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bitscale.engine.QatMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole journeys through the command line, and what it says when something is wrong. */
class CommandLineTest {

    private static final String MODEL = "sample-models/shapes_resnet8.onnx";

    @TempDir
    private Path folder;

    @Test
    void theHelpOfQatTellsWhatEachMethodIsFor() {
        String help = Answer.to("qat", "--help").out().replaceAll("\\s+", "");
        for (QatMethod method : QatMethod.values()) {
            assertThat(help).contains((method.word() + ":" + method.help()).replaceAll("\\s+", ""));
        }
    }

    @Test
    void helpNamesEveryCommand() {
        Answer answer = Answer.to("--help");
        assertThat(answer.code()).isZero();
        assertThat(answer.out()).contains("inspect", "train", "eval", "ptq", "qat", "verify", "quickstart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "train", "eval", "ptq", "qat", "verify", "quickstart"})
    void everyOptionIsExplained(String command) {
        Answer answer = Answer.to(command, "--help");
        assertThat(answer.code()).isZero();
        // An option without a text from the bundle would end its line after the option's name.
        Stream<String> optionLines =
                answer.out().lines().filter(line -> line.strip().startsWith("-"));
        assertThat(optionLines).isNotEmpty();
        assertThat(answer.out()).doesNotContain("${");
    }

    @Test
    void inspectTellsLayers() throws IOException {
        JsonNode json = Answer.to("inspect", MODEL, "--json").json();
        assertThat(json.get("parameters").asInt()).isEqualTo(78714);
        assertThat(json.get("macs").asLong()).isEqualTo(12501632);
        assertThat(json.get("layers")).hasSizeGreaterThan(20);
        assertThat(Answer.to("inspect", MODEL).out()).contains("classifier", "78714 parameters");
    }

    @Test
    void ptqVerifyAndEvalAgree() throws IOException {
        Path quantized = folder.resolve("q.onnx");
        Answer ptq = Answer.to(
                "ptq",
                MODEL,
                "--data",
                "sample:shapes",
                "--limit",
                "300",
                "--calibration",
                "100",
                "--out",
                quantized.toString(),
                "--json",
                "-q");
        assertThat(ptq.code()).as(ptq.err()).isZero();
        assertThat(quantized).exists();
        double accuracy = ptq.json().at("/test/value").asDouble();
        assertThat(accuracy).isGreaterThan(0.85);
        assertThat(ptq.json().at("/verification/agreement").asDouble()).isGreaterThan(0.99);
        assertThat(ptq.json().get("file_bytes").asLong()).isEqualTo(Files.size(quantized));

        Answer eval = Answer.to(
                "eval", quantized.toString(), "--data", "sample:shapes#test", "--limit", "300", "--json", "-q");
        assertThat(eval.code()).as(eval.err()).isZero();
        assertThat(eval.json().at("/accuracy/value").asDouble()).isEqualTo(accuracy);
        assertThat(eval.json().get("quantized").asBoolean()).isTrue();

        Answer verify = Answer.to(
                "verify",
                MODEL,
                quantized.toString(),
                "--data",
                "sample:shapes",
                "--limit",
                "200",
                "--batch-sizes",
                "1,100",
                "--json",
                "-q");
        assertThat(verify.code()).as(verify.err()).isZero();
        assertThat(verify.json().get("sessions")).hasSize(4);
        verify.json().get("sessions").forEach(session -> assertThat(
                        session.get("agreement").asDouble())
                .isGreaterThan(0.99));
    }

    @Test
    void aPlanFileSaysTheBitsAndAnOptionGoesBeforeIt() throws IOException {
        Path plan = folder.resolve("my-plan.yaml");
        Files.writeString(plan, "weights: 2\nactivations: 4\nlayers: {classifier: W4A4}\n");
        Path byFile = folder.resolve("file.onnx");
        Path byOptions = folder.resolve("options.onnx");
        quantize(byFile, "--plan", plan.toString(), "--activations", "8");
        quantize(byOptions, "--weights", "2", "--activations", "8", "--layer", "classifier=W4A4");
        assertThat(byFile).hasSameBinaryContentAs(byOptions);
    }

    @Test
    void aWrongPlanFileIsRefusedWithTheLine() throws IOException {
        Path plan = folder.resolve("my-plan.yaml");
        Files.writeString(plan, "weights: 4\nactivation: 4\n");
        Path out = folder.resolve("q.onnx");
        Answer answer =
                Answer.to("ptq", MODEL, "--data", "sample:shapes", "--plan", plan.toString(), "--out", out.toString());
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err())
                .contains("my-plan.yaml", "line 2", "activations")
                .hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    private void quantize(Path out, String... plan) {
        List<String> command = new ArrayList<>(List.of("ptq", MODEL, "--data", "sample:shapes", "--limit", "60"));
        command.addAll(List.of("--calibration", "50", "--out", out.toString(), "-q"));
        command.addAll(List.of(plan));
        Answer answer = Answer.to(command.toArray(String[]::new));
        assertThat(answer.code()).as(answer.err()).isZero();
    }

    @Test
    void verifyFailsWhereTooFewPredictionsAreEqual() {
        Path quantized = folder.resolve("q.onnx");
        Answer.to("ptq", MODEL, "--data", "sample:shapes", "--limit", "60", "--out", quantized.toString(), "-q");
        Answer answer = Answer.to(
                "verify",
                MODEL,
                quantized.toString(),
                "--data",
                "sample:shapes",
                "--limit",
                "60",
                "--batch-sizes",
                "60",
                "--at-least",
                "1.1");
        assertThat(answer.code()).isEqualTo(CommandLineProgram.FAILURE);
        assertThat(answer.err()).contains("not proved");
    }

    @Test
    void qatRunsAndIsRepeatable() throws IOException {
        String[] command = {
            "qat",
            MODEL,
            "--data",
            "sample:shapes",
            "--limit",
            "256",
            "--weights",
            "3",
            "--activations",
            "3",
            "--epochs",
            "1",
            "--batch",
            "64",
            "--calibration",
            "64",
            "--layer",
            "stage1.block1.conv1=W4A4",
            "--layer",
            "stage3.block1.conv2=float",
            "--threads",
            "2",
            "--seed",
            "7",
            "--json",
            "-q",
            "--out",
            folder.resolve("q.onnx").toString()
        };
        Answer first = Answer.to(command);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.json().at("/layers/stage1.block1.conv1").asText()).isEqualTo("W4A4");
        assertThat(first.json().at("/layers/stage3.block1.conv2").asText()).isEqualTo("float");
        assertThat(first.json().at("/layers/stage2.block1.conv1").asText()).isEqualTo("W3A3");
        assertThat(first.json().at("/layers/stem").asText()).isEqualTo("W8A8");
        assertThat(first.json().at("/verification/agreement").asDouble()).isGreaterThan(0.98);
        Answer second = Answer.to(command);
        assertThat(second.json().get("weights_sha256")).isEqualTo(first.json().get("weights_sha256"));
    }

    @Test
    void trainWritesAModelThatEvalReads() throws IOException {
        Path model = folder.resolve("m.onnx");
        Answer train = Answer.to(
                "train",
                "resnet8",
                "--data",
                "sample:shapes",
                "--limit",
                "256",
                "--epochs",
                "1",
                "--batch",
                "32",
                "--out",
                model.toString(),
                "--json",
                "-q");
        assertThat(train.code()).as(train.err()).isZero();
        Answer eval = Answer.to("eval", model.toString(), "--data", "sample:shapes", "--limit", "256", "--json", "-q");
        assertThat(eval.json().at("/accuracy/value").asDouble())
                .isEqualTo(train.json().at("/test/value").asDouble());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inspect missing.onnx | does not exist",
                "inspect README.md | ONNX",
                "frobnicate | frobnicate",
                "ptq MODEL --data sample:shapes --out OUT --weights 0 | 1 to 16",
                "ptq MODEL --data sample:shapes --out OUT --weights 17 | 1 to 16",
                "ptq MODEL --data sample:shapes --out OUT --activations many | many",
                "ptq MODEL --data sample:shapes --out OUT --layer nosuch=W4A4 | No layer 'nosuch'",
                "ptq MODEL --data sample:shapes --out OUT --layer stem=W4 | W4A8",
                "ptq MODEL --data sample:nothing --out OUT | nothing",
                "ptq MODEL --data no/such/folder --out OUT | no/such/folder",
                "ptq MODEL --data sample:shapes --limit 64 --out /proc/nowhere/q.onnx | cannot be written",
                "ptq MODEL --data sample:shapes --out MODEL | overwrite",
                "ptq MODEL --out OUT | --data",
                "qat MODEL --data sample:shapes --out OUT --epochs 0 | at least 1 epoch",
                "qat MODEL --data sample:shapes --out OUT --granularity tensor --batch-norm keep | channel",
                "qat MODEL --data sample:shapes --out OUT --threads 0 | threads",
                "eval MODEL --data sample:shapes --std 0 | std",
                "eval MODEL --data sample:shapes#validation2 | validation2",
                "verify MODEL MODEL --data sample:shapes --limit 50 | holds no quantizers",
                "train lenet --data sample:shapes --out OUT | lenet"
            })
    void badInputIsOneLine(String line, String expected) throws IOException {
        Path out = folder.resolve("out.onnx");
        String[] arguments = Stream.of(line.split(" "))
                .map(word -> word.equals("MODEL") ? MODEL : word.equals("OUT") ? out.toString() : word)
                .toArray(String[]::new);
        Answer answer = Answer.to(arguments);
        assertThat(answer.code()).as(answer.err()).isEqualTo(CommandLineProgram.BAD_INPUT);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines().findFirst().orElse(""))
                .startsWith("bitscale: ")
                .contains(expected);
        assertThat(answer.err()).doesNotContain("\tat ", "Exception");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void wrongScalingIsNoticed() {
        Answer answer =
                Answer.to("eval", MODEL, "--data", "sample:shapes", "--limit", "200", "--scale", "1000000", "-q");
        assertThat(answer.code()).isZero();
        Answer loud = Answer.to("eval", MODEL, "--data", "sample:shapes", "--limit", "200", "--scale", "1000000");
        assertThat(loud.err()).contains("close to guessing", "--scale");
    }

    @Test
    void dataOfMoreClassesThanTheModelKnowsIsRefused() throws IOException {
        for (int label = 0; label < 11; label++) {
            Path pictures = Files.createDirectories(folder.resolve("data/class" + label));
            for (int i = 0; i < 4; i++) {
                BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
                picture.setRGB(label, i, 0xFFFFFF);
                ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
            }
        }
        Answer answer =
                Answer.to("eval", MODEL, "--data", folder.resolve("data").toString());
        assertThat(answer.code()).isEqualTo(CommandLineProgram.BAD_INPUT);
        assertThat(answer.err()).contains("10 outputs", "11 classes");
    }
}
