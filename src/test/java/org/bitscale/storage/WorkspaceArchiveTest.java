package org.bitscale.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitscale.storage.WorkspaceTest.refused;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.StoredFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceArchiveTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final Annotation SAID = new Annotation(true, Set.of("good"), "note");

    @TempDir
    private Path folder;

    private Path source;
    private Path target;
    private Path zip;
    private Run withFile;

    @BeforeEach
    void fill() throws IOException {
        source = folder.resolve("source");
        target = folder.resolve("target");
        zip = folder.resolve("a.zip");
        try (Workspace workspace = Workspace.open(source)) {
            Path file = Files.writeString(workspace.cache().resolve("x"), "network");
            StoredFile stored = workspace.runs().keep(file);
            withFile = TestRuns.run(1, "first", Run.Status.FINISHED, Map.of(Run.MODEL_FILE, stored));
            workspace.runs().add(withFile);
            workspace.runs().add(TestRuns.run(2));
            workspace.runs().annotate(withFile.id(), SAID);
            workspace.runs().put(experiment("first", withFile));
            workspace.runs().put(experiment("Second one", TestRuns.run(2)));
        }
    }

    @Test
    void everything_comes_back_on_another_computer() throws IOException {
        assertThat(pack(Optional.empty()).runs()).isEqualTo(2);
        assertThat(WorkspaceArchive.unpack(zip, target)).isEqualTo(new Unpacking.Result(2, 0, 1, 2));
        Leftovers.delete(source);
        try (Workspace workspace = Workspace.openExisting(target)) {
            assertThat(workspace.runs().run(withFile.id())).isEqualTo(withFile);
            assertThat(workspace.runs().run(TestRuns.id(2))).isEqualTo(TestRuns.run(2));
            assertThat(workspace.runs().annotation(withFile.id())).isEqualTo(SAID);
            assertThat(workspace.runs().path(withFile.files().get(Run.MODEL_FILE)))
                    .hasContent("network");
            assertThat(workspace.runs().experiments())
                    .containsExactlyInAnyOrder(
                            experiment("first", withFile), experiment("Second one", TestRuns.run(2)));
        }
        assertThat(WorkspaceCheck.check(target, true)).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(zip, target);
        }
    }

    @Test
    void the_same_runs_give_the_same_bytes() throws IOException {
        pack(Optional.empty());
        byte[] first = Files.readAllBytes(zip);
        pack(Optional.empty());
        assertThat(Files.readAllBytes(zip)).isEqualTo(first);
    }

    @Test
    void chosen_runs_take_only_what_is_theirs() throws IOException {
        WorkspaceArchive.Packed packed = pack(Optional.of(List.of(TestRuns.id(2))));
        assertThat(packed.runs()).isEqualTo(1);
        assertThat(packed.files()).isZero();
        // It was run for the one experiment and its trial belongs to the other.
        assertThat(packed.experiments()).isEqualTo(2);
        WorkspaceArchive.unpack(zip, target);
        try (Workspace workspace = Workspace.openExisting(target)) {
            assertThat(workspace.runs().count(RunFilter.ALL)).isEqualTo(1);
        }
        refused(() -> pack(Optional.of(List.of("nothing"))), "there is none");
    }

    @Test
    void runs_that_are_there_are_passed_over_and_what_is_said_of_them_stays() {
        pack(Optional.empty());
        Annotation own = new Annotation(false, Set.of("mine"), "");
        try (Workspace workspace = Workspace.open(target)) {
            workspace.runs().add(TestRuns.run(2));
            workspace.runs().add(TestRuns.run(3));
            workspace.runs().put(experiment("first", TestRuns.run(3)));
        }
        assertThat(WorkspaceArchive.unpack(zip, target)).isEqualTo(new Unpacking.Result(1, 1, 1, 2));
        try (Workspace workspace = Workspace.open(target)) {
            workspace.runs().annotate(withFile.id(), own);
        }
        assertThat(WorkspaceArchive.unpack(zip, target)).isEqualTo(new Unpacking.Result(0, 2, 1, 0));
        try (Workspace workspace = Workspace.open(target)) {
            assertThat(workspace.runs().count(RunFilter.ALL)).isEqualTo(3);
            assertThat(workspace.runs().annotation(withFile.id())).isEqualTo(own);
            assertThat(workspace.runs().experiments())
                    .extracting(ExperimentRecord::name)
                    .containsExactlyInAnyOrder("first", "first (2)", "Second one");
        }
    }

    @Test
    void another_run_of_the_same_id_is_refused_and_nothing_is_taken() throws IOException {
        pack(Optional.empty());
        Run other = TestRuns.run(2, "other", Run.Status.FAILED, Map.of());
        try (Workspace workspace = Workspace.open(target)) {
            workspace.runs().add(other);
        }
        refused(() -> WorkspaceArchive.unpack(zip, target), "differs from the one of that id");
        try (Workspace workspace = Workspace.open(target)) {
            assertThat(workspace.runs().count(RunFilter.ALL)).isEqualTo(1);
            assertThat(workspace.runs().run(other.id())).isEqualTo(other);
        }
        assertThat(WorkspaceCheck.check(target)).isEmpty();
    }

    @Test
    void a_changed_entry_is_found_out() throws IOException {
        pack(Optional.empty());
        rewrite(entries -> entries.replaceAll(
                (name, content) -> name.startsWith("files/") ? "virus!!".getBytes(StandardCharsets.UTF_8) : content));
        refused(() -> WorkspaceArchive.unpack(zip, target), "differs from what the manifest says");
        nothingWasTaken();
    }

    @Test
    void an_entry_longer_than_it_says_is_not_unpacked() throws IOException {
        pack(Optional.empty());
        rewrite(entries ->
                entries.replaceAll((name, content) -> name.startsWith("files/") ? new byte[50 << 20] : content));
        refused(() -> WorkspaceArchive.unpack(zip, target), "differs from what the manifest says");
        nothingWasTaken();
    }

    @Test
    void entries_beside_the_manifest_are_refused() throws IOException {
        pack(Optional.empty());
        rewrite(entries -> entries.put("../evil.txt", new byte[1]));
        refused(() -> WorkspaceArchive.unpack(zip, target), "not those of its manifest");
        assertThat(folder.resolve("evil.txt")).doesNotExist();
    }

    @Test
    void no_path_leads_out_of_the_workspace() throws IOException {
        for (String name :
                List.of("../evil.json", "runs/../../evil.json", "/tmp/evil", "files/aa/../../../evil", "bitscale.db")) {
            byte[] evil = "{}".getBytes(StandardCharsets.UTF_8);
            Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put(name, evil);
            entries.put("manifest.json", manifest(1, new WorkspaceArchive.Entry(name, evil.length, Sha256.of(evil))));
            write(entries);
            refused(() -> WorkspaceArchive.unpack(zip, target), "is none that a workspace has");
        }
        assertThat(target).doesNotExist();
        assertThat(folder.resolve("evil.json")).doesNotExist();
    }

    @Test
    void a_newer_format_is_named() throws IOException {
        write(Map.of("manifest.json", manifest(2)));
        refused(
                () -> WorkspaceArchive.unpack(zip, target),
                "newer version of Bitscale (format 2, this program knows 1)");
    }

    @Test
    void more_than_the_disk_holds_is_refused() throws IOException {
        String hash = "0".repeat(64);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("files/00/" + hash, new byte[1]);
        entries.put("manifest.json", manifest(1, new WorkspaceArchive.Entry("files/00/" + hash, Long.MAX_VALUE, hash)));
        write(entries);
        refused(() -> WorkspaceArchive.unpack(zip, target), "free some space");
    }

    @Test
    void a_run_without_its_file_is_refused() throws IOException {
        byte[] run = Json.write(withFile).getBytes(StandardCharsets.UTF_8);
        String name = "runs/" + withFile.id() + ".json";
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(name, run);
        entries.put("manifest.json", manifest(1, new WorkspaceArchive.Entry(name, run.length, Sha256.of(run))));
        write(entries);
        refused(() -> WorkspaceArchive.unpack(zip, target), "is missing");
        nothingWasTaken();
    }

    @Test
    void what_is_no_archive_is_told() throws IOException {
        refused(() -> WorkspaceArchive.unpack(zip, target), "there is no file");
        Files.writeString(zip, "no zip");
        refused(() -> WorkspaceArchive.unpack(zip, target), "is no sound ZIP file");
        write(Map.of("other.txt", new byte[1]));
        refused(() -> WorkspaceArchive.unpack(zip, target), "has no manifest.json");
        write(Map.of("manifest.json", "{}".getBytes(StandardCharsets.UTF_8)));
        refused(() -> WorkspaceArchive.unpack(zip, target), "damaged or was changed");
        assertThat(target).doesNotExist();
    }

    @Test
    void a_changed_file_is_not_packed_and_no_archive_is_left() throws IOException {
        try (Workspace workspace = Workspace.open(source)) {
            Files.writeString(workspace.runs().path(withFile.files().get(Run.MODEL_FILE)), "NETWORK");
        }
        refused(() -> pack(Optional.empty()), "have changed");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(source);
        }
    }

    private WorkspaceArchive.Packed pack(Optional<List<String>> ids) {
        try (Workspace workspace = Workspace.openExisting(source)) {
            return WorkspaceArchive.pack(workspace, ids, zip);
        }
    }

    private static ExperimentRecord experiment(String name, Run run) {
        return new ExperimentRecord(name, "", TIME, List.of(run.trialHash()));
    }

    private void nothingWasTaken() {
        try (Workspace workspace = Workspace.open(target)) {
            assertThat(workspace.runs().count(RunFilter.ALL)).isZero();
            assertThat(workspace.runs().experiments()).isEmpty();
        }
        assertThat(WorkspaceCheck.check(target)).isEmpty();
    }

    private static byte[] manifest(int format, WorkspaceArchive.Entry... entries) {
        return Json.write(new WorkspaceArchive.Manifest(format, List.of(entries)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void rewrite(java.util.function.Consumer<Map<String, byte[]>> change) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                try (InputStream in = file.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        change.accept(entries);
        write(entries);
    }

    private void write(Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream stream = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                stream.putNextEntry(new ZipEntry(entry.getKey()));
                stream.write(entry.getValue());
                stream.closeEntry();
            }
        }
    }
}
