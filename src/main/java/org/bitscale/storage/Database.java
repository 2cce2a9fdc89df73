package org.bitscale.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.bitscale.BadInputException;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite database of a workspace: one connection that writes, as many that read as threads read at once. Readers
 * never wait for the writer, nor it for them (write-ahead log).
 */
final class Database implements AutoCloseable {

    /** The database's file within a workspace. */
    static final String FILE = "bitscale.db";

    /** The newest schema this program knows: the number of its last migration. */
    static final int SCHEMA = 1;

    /** Marks the file as a workspace's database: "BITS". */
    private static final int APPLICATION = 0x42495453;

    private static final int BUSY_MILLISECONDS = 10_000;
    private static final int CACHE_KIBIBYTES = 32_768;
    private static final int IDLE_READERS = 4;

    /** Something done on a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private enum Access {
        WRITE("mode=rwc"),
        READ("mode=ro"),
        /** For folders in which SQLite can make no file of its own. */
        IMMUTABLE("mode=ro&immutable=1");

        private final String query;

        Access(String query) {
            this.query = query;
        }
    }

    private final Path folder;
    private final Path file;
    private final Access access;
    private final Connection writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final Deque<Connection> idleReaders = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private Database(Path folder, Path file, Access access, Connection writer) {
        this.folder = folder;
        this.file = file;
        this.access = access;
        this.writer = writer;
    }

    /** Opens, or creates, for reading and writing, and brings the schema up to date. */
    static Database open(Path folder, Path file) {
        try {
            Connection connection = connect(file, Access.WRITE);
            try {
                migrate(connection, folder);
                useWriteAheadLog(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            return new Database(folder, file, Access.WRITE, connection);
        } catch (SQLException e) {
            throw StorageFailure.of(e, folder);
        }
    }

    /** Opens what is there for reading only; makes no file. */
    static Database openReadOnly(Path folder, Path file) {
        try {
            return openReadOnly(folder, file, Access.READ);
        } catch (SQLException e) {
            if (StorageFailure.isDamage(e)) {
                throw StorageFailure.of(e, folder);
            }
        }
        try {
            return openReadOnly(folder, file, Access.IMMUTABLE);
        } catch (SQLException e) {
            throw StorageFailure.of(e, folder);
        }
    }

    private static Database openReadOnly(Path folder, Path file, Access access) throws SQLException {
        Connection connection = connect(file, access);
        try {
            int schema = schema(connection, folder);
            if (schema < SCHEMA) {
                throw new BadInputException(
                        "Workspace %s was made by an older version of Bitscale (schema %d, this program knows %d) and is read-only; open it once where it may be written"
                                .formatted(folder, schema, SCHEMA));
            }
            Database database = new Database(folder, file, access, null);
            database.idleReaders.push(connection);
            return database;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    boolean isReadOnly() {
        return access != Access.WRITE;
    }

    /** Does {@code work} in one transaction: all of it or nothing. */
    <T> T write(Work<T> work) {
        if (isReadOnly()) {
            throw StorageFailure.readOnly(folder, null);
        }
        writing.lock();
        try {
            requireOpen();
            return inTransaction(writer, work);
        } catch (SQLException e) {
            throw StorageFailure.of(e, folder);
        } finally {
            writing.unlock();
        }
    }

    /** Does {@code work} on one unchanging view of the database. */
    <T> T read(Work<T> work) {
        try {
            requireOpen();
            Connection reader = idleReaders.poll();
            if (reader == null) {
                reader = connect(file, access == Access.WRITE ? Access.READ : access);
            }
            try {
                execute(reader, "BEGIN");
                T result = work.on(reader);
                execute(reader, "COMMIT");
                giveBack(reader);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                reader.close();
                throw e;
            }
        } catch (SQLException e) {
            throw StorageFailure.of(e, folder);
        }
    }

    /** Lets the database grow to this many pages, as if the disk were full then. */
    void limitPages(int pages) {
        writing.lock();
        try {
            execute(writer, "PRAGMA max_page_count = " + pages);
        } catch (SQLException e) {
            throw StorageFailure.of(e, folder);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
            for (Connection reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
                reader.close();
            }
            if (writer != null) {
                writer.close();
            }
        } catch (SQLException e) {
            throw StorageFailure.of(e, folder);
        } finally {
            writing.unlock();
        }
    }

    private void giveBack(Connection reader) throws SQLException {
        if (closed || idleReaders.size() >= IDLE_READERS) {
            reader.close();
            return;
        }
        idleReaders.push(reader);
        // The store may have been closed in between; nobody else would close this one then.
        if (closed && idleReaders.remove(reader)) {
            reader.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("workspace " + folder + " was closed");
        }
    }

    /** Does {@code work} and commits, or undoes it. */
    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
        try {
            T result = work.on(connection);
            execute(connection, "COMMIT");
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                execute(connection, "ROLLBACK");
            } catch (SQLException rollback) {
                // SQLite rolls back by itself on a full disk; what is reported is the reason.
                e.addSuppressed(rollback);
            }
            throw e;
        }
    }

    /** A connection that may write, without looking at the schema. */
    static Connection connectForRepair(Path file) throws SQLException {
        return connect(file, Access.WRITE);
    }

    private static Connection connect(Path file, Access access) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLISECONDS);
        config.setCacheSize(-CACHE_KIBIBYTES);
        // A run that was reported as kept is still there after a power failure.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // As URI, because the driver takes what follows a '?' in a plain name for options.
        return config.createConnection(
                "jdbc:sqlite:" + file.toAbsolutePath().toUri().toASCIIString() + "?" + access.query);
    }

    /** Two programs that open a new workspace at once cannot both switch: who finds it busy looks again. */
    private static void useWriteAheadLog(Connection connection) throws SQLException {
        long deadline = System.nanoTime() + BUSY_MILLISECONDS * 1_000_000L;
        while (true) {
            try {
                execute(connection, "PRAGMA journal_mode = WAL");
                return;
            } catch (SQLException e) {
                if (!StorageFailure.isBusy(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private static void migrate(Connection connection, Path folder) throws SQLException {
        if (schema(connection, folder) == SCHEMA) {
            return;
        }
        inTransaction(connection, writer -> {
            // Another program may have migrated while this one waited.
            for (int next = schema(writer, folder) + 1; next <= SCHEMA; next++) {
                execute(writer, script(next));
            }
            execute(writer, "PRAGMA user_version = " + SCHEMA);
            execute(writer, "PRAGMA application_id = " + APPLICATION);
            return null;
        });
    }

    /** The schema's number; 0 for a new, empty database. */
    static int schema(Connection connection, Path folder) throws SQLException {
        int schema = number(connection, "PRAGMA user_version");
        int application = number(connection, "PRAGMA application_id");
        boolean empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (application != APPLICATION && !(empty && application == 0)) {
            throw new BadInputException(
                    "A workspace's database is expected at %s, but the file belongs to another program; name another folder"
                            .formatted(folder.resolve(FILE)));
        }
        requireNoNewer(connection, folder);
        return schema;
    }

    /** Refuses what a newer version of this program made. */
    static void requireNoNewer(Connection connection, Path folder) throws SQLException {
        int schema = number(connection, "PRAGMA user_version");
        if (schema > SCHEMA && number(connection, "PRAGMA application_id") == APPLICATION) {
            throw new BadInputException(
                    "Workspace %s was made by a newer version of Bitscale (schema %d, this program knows %d); use a newer Bitscale"
                            .formatted(folder, schema, SCHEMA));
        }
    }

    private static String script(int number) {
        String name = "%03d.sql".formatted(number);
        try (InputStream in = Database.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its migration " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the program cannot read its migration " + name, e);
        }
    }

    /** Runs a script of statements. */
    static void execute(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Unlike execute, this runs every statement of a script.
            statement.executeUpdate(script);
        }
    }

    static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    /** The files SQLite keeps beside the database. */
    static void deleteLog(Path file) throws IOException {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
    }
}
