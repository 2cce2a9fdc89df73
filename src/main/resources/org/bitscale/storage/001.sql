-- Times are nanoseconds since 1970 UTC. Everything about a run stands in its document; the other columns and tables are
-- what lists, filters and fronts read, so that they never touch the documents.

CREATE TABLE experiment (
    name    TEXT PRIMARY KEY,
    file    TEXT NOT NULL,
    created INTEGER NOT NULL
);

CREATE TABLE experiment_trial (
    experiment TEXT NOT NULL REFERENCES experiment (name),
    position   INTEGER NOT NULL,
    trial_hash TEXT NOT NULL,
    PRIMARY KEY (experiment, position)
) WITHOUT ROWID;

CREATE TABLE run (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    experiment TEXT NOT NULL,
    label      TEXT NOT NULL,
    method     TEXT NOT NULL,
    trial_hash TEXT NOT NULL,
    group_hash TEXT NOT NULL,
    seed       INTEGER NOT NULL,
    status     TEXT NOT NULL,
    started    INTEGER NOT NULL,
    seconds    REAL,
    rerun_of   TEXT,
    folded     TEXT NOT NULL -- id, label and experiment in lower case, to search in
);

CREATE INDEX run_by_time ON run (started, id);
-- All that a front reads of a run, in its order: such a query never touches the table.
CREATE INDEX run_of_front ON run (started, id, group_hash, status, rerun_of)
    WHERE status = 'FINISHED' AND rerun_of IS NULL;
CREATE INDEX run_by_trial ON run (trial_hash);

CREATE TABLE document (
    run  INTEGER PRIMARY KEY REFERENCES run (key),
    json TEXT NOT NULL
);

-- Clustered by measure: a front or a filter over one measure reads one stretch of the file. No value stands for not a
-- number.
CREATE TABLE metric (
    measure  TEXT NOT NULL,
    run      INTEGER NOT NULL REFERENCES run (key),
    value    REAL,
    low      REAL,
    high     REAL,
    examples INTEGER NOT NULL,
    PRIMARY KEY (measure, run)
) WITHOUT ROWID;

CREATE TABLE annotation (
    run     INTEGER PRIMARY KEY REFERENCES run (key),
    starred INTEGER NOT NULL,
    note    TEXT NOT NULL,
    folded  TEXT NOT NULL -- tags and note in lower case, to search in
);

CREATE TABLE tag (
    run INTEGER NOT NULL REFERENCES run (key),
    tag TEXT NOT NULL,
    PRIMARY KEY (run, tag)
) WITHOUT ROWID;

CREATE TRIGGER run_is_never_changed BEFORE UPDATE ON run
BEGIN SELECT RAISE(ABORT, 'a run is never changed'); END;
CREATE TRIGGER run_is_never_deleted BEFORE DELETE ON run
BEGIN SELECT RAISE(ABORT, 'a run is never deleted'); END;
CREATE TRIGGER metric_is_never_changed BEFORE UPDATE ON metric
BEGIN SELECT RAISE(ABORT, 'a metric is never changed'); END;
CREATE TRIGGER metric_is_never_deleted BEFORE DELETE ON metric
BEGIN SELECT RAISE(ABORT, 'a metric is never deleted'); END;
CREATE TRIGGER document_is_never_changed BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never changed'); END;
CREATE TRIGGER document_is_never_deleted BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END;
