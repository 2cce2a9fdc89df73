package org.bitscale.storage;

import java.nio.file.Path;
import java.sql.SQLException;
import org.bitscale.BadInputException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The one place where what SQLite reports becomes a line for people. */
final class StorageFailure {

    private StorageFailure() {}

    /** What to throw for {@code e}, raised by the database of the workspace {@code folder}. */
    static RuntimeException of(SQLException e, Path folder) {
        return switch (code(e)) {
            case SQLITE_FULL ->
                new BadInputException(
                        "The disk is full: nothing more can be kept in workspace %s; free some space and try again"
                                .formatted(folder),
                        e);
            case SQLITE_READONLY, SQLITE_PERM -> readOnly(folder, e);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(folder, e);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                new BadInputException(
                        "Workspace %s is being written by another program; try again when that is done"
                                .formatted(folder),
                        e);
            case SQLITE_CANTOPEN ->
                new BadInputException(
                        "The database of workspace %s cannot be opened; check that you may read and write the folder"
                                .formatted(folder),
                        e);
            case SQLITE_IOERR ->
                new BadInputException(
                        "The database of workspace %s cannot be read or written (%s); check the disk"
                                .formatted(folder, e.getMessage()),
                        e);
            default -> new IllegalStateException("the database of workspace " + folder + ": " + e.getMessage(), e);
        };
    }

    /** Whether the database's contents cannot be trusted. */
    static boolean isDamage(SQLException e) {
        return switch (code(e)) {
            case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
            default -> false;
        };
    }

    static boolean isBusy(SQLException e) {
        return switch (code(e)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> true;
            default -> false;
        };
    }

    static boolean isUnique(SQLException e) {
        return e instanceof SQLiteException sqlite
                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE;
    }

    static BadInputException readOnly(Path folder, Throwable cause) {
        return new BadInputException(
                "Workspace %s is read-only: it can be looked at, but nothing can be kept or changed in it; copy it to a folder that may be written"
                        .formatted(folder),
                cause);
    }

    static BadInputException damaged(Path folder, Throwable cause) {
        return new BadInputException(
                "The database of workspace %s is damaged; run 'bitscale workspace repair %s'".formatted(folder, folder),
                cause);
    }

    /** The primary result code: extended codes carry it in their low byte. */
    private static SQLiteErrorCode code(SQLException e) {
        return SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
    }
}
