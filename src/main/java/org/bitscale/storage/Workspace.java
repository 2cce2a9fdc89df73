package org.bitscale.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.RunStore;

/**
 * A folder in which experiments leave what they find: a database of runs, their files, work in progress and a cache.
 *
 * <pre>
 * bitscale.db              runs, experiments and what people say about runs, to search in
 * runs/ID.json             each run once more, as a plain file; so experiments/ and annotations/
 * files/ab/abcdef…         models and logs, named by their SHA-256
 * trials/HASH/             work in progress
 * cache/                   may be deleted at any time
 * </pre>
 */
public final class Workspace implements OpenWorkspace {

    static final String FILES = "files";
    static final String TRIALS = "trials";
    static final String CACHE = "cache";

    private final Path folder;
    private final SqliteRunStore runs;

    private Workspace(Path folder, Database database) {
        this.folder = folder;
        this.runs = new SqliteRunStore(folder, database);
    }

    /**
     * Opens a workspace, or creates it in a folder that is empty or not there. One that may not be written is opened
     * for reading; writing to it is refused then.
     *
     * @throws BadInputException if {@code folder} is a file, holds something else, cannot be written while there is no
     *     workspace yet, or its database is damaged or made by a newer version
     */
    public static Workspace open(Path folder) {
        if (!isWorkspace(folder)) {
            create(folder);
        }
        return openExisting(folder);
    }

    /**
     * Opens a workspace that is there. One that may not be written is opened for reading; writing to it is refused
     * then.
     *
     * @throws BadInputException if there is none, or its database is damaged or made by a newer version
     */
    public static Workspace openExisting(Path folder) {
        requireWorkspace(folder);
        Path file = database(folder);
        if (!Files.isWritable(folder) || !Files.isWritable(file)) {
            return openReadOnly(folder);
        }
        Database database = Database.open(folder, file);
        try {
            requireRuns(folder, database);
            new Documents(folder).create();
            for (String name : List.of(FILES, TRIALS, CACHE)) {
                Files.createDirectories(folder.resolve(name));
            }
            return new Workspace(folder, database);
        } catch (IOException e) {
            database.close();
            throw DurableFile.failure(folder, e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens a workspace that is there for reading; nothing in the folder is changed.
     *
     * @throws BadInputException if there is none, or its database is damaged or made by another version
     */
    public static Workspace openReadOnly(Path folder) {
        requireWorkspace(folder);
        Path file = database(folder);
        if (!Files.isReadable(file)) {
            throw new BadInputException(
                    "The database of workspace %s may not be read; ask its owner for leave".formatted(folder));
        }
        return new Workspace(folder, Database.openReadOnly(folder, file));
    }

    @Override
    public RunStore runs() {
        return runs;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Path trials() {
        return folder.resolve(TRIALS);
    }

    @Override
    public Path cache() {
        return folder.resolve(CACHE);
    }

    /** Whether nothing can be kept in it. */
    public boolean isReadOnly() {
        return runs.database().isReadOnly();
    }

    @Override
    public void close() {
        runs.close();
    }

    /** The store with what only this package may do. */
    SqliteRunStore store() {
        return runs;
    }

    static Path database(Path folder) {
        return folder.resolve(Database.FILE);
    }

    static boolean isWorkspace(Path folder) {
        return Files.isRegularFile(database(folder));
    }

    /** Refuses what is no workspace, even a damaged one. */
    static void requireWorkspace(Path folder) {
        if (isWorkspace(folder)) {
            return;
        }
        requireDatabase(folder);
        String found = Files.isDirectory(folder)
                ? "the folder has no " + Database.FILE
                : Files.exists(folder) ? "it is a file" : "there is no such folder";
        throw new BadInputException(
                "A workspace is expected at %s, but %s; name the folder of a workspace".formatted(folder, found));
    }

    /** What runs left behind tells that there was a database. */
    private static void requireDatabase(Path folder) {
        try {
            if (new Documents(folder).hasRuns()) {
                throw new BadInputException(
                        "The database of workspace %s is missing; run 'bitscale workspace repair %s'"
                                .formatted(folder, folder));
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** A database that holds nothing although there are runs was emptied, not new. */
    private static void requireRuns(Path folder, Database database) throws IOException {
        Documents documents = new Documents(folder);
        if (database.read(Workspace::isEmpty) && documents.hasRuns()) {
            // Another program may be adding the first run: nobody is while this one may write.
            boolean stillEmpty = database.write(Workspace::isEmpty);
            if (stillEmpty && documents.hasRuns()) {
                throw StorageFailure.damaged(folder, null);
            }
        }
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        return Database.number(connection, "SELECT EXISTS (SELECT 1 FROM run)") == 0;
    }

    private static void create(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new BadInputException(
                    "A folder for the workspace is expected, but %s is a file; name a folder".formatted(folder));
        }
        requireDatabase(folder);
        try {
            Files.createDirectories(folder);
            if (!isEmpty(folder) && !isWorkspace(folder)) {
                throw new BadInputException(
                        "A workspace or an empty folder is expected at %s, but there are other files; name an empty or a new folder"
                                .formatted(folder));
            }
            if (!Files.isWritable(folder)) {
                throw new BadInputException(
                        "Folder %s cannot be written, so no workspace can be made there; name another folder"
                                .formatted(folder));
            }
            // Two programs may both come here: SQLite takes an empty file for a new database.
            if (!isWorkspace(folder)) {
                Files.createFile(database(folder));
            }
        } catch (java.nio.file.FileAlreadyExistsException e) {
            if (!isWorkspace(folder)) {
                throw new BadInputException(
                        "No workspace can be made at %s: %s is in the way".formatted(folder, e.getFile()), e);
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "No workspace can be made at %s (%s); name another folder".formatted(folder, DurableFile.reason(e)),
                    e);
        }
    }

    /** Hidden files, as file managers leave them, do not count. */
    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(entry -> entry.getFileName().toString().startsWith("."));
        }
    }

    private static BadInputException unreadable(Path folder, IOException e) {
        return new BadInputException(
                "Folder %s cannot be read (%s); check that you may read it".formatted(folder, DurableFile.reason(e)),
                e);
    }
}
