package org.bitscale.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitscale.storage.WorkspaceTest.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.StoredFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCleaningTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Workspace workspace;
    private StoredFile result;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.open(folder);
        result = workspace.runs().keep(Files.writeString(workspace.cache().resolve("x"), "network"));
        workspace.runs().add(TestRuns.run(1, "first", Run.Status.FINISHED, Map.of(Run.MODEL_FILE, result)));
        workspace.runs().add(TestRuns.run(2, "first", Run.Status.CANCELLED, Map.of()));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void checkpoints_of_finished_trials_go_and_results_stay() throws IOException {
        Path finished = trial(1, NOW);
        Path unfinished = trial(2, NOW.minus(Duration.ofDays(400)));
        Path other = Files.createDirectories(workspace.trials().resolve("mine"));
        assertThat(CheckpointCleaning.clean(workspace, Optional.empty(), NOW))
                .isEqualTo(new CheckpointCleaning.Result(1, 15, 0, 1));
        assertThat(finished).doesNotExist();
        assertThat(unfinished.resolve("epochs/1.bin")).exists();
        assertThat(other).exists();
        assertThat(workspace.runs().path(result)).hasContent("network");
        assertThat(workspace.runs().run(TestRuns.id(1)).status()).isEqualTo(Run.Status.FINISHED);
    }

    @Test
    void old_checkpoints_without_a_result_go_when_asked() throws IOException {
        Path old = trial(2, NOW.minus(Duration.ofDays(8)));
        Path young = trial(3, NOW.minus(Duration.ofDays(6)));
        assertThat(CheckpointCleaning.clean(workspace, Optional.of(Duration.ofDays(7)), NOW))
                .isEqualTo(new CheckpointCleaning.Result(1, 15, 0, 1));
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    @Timeout(60)
    void a_folder_in_which_a_process_works_is_left_alone() throws Exception {
        Path finished = trial(1, NOW);
        Process second = SecondProcess.start("lock", finished.resolve("lock").toString());
        try {
            assertThat(CheckpointCleaning.clean(workspace, Optional.of(Duration.ZERO), NOW.plusSeconds(1_000_000)))
                    .isEqualTo(new CheckpointCleaning.Result(0, 0, 1, 0));
            assertThat(finished.resolve("epochs/1.bin")).exists();
        } finally {
            SecondProcess.end(second);
        }
        assertThat(CheckpointCleaning.clean(workspace, Optional.empty(), NOW).folders())
                .isEqualTo(1);
        assertThat(finished).doesNotExist();
    }

    @Test
    void links_are_not_followed() throws IOException {
        Path finished = trial(1, NOW);
        Path outside = Files.writeString(folder.resolve("cache").resolve("outside"), "keep me");
        Files.createSymbolicLink(finished.resolve("link"), outside.getParent());
        CheckpointCleaning.clean(workspace, Optional.empty(), NOW);
        assertThat(finished).doesNotExist();
        assertThat(outside).exists();
    }

    @Test
    void a_read_only_workspace_is_not_cleaned() throws IOException {
        Path finished = trial(1, NOW);
        try (Workspace readOnly = Workspace.openReadOnly(folder)) {
            refused(() -> CheckpointCleaning.clean(readOnly, Optional.empty(), NOW), "is read-only");
        }
        assertThat(finished).exists();
    }

    private Path trial(int number, Instant written) throws IOException {
        Path trial = workspace.trials().resolve(TestRuns.run(number).trialHash());
        Files.createDirectories(trial.resolve("epochs"));
        for (Path path : new Path[] {
            Files.writeString(trial.resolve("epochs/1.bin"), "0123456789"),
            Files.writeString(trial.resolve("state"), "01234"),
            trial.resolve("epochs"),
            trial
        }) {
            Files.setLastModifiedTime(path, FileTime.from(written));
        }
        return trial;
    }
}
