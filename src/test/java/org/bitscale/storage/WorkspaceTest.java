package org.bitscale.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.RunFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {

    @TempDir
    private Path folder;

    @Test
    void a_new_folder_becomes_a_workspace_of_the_newest_schema() throws Exception {
        Path place = folder.resolve("a/b ? #c%20é");
        try (Workspace workspace = Workspace.open(place)) {
            workspace.runs().add(TestRuns.run(1));
            assertThat(workspace.trials()).isEqualTo(place.resolve("trials")).isDirectory();
            assertThat(workspace.cache()).isDirectory();
            assertThat(workspace.isReadOnly()).isFalse();
        }
        assertThat(place.resolve("bitscale.db")).isRegularFile();
        try (Workspace workspace = Workspace.openExisting(place)) {
            assertThat(workspace.runs().run(TestRuns.id(1))).isEqualTo(TestRuns.run(1));
            int schema =
                    workspace.store().database().read(connection -> Database.number(connection, "PRAGMA user_version"));
            assertThat(schema).isEqualTo(Database.SCHEMA);
        }
    }

    @Test
    void an_empty_database_is_brought_to_the_newest_schema() throws IOException {
        Files.createFile(folder.resolve("bitscale.db"));
        try (Workspace workspace = Workspace.openExisting(folder)) {
            assertThat(workspace.runs().count(RunFilter.ALL)).isZero();
        }
    }

    @Test
    void what_is_no_workspace_is_left_alone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        refused(() -> Workspace.open(file), "is a file");
        refused(() -> Workspace.open(file.resolve("below")), "No workspace can be made");
        refused(() -> Workspace.open(folder), "other files");
        refused(() -> Workspace.openExisting(folder), "has no bitscale.db");
        refused(() -> Workspace.openExisting(folder.resolve("nowhere")), "there is no such folder");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_newer_version_is_named() throws Exception {
        Workspace.open(folder).close();
        execute("PRAGMA user_version = 99");
        refused(
                () -> Workspace.open(folder),
                "was made by a newer version of Bitscale (schema 99, this program knows 1); use a newer Bitscale");
        refused(() -> Workspace.openReadOnly(folder), "newer version");
        refused(() -> WorkspaceRepair.repair(folder), "newer version");
        assertThat(folder.resolve("bitscale.db.damaged-1")).doesNotExist();
    }

    @Test
    void another_programs_database_is_refused() throws Exception {
        execute("CREATE TABLE other (x)");
        refused(() -> Workspace.open(folder), "belongs to another program");
    }

    @Test
    void a_read_only_workspace_can_be_looked_at() throws Exception {
        try (Workspace workspace = Workspace.open(folder)) {
            workspace.runs().add(TestRuns.run(1));
        }
        byte[] before = Files.readAllBytes(folder.resolve("bitscale.db"));
        try (Workspace workspace = Workspace.openReadOnly(folder)) {
            assertThat(workspace.isReadOnly()).isTrue();
            assertThat(workspace.runs().rows(RunFilter.ALL, 0, 10)).hasSize(1);
            assertThat(workspace.runs().run(TestRuns.id(1))).isEqualTo(TestRuns.run(1));
            refused(() -> workspace.runs().add(TestRuns.run(2)), "is read-only");
            refused(
                    () -> workspace.runs().annotate(TestRuns.id(1), new Annotation(true, Set.of(), "")),
                    "is read-only");
            refused(() -> workspace.runs().keep(folder.resolve("bitscale.db")), "is read-only");
        }
        assertThat(Files.readAllBytes(folder.resolve("bitscale.db"))).isEqualTo(before);
    }

    @Test
    void a_folder_without_leave_to_write_can_be_looked_at() throws Exception {
        try (Workspace workspace = Workspace.open(folder)) {
            workspace.runs().add(TestRuns.run(1));
        }
        try {
            assumeThat(folder.toFile().setWritable(false)).isTrue();
            // The superuser may write whatever the permissions are.
            assumeThat(Files.isWritable(folder)).isFalse();
            try (Workspace workspace = Workspace.open(folder)) {
                assertThat(workspace.runs().rows(RunFilter.ALL, 0, 10)).hasSize(1);
                refused(() -> workspace.runs().add(TestRuns.run(2)), "is read-only");
            }
            refused(() -> Workspace.open(folder.resolve("new")), "No workspace can be made");
        } finally {
            folder.toFile().setWritable(true);
        }
    }

    @Test
    void a_full_disk_is_told_and_loses_nothing() {
        try (Workspace workspace = Workspace.open(folder)) {
            workspace.runs().add(TestRuns.run(0));
            workspace.store().database().limitPages(1);
            int[] number = {1};
            refused(
                    () -> {
                        while (number[0] < 500) {
                            workspace.runs().add(TestRuns.run(number[0]));
                            number[0]++;
                        }
                    },
                    "The disk is full");
            assertThat(workspace.runs().count(RunFilter.ALL)).isEqualTo(number[0]);
            assertThat(folder.resolve("runs").resolve(TestRuns.id(number[0]) + ".json"))
                    .doesNotExist();
            workspace.store().database().limitPages(100_000);
            workspace.runs().add(TestRuns.run(number[0]));
            assertThat(workspace.runs().run(TestRuns.id(0))).isEqualTo(TestRuns.run(0));
        }
        assertThat(WorkspaceCheck.check(folder)).isEmpty();
    }

    @Test
    void a_closed_store_says_so() {
        Workspace workspace = Workspace.open(folder);
        workspace.close();
        workspace.close();
        assertThatThrownBy(() -> workspace.runs().count(RunFilter.ALL)).isInstanceOf(IllegalStateException.class);
    }

    static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String message) {
        assertThatThrownBy(work)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bitscale.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
