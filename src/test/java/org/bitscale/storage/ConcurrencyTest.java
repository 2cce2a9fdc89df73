package org.bitscale.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bitscale.experiment.run.RunFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConcurrencyTest {

    @TempDir
    private Path folder;

    @Test
    void threads_and_stores_write_and_read_at_once() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(6);
        // Both open the folder at once, while it is no workspace yet.
        Future<Workspace> opening = executor.submit(() -> Workspace.open(folder));
        try (Workspace one = Workspace.open(folder);
                Workspace other = opening.get()) {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Workspace workspace = thread % 2 == 0 ? one : other;
                int first = thread * 25;
                work.add(executor.submit(() -> {
                    for (int number = first; number < first + 25; number++) {
                        workspace.runs().add(TestRuns.run(number));
                        assertThat(workspace.runs().run(TestRuns.id(number))).isEqualTo(TestRuns.run(number));
                    }
                }));
            }
            for (int thread = 0; thread < 2; thread++) {
                work.add(executor.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        // A view is of one moment: every row has its metrics.
                        assertThat(one.runs().rows(RunFilter.ALL, 0, 100))
                                .allSatisfy(row -> assertThat(row.metrics()).hasSize(3));
                    }
                }));
            }
            for (Future<?> done : work) {
                done.get();
            }
            assertThat(one.runs().count(RunFilter.ALL)).isEqualTo(100);
            assertThat(other.runs().count(RunFilter.ALL)).isEqualTo(100);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void two_processes_write_at_once() throws Exception {
        Process second = SecondProcess.start("add", folder.toString(), "1000", "60");
        try (Workspace workspace = Workspace.open(folder)) {
            for (int number = 0; number < 60; number++) {
                workspace.runs().add(TestRuns.run(number));
            }
            SecondProcess.end(second);
            assertThat(workspace.runs().count(RunFilter.ALL)).isEqualTo(120);
        } finally {
            second.destroy();
        }
        assertThat(WorkspaceCheck.check(folder, true)).isEmpty();
    }
}
