package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitscale.experiment.pareto.Rows.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.experiment.pareto.FakeRunStore;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.RunStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ParetoCommandTest {

    private static final RunStore STORE = new FakeRunStore(
            List.of(
                    row(1, "W8A8 LSQ", 0, 80_000, 9300),
                    row(2, "W4A4 LSQ", 0, 41_000, 9250),
                    row(3, "W4A4 LSQ", 1, 41_000, 9270),
                    row(4, "W2A2 LSQ", 0, 23_000, 8000),
                    row(5, "W5A5 LSQ", 0, 51_000, 9240)),
            List.of(),
            List.of(new ExperimentRecord(
                    "sweep", "name: sweep\nmodel: m.onnx\ndata: {source: d}\n", Instant.EPOCH, List.of())));

    @TempDir
    private Path folder;

    private String run(RunStore store, String... arguments) {
        ParetoCommand command = new ParetoCommand();
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(command).setOut(new PrintWriter(out, true));
        line.parseArgs(arguments);
        assertThat(command.answer(store)).isZero();
        return out.toString();
    }

    @Test
    void theTableMarksTheFront() {
        String text = run(STORE, "--workspace", "w", "--experiment", "sweep", "--require", "accuracy>=0.9");
        assertThat(text.lines().filter(line -> line.contains("W4A4")))
                .singleElement()
                .asString()
                .contains("●", " 0 ", " 2 ", "92.60 %", "40.0 KiB");
        assertThat(text.lines().filter(line -> line.contains("W5A5")).findFirst())
                .get()
                .asString()
                .contains("◐");
        assertThat(text.lines().filter(line -> line.contains("W2A2")).findFirst())
                .get()
                .asString()
                .contains("×", "breaks accuracy>=0.9");
        assertThat(text).contains("Hypervolume", "Left out: 0 unfinished, 0 reruns");
    }

    @Test
    void jsonIsTheAnalysis() throws IOException {
        JsonNode json = new ObjectMapper().readTree(run(STORE, "--workspace", "w", "--json"));
        assertThat(json.get("points")).hasSize(4);
        assertThat(json.get("points").get(0).get("label").asText()).isEqualTo("W2A2 LSQ");
    }

    @Test
    void everyFormIsWritten() throws IOException {
        for (String ending : List.of("png", "svg", "pdf", "csv", "json")) {
            Path file = folder.resolve("front." + ending);
            assertThat(run(STORE, "--workspace", "w", "--dark", "--out", file.toString()))
                    .contains("Wrote " + file);
            assertThat(file).isNotEmptyFile();
        }
        assertThat(Files.readString(folder.resolve("front.csv"))).startsWith("label,");
        assertThat(Files.readString(folder.resolve("front.svg"))).containsPattern("<title\\s*>w</title");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> run(STORE, "--workspace", "w", "--experiment", "other"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("An experiment of workspace 'w' is expected (sweep), but 'other' came");
        assertThatThrownBy(() -> run(STORE, "--workspace", "w", "--y", "packed_size"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'packed_size' came twice");
        assertThatThrownBy(() -> run(STORE, "--workspace", "w", "--out", "front.gif"))
                .hasMessageContaining("'front.gif' came");
        assertThatThrownBy(() -> run(STORE, "--workspace", "w", "--x", "latency"))
                .hasMessageContaining("have latency and accuracy")
                .hasMessageContaining("(latency: 5)")
                .hasMessageNotContaining("\n");
    }

    @Test
    void everyOptionIsExplained() {
        StringWriter out = new StringWriter();
        int code =
                CommandLineProgram.run(new PrintWriter(out), new PrintWriter(out), NoWindow.WINDOW, "pareto", "--help");
        assertThat(code).isZero();
        assertThat(out.toString()).contains("The workspace.", "may be repeated").doesNotContain("${");
    }
}
