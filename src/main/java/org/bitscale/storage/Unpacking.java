package org.bitscale.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.StoredFile;

/** Brings an archive into a workspace: everything is checked before anything is taken. */
public final class Unpacking {

    /** Nothing this program writes comes near: more is no manifest or document. */
    private static final long LARGEST_DOCUMENT =
            Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16);

    private static final Pattern DOCUMENT = Pattern.compile(
            "(runs|annotations)/[A-Za-z0-9][A-Za-z0-9_-]{0,99}\\.json|experiments/[a-z0-9._-]{1,120}\\.json");
    private static final Pattern FILE = Pattern.compile("files/([0-9a-f]{2})/(\\1[0-9a-f]{62})");

    /**
     * What was unpacked.
     *
     * @param runs added
     * @param known runs that were there already
     * @param files of the archive, each content once
     * @param experiments added
     */
    public record Result(int runs, int known, int files, int experiments) {}

    private final Path archive;
    private final Map<String, Run> runs = new TreeMap<>();
    private final Map<String, Annotation> annotations = new TreeMap<>();
    private final List<ExperimentRecord> experiments = new ArrayList<>();
    private final Map<StoredFile, Path> files = new LinkedHashMap<>();

    private Unpacking(Path archive) {
        this.archive = archive;
    }

    static Result of(Path archive, Path folder) {
        if (!Files.isRegularFile(archive)) {
            throw new BadInputException(
                    "An archive of a workspace is expected, but there is no file %s".formatted(archive));
        }
        Unpacking unpacking = new Unpacking(archive);
        try (ZipFile zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
            // Before a workspace is made: an archive that is none leaves nothing behind.
            WorkspaceArchive.Manifest manifest = unpacking.manifest(zip);
            try (Workspace workspace = Workspace.open(folder)) {
                return unpacking.into(workspace, zip, manifest);
            }
        } catch (ZipException | EOFException e) {
            throw new BadInputException(
                    "An archive of a workspace is expected, but %s is no sound ZIP file (%s); copy it again"
                            .formatted(archive, DurableFile.reason(e)),
                    e);
        } catch (IOException e) {
            throw DurableFile.failure(folder, e);
        }
    }

    private Result into(Workspace workspace, ZipFile zip, WorkspaceArchive.Manifest manifest) throws IOException {
        if (workspace.isReadOnly()) {
            throw StorageFailure.readOnly(workspace.folder(), null);
        }
        SqliteRunStore store = workspace.store();
        Path staging = DurableFile.temporary(workspace.folder());
        Files.createDirectory(staging);
        try {
            requireSpace(manifest, staging);
            for (WorkspaceArchive.Entry entry : manifest.entries()) {
                extract(zip, entry, staging);
            }
            Set<String> known = known(store);
            requireFiles(store);
            List<ExperimentRecord> added = newExperiments(store.experiments());
            for (Map.Entry<StoredFile, Path> file : files.entrySet()) {
                store.files().take(file.getValue(), file.getKey().hash());
            }
            store.add(
                    runs.values().stream()
                            .filter(run -> !known.contains(run.id()))
                            .toList(),
                    newAnnotations(store, known),
                    added);
            return new Result(runs.size() - known.size(), known.size(), files.size(), added.size());
        } finally {
            Leftovers.delete(staging);
        }
    }

    private WorkspaceArchive.Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(WorkspaceArchive.MANIFEST);
        if (entry == null) {
            throw new BadInputException(
                    "An archive of a workspace is expected, but %s has no %s; 'bitscale workspace pack' makes one"
                            .formatted(archive, WorkspaceArchive.MANIFEST));
        }
        WorkspaceArchive.Manifest manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) LARGEST_DOCUMENT);
            manifest = read(new String(bytes, StandardCharsets.UTF_8), WorkspaceArchive.Manifest.class);
        }
        if (manifest.format() > WorkspaceArchive.FORMAT) {
            throw new BadInputException(
                    "Archive %s was made by a newer version of Bitscale (format %d, this program knows %d); use a newer Bitscale"
                            .formatted(archive, manifest.format(), WorkspaceArchive.FORMAT));
        }
        Set<String> names = new HashSet<>();
        for (WorkspaceArchive.Entry listed : manifest.entries()) {
            boolean sound = DOCUMENT.matcher(listed.name()).matches() && listed.bytes() <= LARGEST_DOCUMENT
                    || FILE.matcher(listed.name()).matches() && listed.name().endsWith("/" + listed.sha256());
            if (!sound || listed.bytes() < 0 || !names.add(listed.name())) {
                throw unsound("its entry '%s' is none that a workspace has".formatted(listed.name()));
            }
        }
        names.add(WorkspaceArchive.MANIFEST);
        List<String> present = zip.stream().map(ZipEntry::getName).toList();
        if (present.size() != names.size() || !names.containsAll(present)) {
            throw unsound("its entries are not those of its manifest");
        }
        return manifest;
    }

    private void requireSpace(WorkspaceArchive.Manifest manifest, Path staging) throws IOException {
        long space = Files.getFileStore(staging).getUsableSpace();
        long needed = 0;
        for (WorkspaceArchive.Entry entry : manifest.entries()) {
            needed += Math.min(entry.bytes(), Long.MAX_VALUE - needed);
        }
        if (needed > space) {
            throw new BadInputException("Archive %s needs %d bytes, but the disk has only %d left; free some space"
                    .formatted(archive, needed, space));
        }
    }

    private void extract(ZipFile zip, WorkspaceArchive.Entry entry, Path staging) throws IOException {
        // The name of a staged file says nothing: no name from outside becomes a path here.
        Path staged = DurableFile.temporary(staging);
        MessageDigest digest = Sha256.digest();
        try (InputStream in = zip.getInputStream(zip.getEntry(entry.name()))) {
            // One byte more than announced tells of a longer one; the rest of that is never unpacked.
            DurableFile.copy(new DigestInputStream(new LimitedStream(in, entry.bytes() + 1), digest), staged);
        }
        if (Files.size(staged) != entry.bytes() || !Sha256.text(digest).equals(entry.sha256())) {
            throw unsound("entry '%s' differs from what the manifest says".formatted(entry.name()));
        }
        if (entry.name().startsWith("files/")) {
            files.put(new StoredFile(entry.sha256(), entry.bytes()), staged);
            return;
        }
        String json = Files.readString(staged);
        Files.delete(staged);
        if (entry.name().startsWith("runs/")) {
            Run run = read(json, Run.class);
            if (!entry.name().equals("runs/" + run.id() + ".json")) {
                throw unsound("entry '%s' is run %s".formatted(entry.name(), run.id()));
            }
            runs.put(run.id(), run);
        } else if (entry.name().startsWith("experiments/")) {
            experiments.add(read(json, ExperimentRecord.class));
        } else {
            annotations.put(Documents.id(Path.of(entry.name())), read(json, Annotation.class));
        }
    }

    /** Runs that are there already; they must be the same. */
    private Set<String> known(SqliteRunStore store) {
        Set<String> known = new HashSet<>();
        store.database().read(connection -> {
            for (Run run : runs.values()) {
                Optional<String> there = RunTables.document(connection, run.id());
                if (there.isPresent()) {
                    requireSame(run, there.get());
                    known.add(run.id());
                }
            }
            return null;
        });
        return known;
    }

    private void requireSame(Run run, String there) {
        if (!Json.write(Json.read(there, Run.class)).equals(Json.write(run))) {
            throw new BadInputException(
                    "Run %s of %s differs from the one of that id in the workspace; unpack into a new folder"
                            .formatted(run.id(), archive));
        }
    }

    private void requireFiles(SqliteRunStore store) {
        for (Run run : runs.values()) {
            for (StoredFile file : run.files().values()) {
                if (!files.containsKey(file)
                        && !Files.isRegularFile(store.files().place(file))) {
                    throw unsound("file %s of run %s is missing".formatted(file.hash(), run.id()));
                }
            }
        }
        for (String id : annotations.keySet()) {
            if (!runs.containsKey(id)) {
                throw unsound("it tells about run %s and lacks it".formatted(id));
            }
        }
    }

    private Map<String, Annotation> newAnnotations(SqliteRunStore store, Set<String> known) {
        Map<String, Annotation> added = new HashMap<>();
        annotations.forEach((id, annotation) -> {
            // What is said here weighs more than what was said elsewhere.
            if (!known.contains(id) || store.annotation(id).equals(Annotation.NONE)) {
                added.put(id, annotation);
            }
        });
        return added;
    }

    /** Experiments that are not there yet; one that differs from the one of its name gets a number. */
    private List<ExperimentRecord> newExperiments(List<ExperimentRecord> there) {
        Map<String, ExperimentRecord> byName = new HashMap<>();
        there.forEach(experiment -> byName.put(experiment.name(), experiment));
        List<ExperimentRecord> added = new ArrayList<>();
        for (ExperimentRecord experiment : experiments) {
            String name = experiment.name();
            for (int number = 2; byName.containsKey(name) && !isSame(byName.get(name), experiment); number++) {
                name = experiment.name() + " (" + number + ")";
            }
            if (!byName.containsKey(name)) {
                ExperimentRecord named =
                        new ExperimentRecord(name, experiment.file(), experiment.created(), experiment.trials());
                byName.put(name, named);
                added.add(named);
            }
        }
        return added;
    }

    private static boolean isSame(ExperimentRecord one, ExperimentRecord other) {
        return one.file().equals(other.file()) && one.trials().equals(other.trials());
    }

    private <T> T read(String json, Class<T> type) {
        try {
            return Optional.ofNullable(Json.read(json, type))
                    .orElseThrow(() -> new BadInputException("a value is expected, but null came"));
        } catch (BadInputException e) {
            throw new BadInputException(
                    "Archive %s is damaged or was changed: %s; copy it again".formatted(archive, e.getMessage()), e);
        }
    }

    private BadInputException unsound(String what) {
        return new BadInputException(
                "Archive %s is damaged or was changed: %s; copy it again".formatted(archive, what));
    }

    /** The first bytes of a stream. */
    private static final class LimitedStream extends java.io.FilterInputStream {

        private long left;

        LimitedStream(InputStream in, long limit) {
            super(in);
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int value = left > 0 ? super.read() : -1;
            left -= value >= 0 ? 1 : 0;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
