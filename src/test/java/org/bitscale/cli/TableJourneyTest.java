package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a table of numbers to a quantized network that ONNX Runtime runs. */
class TableJourneyTest {

    @TempDir
    private Path folder;

    private static JsonNode run(String... arguments) throws IOException {
        Answer answer = Answer.to(arguments);
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.json();
    }

    /** Three classes by which of three sums is largest; features of very different size. */
    private Path table() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        double[] sizes = {1, 1000, 0.01, 50};
        StringBuilder text = new StringBuilder("width,weight,share,age,kind\n");
        for (int row = 0; row < 1500; row++) {
            double[] x = random.doubles(4, -1, 1).toArray();
            double[] sums = {x[0] + x[1], x[2] - x[0], x[3] - x[2]};
            int kind = sums[0] > sums[1] ? sums[0] > sums[2] ? 0 : 2 : sums[1] > sums[2] ? 1 : 2;
            for (int i = 0; i < x.length; i++) {
                text.append(x[i] * sizes[i]).append(',');
            }
            text.append(new String[] {"early", "ripe", "late"}[kind]).append('\n');
        }
        Path file = folder.resolve("fruit.csv");
        Files.writeString(file, text);
        return file;
    }

    @Test
    void aTableIsLearnedQuantizedAndProved() throws IOException {
        String data = table().toString();
        String model = folder.resolve("fruit.onnx").toString();
        JsonNode trained = run(
                "train",
                "mlp3",
                "--data",
                data,
                "--label",
                "kind",
                "--epochs",
                "20",
                "--batch",
                "32",
                "--learning-rate",
                "0.05",
                "--out",
                model,
                "--json",
                "-q");
        double accuracy = trained.get("test").get("value").asDouble();
        assertThat(accuracy).isGreaterThan(0.85);
        String quantized = folder.resolve("q.onnx").toString();
        JsonNode result = run(
                "qat",
                model,
                "--data",
                data,
                "--label",
                "kind",
                "--weights",
                "4",
                "--activations",
                "8",
                "--epochs",
                "2",
                "--batch",
                "32",
                "--out",
                quantized,
                "--json",
                "-q");
        assertThat(result.get("test").get("value").asDouble()).isGreaterThan(accuracy - 0.06);
        run("verify", model, quantized, "--data", data, "--label", "kind", "--json", "-q");
    }
}
