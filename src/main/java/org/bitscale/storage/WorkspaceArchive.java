package org.bitscale.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.StoredFile;

/**
 * Runs with everything that belongs to them in one ZIP file, to keep or to look at on another computer. The same runs
 * give the same bytes.
 */
public final class WorkspaceArchive {

    /** The format this program writes, and the newest it reads. */
    static final int FORMAT = 1;

    static final String MANIFEST = "manifest.json";

    private static final int PAGE = 1000;

    /**
     * What an archive holds, its last entry.
     *
     * @param format of the archive
     * @param entries all others
     */
    record Manifest(int format, List<Entry> entries) {
        Manifest {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One file of an archive.
     *
     * @param name its path, parts separated by '/'
     * @param bytes its size
     * @param sha256 of its contents
     */
    record Entry(String name, long bytes, String sha256) {
        Entry {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /**
     * What was packed.
     *
     * @param runs how many
     * @param files of runs, each content once
     * @param experiments how many
     * @param bytes of the archive
     */
    public record Packed(int runs, int files, int experiments, long bytes) {}

    private WorkspaceArchive() {}

    /**
     * Packs runs, their files, what is said about them and the experiments they belong to.
     *
     * @param ids the runs, or beginnings of their ids; empty for all
     * @param out the archive; replaced if it is there
     * @throws BadInputException if a run or one of its files is not there, or the archive cannot be written
     */
    public static Packed pack(Workspace workspace, Optional<List<String>> ids, Path out) {
        Path target = out.toAbsolutePath();
        if (Files.isDirectory(target) || !Files.isDirectory(target.getParent())) {
            throw new BadInputException(
                    "A file in a folder that exists is expected for the archive, but %s came".formatted(out));
        }
        Path temporary = DurableFile.temporary(target.getParent());
        try {
            Packed packed;
            try (Packer packer = new Packer(temporary)) {
                packed = packer.pack(workspace.store(), ids);
            }
            DurableFile.rename(temporary, target);
            return new Packed(packed.runs(), packed.files(), packed.experiments(), Files.size(target));
        } catch (IOException e) {
            throw DurableFile.failure(out, e);
        } finally {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                org.slf4j.LoggerFactory.getLogger(WorkspaceArchive.class).debug("left over: {}", temporary, e);
            }
        }
    }

    /**
     * Unpacks an archive into a workspace, which is made if it is not there. Runs that are there already are left as
     * they are. Nothing of the archive is taken unless all of it is sound.
     *
     * @throws BadInputException if {@code zip} is no archive, is damaged, was changed, is of a newer format, or holds a
     *     run that differs from the one of the same id
     */
    public static Unpacking.Result unpack(Path zip, Path workspace) {
        return Unpacking.of(zip, workspace);
    }

    /** Writes an archive entry by entry. */
    private static final class Packer implements AutoCloseable {

        /** The same for all entries, so that the same runs give the same bytes. */
        private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

        private final ZipOutputStream zip;
        private final List<Entry> entries = new ArrayList<>();

        Packer(Path file) throws IOException {
            OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
            zip = new ZipOutputStream(new BufferedOutputStream(out), StandardCharsets.UTF_8);
        }

        Packed pack(SqliteRunStore store, Optional<List<String>> wanted) throws IOException {
            List<String> ids = ids(store, wanted);
            Set<String> trials = new HashSet<>();
            Set<String> experimentNames = new HashSet<>();
            Map<String, StoredFile> files = new LinkedHashMap<>();
            for (String id : ids) {
                Run run = store.run(id);
                add("runs/" + id + ".json", Json.write(run));
                Annotation annotation = store.annotation(id);
                if (!annotation.equals(Annotation.NONE)) {
                    add("annotations/" + id + ".json", Json.write(annotation));
                }
                trials.add(run.trialHash());
                experimentNames.add(run.experiment());
                run.files().values().forEach(file -> files.put(file.hash(), file));
            }
            int experiments = 0;
            for (ExperimentRecord experiment : store.experiments()) {
                if (experimentNames.contains(experiment.name())
                        || experiment.trials().stream().anyMatch(trials::contains)
                        || wanted.isEmpty()) {
                    add("experiments/" + Documents.fileName(experiment.name()), Json.write(experiment));
                    experiments++;
                }
            }
            for (StoredFile file : files.values()) {
                addFile(store, file);
            }
            begin(MANIFEST);
            zip.write(Json.writePretty(new Manifest(FORMAT, entries)).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            return new Packed(ids.size(), files.size(), experiments, 0);
        }

        private static List<String> ids(SqliteRunStore store, Optional<List<String>> wanted) {
            if (wanted.isPresent()) {
                return wanted.get().stream()
                        .map(id -> store.run(id).id())
                        .distinct()
                        .sorted()
                        .toList();
            }
            // A run that is added meanwhile moves the pages: it may show one twice, and skips none.
            Set<String> ids = new TreeSet<>();
            List<RunRow> page = store.rows(RunFilter.ALL, 0, PAGE);
            for (int offset = 0; !page.isEmpty(); page = store.rows(RunFilter.ALL, offset, PAGE)) {
                page.forEach(row -> ids.add(row.id()));
                offset += page.size();
            }
            return List.copyOf(ids);
        }

        private void add(String name, String json) throws IOException {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            begin(name);
            zip.write(bytes);
            zip.closeEntry();
            entries.add(new Entry(name, bytes.length, Sha256.of(bytes)));
        }

        private void addFile(SqliteRunStore store, StoredFile file) throws IOException {
            Path path = store.path(file);
            String name = "files/" + file.hash().substring(0, 2) + "/" + file.hash();
            begin(name);
            MessageDigest digest = Sha256.digest();
            try (InputStream in = Files.newInputStream(path)) {
                // Not closed: that would close the archive.
                in.transferTo(new DigestOutputStream(zip, digest));
            }
            zip.closeEntry();
            String hash = Sha256.text(digest);
            if (!hash.equals(file.hash())) {
                throw new BadInputException(
                        "The contents of %s have changed, so its run cannot be packed; 'bitscale workspace check' tells more"
                                .formatted(path));
            }
            entries.add(new Entry(name, file.bytes(), hash));
        }

        private void begin(String name) throws IOException {
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(TIME);
            zip.putNextEntry(entry);
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
