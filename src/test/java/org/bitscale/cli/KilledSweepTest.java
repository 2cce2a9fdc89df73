package org.bitscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.storage.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep whose processes are killed at random moments, the parent too, loses no run and changes no bit. The system
 * property {@code bitscale.kills} sets how often.
 */
class KilledSweepTest {

    private static final String EXPERIMENT =
            """
            name: killed
            model: sample:shapes_resnet8
            data: {source: "sample:shapes", validation: 0.2, limit: 192}
            recipe: {epochs: 6, batch_size: 32}
            plan: {calibration: 64}
            sweep: {over: {bits: [W4A4], method: [ste, lsq], seed: [0, 1]}}
            """;
    private static final int TRIALS = 5;

    @TempDir
    private Path folder;

    private Process sweep(Path experiment, Path workspace) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "org.bitscale.app.Launcher",
                "sweep",
                experiment.getFileName().toString(),
                "--workspace",
                workspace.getFileName().toString(),
                "--workers",
                "2",
                "--threads",
                "1",
                "--quiet");
        // As people call it, with relative paths; the class path is made absolute for that.
        builder.directory(folder.toFile());
        builder.environment().put("CLASSPATH", absoluteClassPath());
        File log = folder.resolve("log.txt").toFile();
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void finish(Process process) throws Exception {
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(Files.readString(folder.resolve("log.txt")))
                .isTrue();
    }

    @Test
    void losesNoRunAndChangesNoBit() throws Exception {
        Path experiment = Files.writeString(folder.resolve("killed.yaml"), EXPERIMENT);
        Path calm = folder.resolve("calm");
        finish(sweep(experiment, calm));

        Path rough = folder.resolve("rough");
        SplittableRandom random = new SplittableRandom(Long.getLong("bitscale.seed", 1));
        int kills = Integer.getInteger("bitscale.kills", 4);
        Process process = sweep(experiment, rough);
        for (int i = 0; i < kills; i++) {
            // No condition is waited for: the moment itself is what is tried.
            TimeUnit.MILLISECONDS.sleep(2000 + random.nextInt(7000));
            List<ProcessHandle> workers = process.descendants().toList();
            boolean parent = random.nextInt(2) == 0 || workers.isEmpty();
            if (parent) {
                process.destroyForcibly().waitFor();
                assertAllGone(workers);
                process = sweep(experiment, rough);
            } else {
                workers.get(random.nextInt(workers.size())).destroyForcibly();
            }
        }
        finish(process);
        finish(sweep(experiment, rough)); // what a killed worker cost its three tries is tried anew

        try (Workspace before = Workspace.openReadOnly(calm);
                Workspace after = Workspace.openReadOnly(rough)) {
            List<RunRow> runs = before.runs().rows(RunFilter.finished("killed"), 0, 100);
            assertThat(runs).hasSize(TRIALS);
            assertThat(after.runs().rows(RunFilter.finished("killed"), 0, 100)).hasSize(TRIALS);
            for (RunRow row : runs) {
                Run whole = before.runs().run(row.id());
                assertThat(before.runs().path(whole.files().get(Run.MODEL_FILE)))
                        .exists();
                Run killed = after.runs().finished(row.trialHash()).orElseThrow();
                assertThat(killed.weightsHash()).as(row.label()).isEqualTo(whole.weightsHash());
                assertThat(killed.metrics()).as(row.label()).isEqualTo(whole.metrics());
            }
        }
    }

    /** Workers end with their parent. */
    private static void assertAllGone(List<ProcessHandle> workers) {
        assertThat(CompletableFuture.allOf(
                        workers.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(5));
    }
}
