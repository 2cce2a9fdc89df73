package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.StoredFile;
import org.bitscale.storage.TestRuns;
import org.bitscale.storage.Workspace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole journeys through {@code runs} and {@code workspace}. */
class WorkspaceCommandsTest {

    @TempDir
    private Path folder;

    private String place;

    @BeforeEach
    void fill() throws IOException {
        Path workspaceFolder = folder.resolve("w");
        place = workspaceFolder.toString();
        try (Workspace workspace = Workspace.open(workspaceFolder)) {
            StoredFile model =
                    workspace.runs().keep(Files.writeString(workspace.cache().resolve("x"), "network"));
            workspace.runs().add(TestRuns.run(1, "first", Run.Status.FINISHED, Map.of(Run.MODEL_FILE, model)));
            workspace.runs().add(TestRuns.run(2, "comma, \"quote\"", Run.Status.FINISHED, Map.of()));
            workspace.runs().add(TestRuns.run(3, "first", Run.Status.FAILED, Map.of()));
            workspace
                    .runs()
                    .put(new ExperimentRecord(
                            "first",
                            "",
                            Instant.parse("2026-01-01T00:00:00Z"),
                            List.of(TestRuns.run(1).trialHash())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs",
                "runs list",
                "runs show",
                "runs tag",
                "runs note",
                "runs star",
                "runs export",
                "runs files",
                "workspace",
                "workspace check",
                "workspace repair",
                "workspace clean",
                "workspace pack",
                "workspace unpack"
            })
    void every_command_and_option_is_explained(String command) {
        Answer answer = Answer.to((command + " --help").split(" "));
        assertThat(answer.code()).isZero();
        List<String> lines = answer.out().lines().toList();
        assertThat(lines.get(0)).doesNotStartWith("Usage").isNotBlank();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("\\s+-.*")) {
                String text = lines.get(i).strip().replaceAll("^(-\\S+,? ?)+(=\\S+)?", "");
                boolean explained = text.contains(" ")
                        || i + 1 < lines.size() && lines.get(i + 1).startsWith("        ");
                assertThat(explained).as(lines.get(i)).isTrue();
            }
        }
        assertThat(answer.out()).doesNotContain("${");
    }

