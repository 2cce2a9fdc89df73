package org.bitscale.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Run;

/**
 * Builds a workspace's database anew from the documents beside it and from what can still be read of the old one, which
 * is kept as a backup.
 */
public final class WorkspaceRepair {

    /** Younger ones may belong to a program that is at work. */
    private static final Duration LEFT_OVER = Duration.ofHours(1);

    /** So many keys more than there are documents are tried where the largest cannot be read. */
    private static final int GAP = 20_000;

    /**
     * What was done.
     *
     * @param runs in the database now
     * @param fromDocuments of these, read from their own documents
     * @param fromDatabase of these, read from the old database
     * @param experiments in the database now
     * @param unreadable documents that could not be read; they are left where they are
     * @param backup the old database; empty if there was none
     * @param temporaryFiles how many were removed
     */
    public record Result(
            int runs,
            int fromDocuments,
            int fromDatabase,
            int experiments,
            List<Path> unreadable,
            Optional<Path> backup,
            int temporaryFiles) {

        /** Copies. */
        public Result {
            unreadable = List.copyOf(unreadable);
        }
    }

    private final Path folder;
    private final Path file;
    private final Documents documents;
    /** Keys in the new database by id. */
    private final Map<String, Long> runs = new HashMap<>();

    private final Map<String, Annotation> annotations = new TreeMap<>();
    private final Map<String, ExperimentRecord> experiments = new LinkedHashMap<>();
    private final List<Path> unreadable = new ArrayList<>();

    private WorkspaceRepair(Path folder) {
        this.folder = folder;
        this.file = Workspace.database(folder);
        this.documents = new Documents(folder);
    }

    /**
     * Repairs a workspace. Loses nothing: the old database is kept as {@code bitscale.db.damaged-N}.
     *
     * @throws BadInputException if there is no workspace, another program uses it, it was made by a newer version, or
     *     the folder cannot be written
     */
    public static Result repair(Path folder) {
        if (!Workspace.isWorkspace(folder) && !Files.isDirectory(folder.resolve(Documents.RUNS))) {
            Workspace.requireWorkspace(folder);
        }
        if (!Files.isWritable(folder)) {
            throw StorageFailure.readOnly(folder, null);
        }
        try {
            return new WorkspaceRepair(folder).repair();
        } catch (IOException e) {
            throw DurableFile.failure(folder, e);
        } catch (SQLException e) {
            throw StorageFailure.of(e, folder);
        }
    }

    private Result repair() throws IOException, SQLException {
        Optional<Path> backup = Optional.empty();
        if (Workspace.isWorkspace(folder)) {
            backup = Optional.of(backUp());
            try {
                requireSole();
            } catch (BadInputException | SQLException e) {
                Database.deleteLog(backup.get());
                Files.deleteIfExists(backup.get());
                throw e;
            }
        }
        documents.create();
        int fromDocuments = rebuild();
        for (Map.Entry<String, Annotation> entry : annotations.entrySet()) {
            if (isToBeWritten(documents.annotation(entry.getKey()))) {
                documents.writeAnnotation(entry.getKey(), entry.getValue());
            }
        }
        for (ExperimentRecord experiment : experiments.values()) {
            if (isToBeWritten(documents.experiment(experiment.name()))) {
                documents.writeExperiment(experiment);
            }
        }
        return new Result(
                runs.size(),
                fromDocuments,
                runs.size() - fromDocuments,
                experiments.size(),
                unreadable,
                backup,
                removeTemporary());
    }

    /** Whether a document is missing; one that cannot be read steps aside. */
    private boolean isToBeWritten(Path document) throws IOException {
        if (unreadable.contains(document)) {
            Files.move(document, free(document));
        }
        return !Files.exists(document);
    }

    /**
     * Refuses while another program has the database open: that program would go on writing to the old file once it is
     * replaced. A newer version's database is refused as well.
     */
    private void requireSole() throws SQLException {
        try (Connection connection = Database.connectForRepair(file)) {
            Database.execute(connection, "PRAGMA busy_timeout = 1000");
            Database.requireNoNewer(connection, folder);
            // SQLite gives the log up only where there is no other connection.
            Database.execute(connection, "PRAGMA journal_mode = DELETE");
        } catch (SQLException e) {
            if (StorageFailure.isBusy(e)) {
                throw new BadInputException(
                        "Workspace %s is open in another program; close that and run the repair again"
                                .formatted(folder),
                        e);
            }
            if (!StorageFailure.isDamage(e)) {
                throw e;
            }
        }
    }

    /** A name for what is damaged, beside it, that is not taken. */
    private static Path free(Path damaged) {
        int number = 1;
        Path name = damaged.resolveSibling(damaged.getFileName() + ".damaged-" + number);
        while (Files.exists(name)) {
            number++;
            name = damaged.resolveSibling(damaged.getFileName() + ".damaged-" + number);
        }
        return name;
    }

    private Path backUp() throws IOException {
        Path backup = free(file);
        // The log first: with the copy of the database it makes a whole, whatever happens in between.
        Path log = file.resolveSibling(Database.FILE + "-wal");
        if (Files.exists(log)) {
            copy(log, backup.resolveSibling(backup.getFileName() + "-wal"));
        }
        copy(file, backup);
        return backup;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (java.io.InputStream in = Files.newInputStream(from)) {
            DurableFile.copy(in, to);
        }
    }

