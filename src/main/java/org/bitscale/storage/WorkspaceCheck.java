package org.bitscale.storage;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.StoredFile;

/** Looks whether everything in a workspace is as it should be. Changes nothing. */
public final class WorkspaceCheck {

    private static final int LINES = 5;

    private final Path folder;
    private final boolean deep;
    private final FileStore files;
    private final Documents documents;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> finishedTrials = new HashSet<>();
    private final Map<StoredFile, String> referenced = new HashMap<>();
    private final String repair;
    private boolean databaseRead;

    private WorkspaceCheck(Path folder, boolean deep) {
        this.folder = folder;
        this.deep = deep;
        this.files = new FileStore(folder.resolve(Workspace.FILES));
        this.documents = new Documents(folder);
        this.repair = "run 'bitscale workspace repair %s'".formatted(folder);
    }

    /** {@link #check(Path, boolean)} without reading the stored files. */
    public static List<Finding> check(Path folder) {
        return check(folder, false);
    }

    /**
     * Checks a workspace.
     *
     * @param deep whether to read every stored file and compare its hash
     * @return what is wrong, errors first; empty if all is well
     * @throws BadInputException if there is no workspace
     */
    public static List<Finding> check(Path folder, boolean deep) {
        if (!Workspace.isWorkspace(folder) && !Files.isDirectory(folder.resolve(Documents.RUNS))) {
            Workspace.requireWorkspace(folder);
        }
        WorkspaceCheck check = new WorkspaceCheck(folder, deep);
        try {
            check.database();
            check.documents();
            check.files();
            check.leftovers();
        } catch (IOException e) {
            throw new BadInputException(
                    "Workspace %s cannot be read (%s); check the disk and that you may read it"
                            .formatted(folder, DurableFile.reason(e)),
                    e);
        }
        check.findings.sort(java.util.Comparator.comparing(Finding::severity));
        return List.copyOf(check.findings);
    }

    private void database() {
        if (!Workspace.isWorkspace(folder)) {
            findings.add(Finding.error("The database is missing", repair));
            return;
        }
        try (Database database = Database.openReadOnly(folder, Workspace.database(folder))) {
            database.read(connection -> {
                integrity(connection);
                runs(connection);
                databaseRead = true;
                return null;
            });
        } catch (BadInputException e) {
            if (e.getCause() instanceof SQLException cause && StorageFailure.isDamage(cause)) {
                findings.add(Finding.error("The database is damaged (%s)".formatted(oneLine(cause)), repair));
            } else {
                throw e;
            }
        } catch (IllegalStateException e) {
            findings.add(Finding.error("The database lacks a table or a column (%s)".formatted(oneLine(e)), repair));
        }
    }

    private void integrity(Connection connection) throws SQLException {
        List<String> lines =
                Sql.list(connection, "PRAGMA integrity_check(%d)".formatted(LINES), List.of(), row -> row.getString(1));
        if (!lines.equals(List.of("ok"))) {
            findings.add(Finding.error(
                    "The database is damaged (%s)"
                            .formatted(String.join("; ", lines).replaceAll("\\s*\\R\\s*", " ")),
                    repair));
        }
        List<String> dangling = Sql.list(connection, "PRAGMA foreign_key_check", List.of(), row -> row.getString(1));
        if (!dangling.isEmpty()) {
            findings.add(Finding.error("%d rows of the database belong to nothing".formatted(dangling.size()), repair));
        }
    }

