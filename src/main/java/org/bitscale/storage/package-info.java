/**
 * Where runs are kept: a workspace is a folder with a SQLite database, plain documents and files by content. It
 * implements the port {@link org.bitscale.experiment.run.RunStore}; it checks, repairs, packs and cleans.
 *
 * <p>A room of its own because nothing else needs to know how runs lie on the disk: it is the only user of SQLite.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Everything is there twice.</b> A run is a row of the database and a document {@code runs/ID.json}; so are
 *       experiments and annotations. The database is for searching and can always be rebuilt. Confirmed by
 *       {@code WorkspaceRepairTest}.
 *   <li><b>What was measured never changes.</b> Triggers refuse it, whoever asks. Confirmed by
 *       {@code SqliteRunStoreTest}.
 *   <li><b>Lists never read documents.</b> What they show stands in columns, and metrics are clustered by measure, so
 *       that lists and fronts over 100,000 runs stay quick. {@code StoreBenchmark} measures it.
 *   <li><b>Write-ahead log, one writer, forced to the disk.</b> Reading never waits; a run reported as kept survives a
 *       power failure. Several processes may write: each takes the database for one short transaction. Confirmed by
 *       {@code ConcurrencyTest}.
 *   <li><b>A read-only folder can be looked at.</b> Where SQLite can make no file of its own it opens the database as
 *       immutable. Confirmed by {@code WorkspaceTest}.
 *   <li><b>Files are named by their SHA-256.</b> The same contents are kept once, and a damaged file is found out.
 *       Confirmed by {@code SqliteRunStoreTest}.
 *   <li><b>No name from an archive becomes a path</b> unless it has the form of one that a workspace has; nothing is
 *       taken before everything was checked. Confirmed by {@code WorkspaceArchiveTest}.
 *   <li><b>SQLite's result codes become lines for people in one place.</b> Confirmed by {@code WorkspaceTest}.
 * </ul>
 */
package org.bitscale.storage;
