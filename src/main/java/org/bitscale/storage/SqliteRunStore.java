package org.bitscale.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.StoredFile;

/** Runs in SQLite, each also as a document of its own, and their files by content. */
final class SqliteRunStore implements RunStore {

    private static final int SUGGESTIONS = 3;

    private final Path folder;
    private final Database database;
    private final Documents documents;
    private final FileStore files;

    SqliteRunStore(Path folder, Database database) {
        this.folder = folder;
        this.database = database;
        this.documents = new Documents(folder);
        this.files = new FileStore(folder.resolve(Workspace.FILES));
    }

    /** The database behind it. */
    Database database() {
        return database;
    }

    /** The stored files. */
    FileStore files() {
        return files;
    }

    @Override
    public void add(Run run) {
        add(List.of(run), Map.of(), List.of());
    }

    /**
     * Keeps several things at once: all of them or none.
     *
     * @param runs none of them there yet
     * @param annotations what is said about runs, by id
     * @param experiments to keep
     */
    void add(List<Run> runs, Map<String, Annotation> annotations, List<ExperimentRecord> experiments) {
        List<Path> written = new ArrayList<>();
        try {
            database.write(connection -> {
                for (Run run : runs) {
                    String json = Json.write(run);
                    insert(connection, run, json);
                    // Before the commit: a run that was reported as kept is in both places.
                    written.add(documents.run(run.id()));
                    documents.writeRun(run.id(), json);
                }
                for (Map.Entry<String, Annotation> entry : annotations.entrySet()) {
                    long key = RunTables.key(connection, entry.getKey()).orElseThrow();
                    RunTables.annotate(connection, key, entry.getValue());
                    documents.writeAnnotation(entry.getKey(), entry.getValue());
                }
                for (ExperimentRecord experiment : experiments) {
                    RunTables.put(connection, experiment);
                    documents.writeExperiment(experiment);
                }
                return null;
            });
        } catch (RuntimeException e) {
            written.forEach(document -> delete(document, e));
            throw e;
        }
    }

    private static void insert(Connection connection, Run run, String json) throws SQLException {
        try {
            RunTables.insert(connection, run, json);
        } catch (SQLException e) {
            if (StorageFailure.isUnique(e)) {
                throw new IllegalStateException("run " + run.id() + " is kept already and never changes", e);
            }
            throw e;
        }
    }

    private static void delete(Path document, RuntimeException reason) {
        try {
            Files.deleteIfExists(document);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public Run run(String id) {
        return Json.read(
                database.read(connection -> RunTables.document(connection, resolve(connection, id))
                        .orElseThrow(() -> StorageFailure.damaged(folder, null))),
                Run.class);
    }

    /** The whole id of the one run whose id is, or begins with, {@code id}. */
    private String resolve(Connection connection, String id) throws SQLException {
        if (RunTables.key(connection, id).isPresent()) {
            return id;
        }
        List<String> found = id.isBlank() ? List.of() : RunTables.ids(connection, id, SUGGESTIONS + 1);
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new BadInputException(
                    "A run whose id begins with '%s' is expected in workspace %s, but there is none; %s"
                            .formatted(id, folder, suggestion(connection, id)));
        }
        String more = found.size() > SUGGESTIONS ? ", …" : "";
        throw new BadInputException(
                "One run is expected, but the ids of several begin with '%s': %s%s; give more of the id"
                        .formatted(id, String.join(", ", found.subList(0, Math.min(SUGGESTIONS, found.size()))), more));
    }

    /** Ids that share the longest beginning with the one that is not there; in the end any begins with nothing. */
    private static String suggestion(Connection connection, String id) throws SQLException {
        for (int length = id.length(); length >= 0; length--) {
            List<String> near = RunTables.ids(connection, id.substring(0, length), SUGGESTIONS);
            if (!near.isEmpty()) {
                return (length == 0 ? "the newest: " : "the nearest: ") + String.join(", ", near);
            }
        }
        return "the workspace holds no runs yet";
    }

    @Override
    public int count(RunFilter filter) {
        RunQuery query = RunQuery.of(filter);
        return database.read(connection -> Sql.list(
                        connection,
                        "SELECT count(*) FROM run r WHERE " + query.condition(),
                        query.values(),
                        row -> row.getInt(1))
                .get(0));
    }

    @Override
    public List<RunRow> rows(RunFilter filter, int offset, int limit) {
        RunQuery query = RunQuery.of(filter);
        return database.read(connection -> RunTables.rows(connection, query, offset, limit));
    }

    @Override
    public List<FrontRow> frontRows(RunFilter filter, List<Measure> measures) {
        RunQuery query = RunQuery.of(filter);
        return database.read(connection -> RunTables.frontRows(connection, query, measures));
    }

    @Override
    public Optional<Run> finished(String trialHash) {
        return database
                .read(connection -> Sql.list(
                        connection,
                        "SELECT d.json FROM run r JOIN document d ON d.run = r.key"
                                + " WHERE r.trial_hash = ? AND r.status = 'FINISHED'"
                                + " ORDER BY r.started DESC, r.id DESC LIMIT 1",
                        List.of(trialHash),
                        row -> row.getString(1)))
                .stream()
                .findFirst()
                .map(json -> Json.read(json, Run.class));
    }

    @Override
    public Set<String> finished(Set<String> trialHashes) {
        return database.read(connection -> RunTables.finished(connection, trialHashes));
    }

    @Override
    public void put(ExperimentRecord experiment) {
        database.write(connection -> {
            RunTables.put(connection, experiment);
            // Where it was there already, the time at which it was first started stays.
            ExperimentRecord kept = RunTables.experiments(connection).stream()
                    .filter(other -> other.name().equals(experiment.name()))
                    .findFirst()
                    .orElseThrow();
            documents.writeExperiment(kept);
            return null;
        });
    }

    @Override
    public List<ExperimentRecord> experiments() {
        return database.read(RunTables::experiments);
    }

    @Override
    public void annotate(String run, Annotation annotation) {
        database.write(connection -> {
            String id = resolve(connection, run);
            RunTables.annotate(connection, RunTables.key(connection, id).orElseThrow(), annotation);
            documents.writeAnnotation(id, annotation);
            return null;
        });
    }

    @Override
    public Annotation annotation(String run) {
        return database.read(connection -> {
            long key = RunTables.key(connection, resolve(connection, run)).orElseThrow();
            return RunTables.annotations(connection, List.of(key)).getOrDefault(key, Annotation.NONE);
        });
    }

    @Override
    public StoredFile keep(Path file) {
        if (database.isReadOnly()) {
            throw StorageFailure.readOnly(folder, null);
        }
        return files.keep(file);
    }

    @Override
    public Path path(StoredFile file) {
        return files.path(file);
    }

    @Override
    public void close() {
        database.close();
    }
}