    private void runs(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT r.id, r.trial_hash, d.json FROM run r LEFT JOIN document d ON d.run = r.key");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
                run(row.getString(1), row.getString(2), row.getString(3));
            }
        }
    }

    private void run(String id, String trialHash, String json) {
        if (json == null) {
            findings.add(Finding.error("Run %s has lost its document in the database".formatted(id), repair));
            return;
        }
        Run run;
        try {
            run = Json.read(json, Run.class);
        } catch (BadInputException e) {
            findings.add(Finding.error("The document of run %s in the database cannot be read".formatted(id), repair));
            return;
        }
        if (!run.id().equals(id) || !run.trialHash().equals(trialHash)) {
            findings.add(Finding.error("Run %s and its document in the database differ".formatted(id), repair));
        } else if (!run.trial().hash().equals(trialHash)) {
            findings.add(Finding.warning(
                    "The trial of run %s has another hash than when it was run".formatted(id),
                    "if an older version of Bitscale made it, ignore this; else do not rely on the run"));
        }
        if (run.status() == Run.Status.FINISHED) {
            finishedTrials.add(trialHash);
        }
        run.files().values().forEach(file -> referenced.putIfAbsent(file, id));
    }

    private void documents() throws IOException {
        Set<String> found = new HashSet<>();
        for (Path document : documents.all(Documents.RUNS)) {
            found.add(Documents.id(document));
            try {
                if (!Json.read(Documents.read(document), Run.class).id().equals(Documents.id(document))) {
                    findings.add(Finding.warning(
                            "%s is the document of another run".formatted(document), "delete it if it is a copy"));
                }
            } catch (BadInputException | CharacterCodingException e) {
                findings.add(Finding.warning("%s cannot be read as a run".formatted(document), repair));
            }
        }
        if (!databaseRead) {
            return;
        }
        List<String> unknown =
                found.stream().filter(id -> !ids.contains(id)).sorted().toList();
        if (!unknown.isEmpty()) {
            findings.add(Finding.error(
                    "%d runs stand in %s, but not in the database; the first is %s"
                            .formatted(unknown.size(), Documents.RUNS, unknown.get(0)),
                    repair));
        }
        long without = ids.stream().filter(id -> !found.contains(id)).count();
        if (without > 0) {
            findings.add(Finding.warning(
                    "%d runs stand in the database alone, without a document in %s".formatted(without, Documents.RUNS),
                    repair));
        }
    }

    private void files() throws IOException {
        for (Map.Entry<StoredFile, String> entry : referenced.entrySet()) {
            file(entry.getKey(), entry.getValue());
        }
        if (!Files.isDirectory(files.folder())) {
            return;
        }
        Set<Path> known = new HashSet<>();
        referenced.keySet().stream()
                .filter(file -> Sha256.isHash(file.hash()))
                .forEach(file -> known.add(files.place(file)));
        try (Stream<Path> all = Files.walk(files.folder(), 2)) {
            List<Path> unknown = all.filter(
                            path -> path.getNameCount() == files.folder().getNameCount() + 2)
                    .filter(path -> Files.isRegularFile(path) && !known.contains(path))
                    .toList();
            long bytes = 0;
            for (Path path : unknown) {
                bytes += Files.size(path);
            }
            if (!unknown.isEmpty()) {
                findings.add(Finding.warning(
                        "%d stored files (%d bytes) belong to no run".formatted(unknown.size(), bytes),
                        "none needed; an interrupted run leaves such files, and running its trial again uses them"));
            }
        }
    }

    private void file(StoredFile file, String id) throws IOException {
        String again = "put it back from a backup, or run the trial again";
        if (!Sha256.isHash(file.hash())) {
            findings.add(
                    Finding.error("Run %s names a file by '%s', which is no hash".formatted(id, file.hash()), repair));
            return;
        }
        Path path = files.place(file);
        if (!Files.isRegularFile(path)) {
            findings.add(Finding.error("File %s of run %s is gone".formatted(path, id), again));
        } else if (Files.size(path) != file.bytes()) {
            findings.add(Finding.error(
                    "File %s of run %s has %d bytes instead of %d".formatted(path, id, Files.size(path), file.bytes()),
                    again));
        } else if (deep && !Sha256.of(path).equals(file.hash())) {
            findings.add(Finding.error("File %s of run %s has changed".formatted(path, id), again));
        }
    }

    private void leftovers() throws IOException {
        int temporary = Leftovers.temporary(folder).size();
        if (temporary > 0) {
            findings.add(Finding.warning("%d temporary files of interrupted work".formatted(temporary), repair));
        }
        Path trials = folder.resolve(Workspace.TRIALS);
        if (Files.isDirectory(trials)) {
            try (Stream<Path> entries = Files.list(trials)) {
                long stale = entries.filter(entry ->
                                finishedTrials.contains(entry.getFileName().toString()))
                        .count();
                if (stale > 0) {
                    findings.add(Finding.warning(
                            "%d folders of trials hold checkpoints although the trials are finished".formatted(stale),
                            "run 'bitscale workspace clean %s'".formatted(folder)));
                }
            }
        }
    }

    private static String oneLine(Exception e) {
        return e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