    @Test
    void list_shows_and_filters_runs() throws IOException {
        Answer all = Answer.to("runs", "list", "--workspace", place);
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.out())
                .contains(TestRuns.id(1), TestRuns.id(2), TestRuns.id(3), "Runs 1 to 3 of 3", " KiB", "failed")
                .containsPattern("\\d\\d\\.\\d\\d % \\(\\d\\d\\.\\d\\d % to \\d\\d\\.\\d\\d %\\)");
        assertThat(ids("--experiment", "first")).containsExactly(TestRuns.id(1));
        assertThat(ids("--status", "failed")).containsExactly(TestRuns.id(3));
        assertThat(ids("--method", "ptq,ste")).containsExactly(TestRuns.id(2), TestRuns.id(1));
        assertThat(ids("--text", "QUOTE")).containsExactly(TestRuns.id(2));
        assertThat(ids("--min", "accuracy=0")).containsExactly(TestRuns.id(2), TestRuns.id(1));
        assertThat(ids("--min", "accuracy=1.5")).isEmpty();
        assertThat(ids("--max", "packed-size=9999")).isEmpty();
        assertThat(ids("--limit", "1", "--offset", "1")).containsExactly(TestRuns.id(2));
        assertThat(Answer.to("runs", "list", "-w", place, "--starred").out()).contains("No such runs");
    }

    @Test
    void annotations_are_made_and_found() throws IOException {
        String id = TestRuns.id(1);
        assertThat(Answer.to("runs", "tag", id, "+good", "-bad", "plain", "-w", place)
                        .code())
                .isZero();
        assertThat(Answer.to("runs", "tag", id, "-quick", "-high", "-plain", "-w", place, "--json")
                        .json()
                        .at("/annotation/tags"))
                .hasSize(1);
        assertThat(Answer.to("runs", "note", id, "look \"here\"", "-w", place).code())
                .isZero();
        assertThat(Answer.to("runs", "star", "20260101-000001", "-w", place).out())
                .contains("★ good", "look \"here\"");
        assertThat(ids("--tag", "good", "--starred", "--text", "LOOK")).containsExactly(id);
        assertThat(Answer.to("runs", "list", "-w", place).out()).contains("★ good");
        assertThat(Answer.to("runs", "star", id, "--off", "-w", place).code()).isZero();
        assertThat(ids("--starred")).isEmpty();
        assertThat(Answer.to("runs", "tag", id, "--nonsense", "-w", place).err())
                .contains("'--nonsense' came");
    }

    @Test
    void show_tells_all_of_a_run() throws IOException {
        Answer text = Answer.to("runs", "show", "20260101-000003", "-w", place);
        assertThat(text.out())
                .contains("the loss became NaN", "a processor", TestRuns.run(3).trialHash());
        JsonNode json =
                Answer.to("runs", "show", TestRuns.id(1), "-w", place, "--json").json();
        assertThat(Json.read(json.get("run").toString(), Run.class).trial()).isEqualTo(TestRuns.trial(1));
    }

    @Test
    void export_writes_a_table_that_other_programs_read() throws IOException {
        Path file = folder.resolve("runs.csv");
        Answer answer = Answer.to("runs", "export", "-w", place, "--format", "csv", "--out", file.toString(), "--json");
        assertThat(answer.json().get("runs").asInt()).as(answer.err()).isEqualTo(3);
        String csv = Files.readString(file);
        List<String> lines = csv.lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(csv.split("\r\n")).hasSize(4);
        List<String> header = List.of(lines.get(0).split(","));
        assertThat(header)
                .contains(
                        "method", "weight_bits", "activation_bits", "seed", "learning_rate", "epochs", "accuracy_low");
        List<String> last = List.of(lines.get(3).split(",", -1));
        assertThat(last).hasSameSizeAs(header);
        assertThat(last.get(header.indexOf("id"))).isEqualTo(TestRuns.id(1));
        assertThat(last.get(header.indexOf("method"))).isEqualTo("ptq");
        assertThat(last.get(header.indexOf("epochs"))).isEmpty();
        assertThat(lines.get(2)).contains(",\"comma, \"\"quote\"\"\",");
        assertThat(Answer.to("runs", "export", "-w", place).out()).isEqualTo(csv);
    }

    @Test
    void export_writes_whole_runs() throws IOException {
        JsonNode json = Answer.to("runs", "export", "-w", place, "--format", "json", "--status", "finished")
                .json();
        assertThat(json).hasSize(2);
        assertThat(Json.read(json.get(0).toString(), Run.class))
                .isEqualTo(TestRuns.run(2, "comma, \"quote\"", Run.Status.FINISHED, Map.of()));
        assertThat(Answer.to("runs", "export", "-w", place, "--format", "json", "--status", "cancelled")
                        .json())
                .isEmpty();
    }

    @Test
    void files_are_copied_under_readable_names() {
        Path out = folder.resolve("files");
        Answer answer = Answer.to("runs", "files", TestRuns.id(1), "-w", place, "--out", out.toString());
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(out.resolve("W2A8_PTQ_" + TestRuns.id(1) + "_model.onnx")).hasContent("network");
    }

    @Test
    void a_workspace_travels_and_is_cared_for() throws IOException {
        String zip = folder.resolve("a.zip").toString();
        String other = folder.resolve("other").toString();
        Answer packed = Answer.to("workspace", "pack", place, "--out", zip, "--run", TestRuns.id(1), "--json");
        assertThat(packed.json().get("runs").asInt()).as(packed.err()).isEqualTo(1);
        assertThat(Answer.to("workspace", "unpack", zip, other).out()).contains("1 runs new");
        assertThat(Answer.to("workspace", "check", other, "--deep").out()).contains("is sound");
        Files.createDirectories(folder.resolve("other/trials/" + TestRuns.run(1).trialHash()));
        assertThat(Answer.to("workspace", "clean", other, "--older-than", "3").out())
                .contains("Removed 1 folders");
        Files.writeString(folder.resolve("other/bitscale.db"), "broken");
        Answer broken = Answer.to("runs", "list", "-w", other);
        assertThat(broken.code()).isEqualTo(CommandLineProgram.BAD_INPUT);
        assertThat(broken.err()).contains("is damaged; run 'bitscale workspace repair " + other + "'");
        Answer check = Answer.to("workspace", "check", other, "--json");
        assertThat(check.code()).isEqualTo(CommandLineProgram.FAILURE);
        assertThat(check.json().at("/findings/0/severity").asText()).isEqualTo("error");
        assertThat(Answer.to("workspace", "repair", other).out()).contains("Repaired: 1 runs", "bitscale.db.damaged-1");
        assertThat(Answer.to("runs", "show", TestRuns.id(1), "-w", other).code())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "runs list -w nowhere, there is no such folder",
        "runs list -w W --min speed=1, A measure out of accuracy",
        "runs list -w W --min accuracy=much, A number is expected",
        "runs list -w W --limit 0, A limit of at least 1",
        "runs show none -w W, there is none; the newest",
        "runs export -w W --out nowhere/x.csv, A file in a folder that exists",
        "runs, a command is missing; 'bitscale runs --help'",
        "workspace check nowhere, there is no such folder",
        "workspace unpack nowhere.zip x, there is no file nowhere.zip",
        "workspace clean W --older-than -1, days of at least 0"
    })
    void bad_input_gives_one_clear_line(String command, String expected) {
        String[] arguments = command.split(" ");
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i].equals("W") ? place : arguments[i];
        }
        Answer answer = Answer.to(arguments);
        assertThat(answer.code()).isEqualTo(CommandLineProgram.BAD_INPUT);
        assertThat(answer.err().lines().findFirst().orElseThrow())
                .startsWith("bitscale: ")
                .contains(expected.strip());
        assertThat(Path.of("nowhere")).doesNotExist();
    }

    private List<String> ids(String... filter) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("runs", "list", "-w", place, "--json"));
        command.addAll(List.of(filter));
        Answer answer = Answer.to(command.toArray(String[]::new));
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.json().findValuesAsText("id");
    }
}