    /**
     * Puts a new database in place of the old.
     *
     * @return how many runs came from their own documents
     */
    private int rebuild() throws IOException {
        Path temporary = DurableFile.temporary(folder);
        try {
            int fromDocuments;
            try (Database database = Database.open(folder, temporary)) {
                fromDocuments = database.write(this::fill);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            // The old log must not be taken for the new database's.
            Database.deleteLog(file);
            DurableFile.rename(temporary, file);
            return fromDocuments;
        } finally {
            Database.deleteLog(temporary);
            Files.deleteIfExists(temporary);
        }
    }

    private int fill(Connection target) throws SQLException {
        try {
            for (Path document : documents.all(Documents.RUNS)) {
                Optional<Run> run = read(document, Run.class).filter(value -> isOf(document, value));
                if (run.isPresent()) {
                    insert(target, run.get());
                }
            }
            for (Path document : documents.all(Documents.ANNOTATIONS)) {
                read(document, Annotation.class)
                        .ifPresent(annotation -> annotations.put(Documents.id(document), annotation));
            }
            for (Path document : documents.all(Documents.EXPERIMENTS)) {
                read(document, ExperimentRecord.class)
                        .ifPresent(experiment -> experiments.put(experiment.name(), experiment));
            }
            int fromDocuments = runs.size();
            if (Workspace.isWorkspace(folder)) {
                salvage(target);
            }
            for (Map.Entry<String, Annotation> entry : annotations.entrySet()) {
                // An annotation whose run is lost stays as a document.
                if (runs.containsKey(entry.getKey())) {
                    RunTables.annotate(target, runs.get(entry.getKey()), entry.getValue());
                }
            }
            for (ExperimentRecord experiment : experiments.values()) {
                RunTables.put(target, experiment);
            }
            return fromDocuments;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void insert(Connection target, Run run) throws SQLException {
        RunTables.insert(target, run, Json.write(run));
        runs.put(run.id(), RunTables.key(target, run.id()).orElseThrow());
    }

    private boolean isOf(Path document, Run run) {
        return attempt(() -> documents.run(run.id())).filter(document::equals).isPresent();
    }

    private <T> Optional<T> read(Path document, Class<T> type) throws IOException {
        try {
            return Optional.of(Json.read(Documents.read(document), type));
        } catch (BadInputException | CharacterCodingException | NullPointerException e) {
            unreadable.add(document);
            return Optional.empty();
        }
    }

    /** What the old database holds and no document. */
    private void salvage(Connection target) throws SQLException, IOException {
        Optional<Connection> readable = attempt(() -> Database.connectForRepair(file));
        if (readable.isEmpty()) {
            return;
        }
        try (Connection old = readable.get()) {
            long last = Math.max(
                    attempt(() -> Database.number(old, "SELECT max(key) FROM run"))
                            .orElse(0),
                    attempt(() -> Database.number(old, "SELECT max(run) FROM document"))
                            .orElse(0));
            if (last == 0) {
                last = runs.size() + GAP;
            }
            // One by one: a damaged page costs the runs on it and no others.
            for (long key = 1; key <= last; key++) {
                salvage(old, key, target);
            }
            attempt(() -> RunTables.experiments(old))
                    .orElse(List.of())
                    .forEach(experiment -> experiments.putIfAbsent(experiment.name(), experiment));
        }
    }

    private void salvage(Connection old, long key, Connection target) throws SQLException, IOException {
        Optional<Run> found = attempt(() ->
                        Sql.list(old, "SELECT json FROM document WHERE run = ?", List.of(key), row -> row.getString(1)))
                .flatMap(documents -> documents.stream().findFirst())
                .flatMap(json -> attempt(() -> Json.read(json, Run.class)));
        if (found.isEmpty()) {
            return;
        }
        Run run = found.get();
        Optional<Path> document = attempt(() -> documents.run(run.id()));
        if (document.isPresent() && !runs.containsKey(run.id())) {
            insert(target, run);
            if (isToBeWritten(document.get())) {
                documents.writeRun(run.id(), Json.write(run));
            }
        }
        attempt(() -> RunTables.annotations(old, List.of(key)))
                .ifPresent(said -> said.values().forEach(annotation -> annotations.putIfAbsent(run.id(), annotation)));
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    /** What can be read; empty where the damage is. */
    private static <T> Optional<T> attempt(Attempt<T> attempt) {
        try {
            return Optional.ofNullable(attempt.run());
        } catch (SQLException | RuntimeException e) {
            org.slf4j.LoggerFactory.getLogger(WorkspaceRepair.class).debug("not salvaged", e);
            return Optional.empty();
        }
    }

    private int removeTemporary() throws IOException {
        int removed = 0;
        FileTime limit = FileTime.from(Instant.now().minus(LEFT_OVER));
        for (Path path : Leftovers.temporary(folder)) {
            if (Files.getLastModifiedTime(path).compareTo(limit) < 0) {
                Leftovers.delete(path);
                removed++;
            }
        }
        return removed;
    }
}
