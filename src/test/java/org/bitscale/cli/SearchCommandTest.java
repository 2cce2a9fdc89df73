package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.spec.PlanFile;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sensitivity} and {@code search} as one uses them: from a network to a plan, and on to a quantized file. */
class SearchCommandTest {

    private static final String MODEL = "sample:shapes_resnet8";

    @TempDir
    private Path folder;

    /** On few examples, so that it is quick. */
    private static Answer search(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("search", MODEL, "--data", "sample:shapes", "--examples", "32", "--calibration", "32", "-q"));
        arguments.addAll(List.of(more));
        return Answer.to(arguments.toArray(String[]::new));
    }

    @Test
    void aPlanUnderALimitIsWrittenAndQuantizesToWhatWasSaid() throws IOException {
        Path plan = folder.resolve("plan.yaml");
        Answer found = search(
                "--schemes", "W2A8,W4A8,W8A8", "--require", "packed_size<=32KiB", "--out", plan.toString(), "--json");
        assertThat(found.code()).as(found.err()).isZero();
        JsonNode plans = found.json().get("plans");
        JsonNode chosen = plans.get(plans.size() - 1);
        assertThat(chosen.get("packed_bytes").asLong()).isLessThanOrEqualTo(32 * 1024);
        assertThat(chosen.get("layers")).hasSize(10);

        Path quantized = folder.resolve("q.onnx");
        Answer made = Answer.to(
                "ptq",
                MODEL,
                "--data",
                "sample:shapes",
                "--limit",
                "64",
                "--plan",
                plan.toString(),
                "--out",
                quantized.toString(),
                "--json",
                "-q");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.json().get("packed_bytes").asLong())
                .isEqualTo(chosen.get("packed_bytes").asLong());
    }

    @Test
    void aFrontRisesInSizeAndFallsInWhatIsPredicted() throws IOException {
        JsonNode plans = search("--schemes", "W2A8,W4A8,W8A8", "--points", "6", "--by", "greedy", "--json")
                .json()
                .get("plans");
        assertThat(plans).hasSizeGreaterThan(3);
        for (int i = 1; i < plans.size(); i++) {
            assertThat(plans.get(i).get("packed_bytes").asLong())
                    .isGreaterThan(plans.get(i - 1).get("packed_bytes").asLong());
            assertThat(plans.get(i).get("predicted").asDouble())
                    .isLessThan(plans.get(i - 1).get("predicted").asDouble());
        }
    }

    @Test
    void plansForMeanBitsBecomeAnExperiment() {
        Path experiment = folder.resolve("mixed bits.yaml");
        Answer found = search(
                "--schemes",
                "W2A8,W3A8,W4A8",
                "--mean-bits",
                "2.5,3",
                "--seeds",
                "1,2",
                "--experiment",
                experiment.toString());
        assertThat(found.code()).as(found.err()).isZero();
        assertThat(found.out()).contains("W2A8").contains("All layers alike");
        ExperimentSpec spec = ExperimentFile.read(experiment);
        assertThat(spec.name()).isEqualTo("mixed-bits");
        assertThat(spec.model()).isEqualTo(MODEL);
        assertThat(spec.sweep().points().orElseThrow()).hasSize(4);
    }

    @Test
    void layersWithBitsOfTheirOwnKeepThem() throws IOException {
        Path plan = folder.resolve("plan.yaml");
        Answer found = search(
                "--schemes",
                "W2A8,W4A8",
                "--layer",
                "stem=W8A8",
                "--layer",
                "classifier=float",
                "--mean-bits",
                "4",
                "--out",
                plan.toString(),
                "--json");
        assertThat(found.code()).as(found.err()).isZero();
        JsonNode chosen = found.json().get("plans").get(0);
        assertThat(chosen.get("layers"))
                .hasSize(8)
                .noneMatch(layer -> layer.get("layer").asText().equals("stem"));
        assertThat(chosen.get("mean_weight_bits").asDouble()).isLessThanOrEqualTo(4);
        PlanSettings written = PlanFile.read(plan);
        assertThat(written.layers()).hasSize(10);
        assertThat(written.layers().get("stem")).hasToString("W8A8");
        assertThat(written.layers().get("classifier").quantized()).isFalse();
        // all others at 2 bits, 432 weights at 8, 640 at 32, of 77,360
        assertThat(found.json().at("/uniform/0/mean_weight_bits").asDouble())
                .isCloseTo((2 * 76_288 + 8 * 432 + 32 * 640) / 77_360.0, within(1e-6));
        Answer unknown = search("--schemes", "W2A8,W4A8", "--layer", "nosuch=W8A8");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("No layer 'nosuch'");
    }

    @Test
    void latencyIsMeasuredHere() throws IOException {
        JsonNode plans = search(
                        "--schemes", "W4A8,W8A8", "--allow-float", "--axis", "latency", "--points", "3", "--json")
                .json()
                .get("plans");
        assertThat(plans).isNotEmpty();
        assertThat(plans.get(0).get("milliseconds").asDouble()).isPositive();
    }

    @Test
    void whatCannotBeHadIsSaidInOneLine() {
        Answer small = search("--schemes", "W4A8,W8A8", "--require", "packed_size<=1KiB");
        assertThat(small.code()).isEqualTo(2);
        assertThat(small.err().strip())
                .contains("No plan")
                .contains("the least")
                .doesNotContain("\n");
        Answer accuracy = search("--require", "accuracy>=0.9");
        assertThat(accuracy.code()).isEqualTo(2);
        assertThat(accuracy.err()).contains("only known of trials");
        Answer one = search("--schemes", "W4A8");
        assertThat(one.code()).isEqualTo(2);
        assertThat(one.err()).contains("at least two schemes");
        Path plan = folder.resolve("plan.yaml");
        Answer front = search("--schemes", "W4A8,W8A8", "--out", plan.toString());
        assertThat(front.code()).isEqualTo(2);
        assertThat(front.err()).contains("--require");
        assertThat(plan).doesNotExist();
    }

    @Test
    void sensitivityAnswersWithTableAndFile() throws IOException {
        Path table = folder.resolve("layers.csv");
        Answer answer = Answer.to(
                "sensitivity",
                MODEL,
                "--data",
                "sample:shapes",
                "--examples",
                "32",
                "--calibration",
                "32",
                "--schemes",
                "W4A8",
                "--measures",
                "divergence,sqnr",
                "--sort",
                "sqnr",
                "--out",
                table.toString(),
                "-q");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains("KL divergence")
                .contains("classifier")
                .contains("Spearman");
        assertThat(Files.readAllLines(table)).hasSize(11);
        Answer wrong = Answer.to("sensitivity", "sample:lenet", "--data", "sample:shapes");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("sample:shapes_mobilenet12");
    }

    @Test
    void whatAWorkspaceKnowsIsNotMeasuredAgain() throws IOException {
        String[] measure = {
            "sensitivity",
            MODEL,
            "--data",
            "sample:shapes",
            "--examples",
            "32",
            "--calibration",
            "32",
            "--schemes",
            "W2A8,W4A8,W8A8",
            "--measures",
            "divergence",
            "-w",
            folder.resolve("workspace").toString()
        };
        Answer first = Answer.to(measure);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).doesNotContain("measured before");
        Answer second = Answer.to(measure);
        assertThat(second.out()).contains("30 of the 30 rows had been measured before");
        Answer found = search(
                "--schemes", "W2A8,W4A8,W8A8", "-w", folder.resolve("workspace").toString(), "--json");
        assertThat(found.code()).as(found.err()).isZero();
        Answer anew = search("--schemes", "W2A8,W4A8,W8A8", "--json");
        assertThat(found.json().get("plans")).isEqualTo(anew.json().get("plans"));
        Path file = Files.writeString(folder.resolve("no-folder"), "");
        Answer wrong = search("-w", file.toString());
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void groupsOfWeightsShareScales() throws IOException {
        Answer coarse = search("--schemes", "W3A8,W4A8", "--measure", "sqnr", "--json");
        Answer fine = search("--schemes", "W3A8,W4A8", "--measure", "sqnr", "--group-size", "8", "--json");
        assertThat(fine.code()).as(fine.err()).isZero();
        // More scales take more room, and leave less noise.
        JsonNode first = coarse.json().get("plans").get(0);
        JsonNode grouped = fine.json().get("plans").get(0);
        assertThat(grouped.get("packed_bytes").asLong())
                .isGreaterThan(first.get("packed_bytes").asLong());
        assertThat(grouped.get("predicted").asDouble())
                .isLessThan(first.get("predicted").asDouble());
        Answer wrong = search("--group-size", "0");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("group");
    }
}
