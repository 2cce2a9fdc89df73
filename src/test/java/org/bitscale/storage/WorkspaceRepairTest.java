package org.bitscale.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitscale.storage.WorkspaceTest.refused;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.StoredFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceRepairTest {

    private static final int RUNS = 60;
    private static final Annotation SAID = new Annotation(true, Set.of("good"), "note");
    private static final ExperimentRecord EXPERIMENT = new ExperimentRecord(
            "first",
            "file",
            Instant.parse("2026-01-01T00:00:00Z"),
            List.of(TestRuns.run(1).trialHash()));

    @TempDir
    private Path folder;

    @Test
    void a_sound_workspace_has_no_findings() throws IOException {
        fill();
        assertThat(WorkspaceCheck.check(folder, true)).isEmpty();
    }

    @Test
    void a_repair_of_a_sound_workspace_changes_no_run() throws IOException {
        fill();
        WorkspaceRepair.Result result = WorkspaceRepair.repair(folder);
        assertThat(result.runs()).isEqualTo(RUNS);
        assertThat(result.fromDatabase()).isZero();
        assertThat(result.unreadable()).isEmpty();
        everythingIsThere();
    }

    @Test
    void flipped_bytes_are_told_and_all_runs_come_back() throws IOException {
        fill();
        Random random = new Random(1);
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            byte[] noise = new byte[(int) (file.length() * 3 / 4)];
            random.nextBytes(noise);
            file.seek(file.length() / 8);
            file.write(noise);
        }
        damageIsTold();
        WorkspaceRepair.Result result = WorkspaceRepair.repair(folder);
        assertThat(result.runs()).isEqualTo(RUNS);
        assertThat(result.fromDocuments()).isEqualTo(RUNS);
        everythingIsThere();
    }

    @Test
    void a_database_cut_short_is_told_and_all_runs_come_back() throws IOException {
        fill();
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            file.setLength(file.length() / 3);
        }
        byte[] damaged = Files.readAllBytes(database());
        damageIsTold();
        WorkspaceRepair.Result result = WorkspaceRepair.repair(folder);
        assertThat(result.runs()).isEqualTo(RUNS);
        assertThat(result.backup()).contains(folder.resolve("bitscale.db.damaged-1"));
        assertThat(result.backup().orElseThrow()).hasBinaryContent(damaged);
        everythingIsThere();
    }

    @Test
    void a_database_that_is_none_any_more_is_built_anew() throws IOException {
        fill();
        Files.writeString(database(), "this is no database");
        damageIsTold();
        assertThat(WorkspaceRepair.repair(folder).runs()).isEqualTo(RUNS);
        everythingIsThere();
    }

    @Test
    void an_emptied_database_is_not_taken_for_a_new_one() throws IOException {
        fill();
        Files.write(database(), new byte[0]);
        refused(() -> Workspace.open(folder), "bitscale workspace repair");
        assertThat(WorkspaceRepair.repair(folder).runs()).isEqualTo(RUNS);
        everythingIsThere();
    }

    @Test
    void a_lost_database_is_told_and_built_anew() throws IOException {
        fill();
        Files.delete(database());
        refused(() -> Workspace.open(folder), "is missing; run 'bitscale workspace repair");
        assertThat(WorkspaceCheck.check(folder))
                .extracting(Finding::problem)
                .containsExactly("The database is missing");
        WorkspaceRepair.Result result = WorkspaceRepair.repair(folder);
        assertThat(result.backup()).isEmpty();
        everythingIsThere();
    }

    @Test
    void lost_documents_come_back_from_the_database() throws IOException {
        fill();
        for (String kind : List.of("runs", "experiments", "annotations")) {
            Leftovers.delete(folder.resolve(kind));
        }
        assertThat(WorkspaceCheck.check(folder))
                .extracting(Finding::problem)
                .containsExactly(RUNS + " runs stand in the database alone, without a document in runs");
        WorkspaceRepair.Result result = WorkspaceRepair.repair(folder);
        assertThat(result.fromDatabase()).isEqualTo(RUNS);
        everythingIsThere();
        Files.delete(database());
        WorkspaceRepair.repair(folder);
        everythingIsThere();
    }

    @Test
    void runs_are_salvaged_row_by_row_where_their_documents_are_lost_too() throws IOException {
        fill();
        Leftovers.delete(folder.resolve("runs"));
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            file.seek(file.length() / 4096 * 3 / 4 * 4096);
            file.write(new byte[4096 * 3]);
        }
        WorkspaceRepair.Result result = WorkspaceRepair.repair(folder);
        assertThat(result.runs()).isBetween(RUNS / 2, RUNS);
        assertThat(WorkspaceCheck.check(folder)).noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    @Test
    void an_unreadable_document_steps_aside_for_the_one_of_the_database() throws IOException {
        fill();
        Path document = folder.resolve("runs").resolve(TestRuns.id(5) + ".json");
        Files.writeString(document, "{broken");
        assertThat(WorkspaceCheck.check(folder))
                .extracting(Finding::problem)
                .containsExactly(document + " cannot be read as a run");
        WorkspaceRepair.Result result = WorkspaceRepair.repair(folder);
        assertThat(result.unreadable()).containsExactly(document);
        assertThat(result.fromDatabase()).isEqualTo(1);
        assertThat(document.resolveSibling(document.getFileName() + ".damaged-1"))
                .hasContent("{broken");
        everythingIsThere();
    }

    @Test
    void lost_and_changed_files_are_found() throws IOException {
        StoredFile lost;
        StoredFile cut;
        StoredFile changed;
        try (Workspace workspace = Workspace.open(folder)) {
            Path cache = workspace.cache().resolve("x");
            lost = workspace.runs().keep(Files.writeString(cache, "one"));
            cut = workspace.runs().keep(Files.writeString(cache, "two"));
            changed = workspace.runs().keep(Files.writeString(cache, "three"));
            workspace.runs().keep(Files.writeString(cache, "nobody's"));
            workspace
                    .runs()
                    .add(TestRuns.run(1, "first", Run.Status.FINISHED, Map.of("a", lost, "b", cut, "c", changed)));
            Files.delete(workspace.runs().path(lost));
            Files.writeString(workspace.runs().path(cut), "t");
            Files.writeString(workspace.runs().path(changed), "THREE");
            Files.createDirectories(workspace.trials().resolve(TestRuns.run(1).trialHash()));
        }
        Files.createFile(folder.resolve("files/.left.tmp"));
        assertThat(problems(false))
                .hasSize(5)
                .anyMatch(problem -> problem.contains(lost.hash()) && problem.contains("is gone"))
                .anyMatch(problem -> problem.contains(cut.hash()) && problem.contains("1 bytes instead of 3"))
                .anyMatch(problem -> problem.contains("1 stored files (8 bytes) belong to no run"))
                .anyMatch(problem -> problem.contains("1 temporary files"))
                .anyMatch(problem -> problem.contains("1 folders of trials"));
        assertThat(problems(true))
                .hasSize(6)
                .anyMatch(problem -> problem.contains(changed.hash()) && problem.contains("has changed"));
    }

    @Test
    void only_old_temporary_files_are_removed() throws IOException {
        fill();
        Path young = Files.createFile(folder.resolve("files/.young.tmp"));
        Path old = Files.createFile(folder.resolve("files/.old.tmp"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        assertThat(WorkspaceRepair.repair(folder).temporaryFiles()).isEqualTo(1);
        assertThat(young).exists();
        assertThat(old).doesNotExist();
    }

    @Test
    @Timeout(60)
    void a_workspace_that_is_open_elsewhere_is_not_repaired() throws Exception {
        fill();
        Process second = SecondProcess.start("open", folder.toString());
        try {
            refused(() -> WorkspaceRepair.repair(folder), "is open in another program");
            assertThat(folder.resolve("bitscale.db.damaged-1")).doesNotExist();
        } finally {
            SecondProcess.end(second);
        }
        WorkspaceRepair.repair(folder);
        everythingIsThere();
    }

    private void fill() throws IOException {
        try (Workspace workspace = Workspace.open(folder)) {
            for (int number = 0; number < RUNS; number++) {
                workspace.runs().add(TestRuns.run(number));
            }
            workspace.runs().annotate(TestRuns.id(3), SAID);
            workspace.runs().put(EXPERIMENT);
        }
    }

    private Path database() {
        return folder.resolve("bitscale.db");
    }

    private void damageIsTold() {
        refused(
                () -> {
                    try (Workspace workspace = Workspace.open(folder)) {
                        workspace.runs().rows(RunFilter.ALL, 0, RUNS);
                        for (int number = 0; number < RUNS; number++) {
                            workspace.runs().run(TestRuns.id(number));
                        }
                    }
                },
                "is damaged; run 'bitscale workspace repair " + folder + "'");
        assertThat(WorkspaceCheck.check(folder))
                .anyMatch(finding -> finding.severity() == Finding.Severity.ERROR
                        && finding.problem().contains("damaged")
                        && finding.remedy().contains("bitscale workspace repair"));
    }

    private void everythingIsThere() {
        try (Workspace workspace = Workspace.openExisting(folder)) {
            assertThat(workspace.runs().count(RunFilter.ALL)).isEqualTo(RUNS);
            for (int number = 0; number < RUNS; number++) {
                assertThat(workspace.runs().run(TestRuns.id(number))).isEqualTo(TestRuns.run(number));
            }
            assertThat(workspace.runs().annotation(TestRuns.id(3))).isEqualTo(SAID);
            assertThat(workspace.runs().experiments()).containsExactly(EXPERIMENT);
        }
        assertThat(WorkspaceCheck.check(folder)).isEmpty();
    }

    private List<String> problems(boolean deep) {
        return WorkspaceCheck.check(folder, deep).stream().map(Finding::problem).toList();
    }
}
