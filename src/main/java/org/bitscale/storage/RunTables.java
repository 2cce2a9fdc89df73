package org.bitscale.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;

/** What is written to and read from the tables, on a connection and in a transaction of the caller's. */
final class RunTables {

    private RunTables() {}

    /** Adds a run with its document; fails where the id is there already. */
    static void insert(Connection connection, Run run, String json) throws SQLException {
        String label = run.trial().label();
        String folded = RunQuery.fold(String.join("\n", run.id(), label, run.experiment()));
        long key;
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO run (id, experiment, label, method,"
                + " trial_hash, group_hash, seed, status, started, seconds, rerun_of, folded)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key")) {
            Sql.bind(
                    statement,
                    Arrays.asList(
                            run.id(),
                            run.experiment(),
                            label,
                            run.trial().method().name(),
                            run.trialHash(),
                            run.groupHash(),
                            run.trial().seed(),
                            run.status().name(),
                            Times.nanos(run.started()),
                            run.seconds(),
                            run.rerunOf().orElse(null),
                            folded));
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                key = result.getLong(1);
            }
        }
        Sql.update(connection, "INSERT INTO document (run, json) VALUES (?, ?)", key, json);
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO metric (measure, run, value, low, high, examples) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Map.Entry<Measure, Metric> entry : run.metrics().entrySet()) {
                Metric metric = entry.getValue();
                Sql.bind(
                        statement,
                        Arrays.asList(
                                entry.getKey().key(),
                                key,
                                metric.value(),
                                metric.interval().map(Interval::low).orElse(null),
                                metric.interval().map(Interval::high).orElse(null),
                                metric.examples()));
                statement.executeUpdate();
            }
        }
    }

    /** Keeps an experiment, or replaces file and trials of the one of that name. */
    static void put(Connection connection, ExperimentRecord experiment) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO experiment (name, file, created) VALUES (?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET file = excluded.file",
                experiment.name(),
                experiment.file(),
                Times.nanos(experiment.created()));
        Sql.update(connection, "DELETE FROM experiment_trial WHERE experiment = ?", experiment.name());
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO experiment_trial (experiment, position, trial_hash) VALUES (?, ?, ?)")) {
            for (int i = 0; i < experiment.trials().size(); i++) {
                Sql.bind(
                        statement,
                        List.of(experiment.name(), i, experiment.trials().get(i)));
                statement.executeUpdate();
            }
        }
    }

    /** All experiments, oldest first. */
    static List<ExperimentRecord> experiments(Connection connection) throws SQLException {
        Map<String, List<String>> trials = new HashMap<>();
        Sql.list(
                connection,
                "SELECT experiment, trial_hash FROM experiment_trial ORDER BY experiment, position",
                List.of(),
                row -> trials.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(row.getString(2)));
        return Sql.list(
                connection,
                "SELECT name, file, created FROM experiment ORDER BY created, name",
                List.of(),
                row -> new ExperimentRecord(
                        row.getString(1),
                        row.getString(2),
                        Times.instant(row.getLong(3)),
                        trials.getOrDefault(row.getString(1), List.of())));
    }

    /** Says something about a run, instead of what was said before. */
    static void annotate(Connection connection, long key, Annotation annotation) throws SQLException {
        String folded = RunQuery.fold(String.join("\n", annotation.tags()) + "\n" + annotation.note());
        Sql.update(
                connection,
                "INSERT INTO annotation (run, starred, note, folded) VALUES (?, ?, ?, ?) ON CONFLICT (run) DO UPDATE"
                        + " SET starred = excluded.starred, note = excluded.note, folded = excluded.folded",
                key,
                annotation.starred() ? 1 : 0,
                annotation.note(),
                folded);
        Sql.update(connection, "DELETE FROM tag WHERE run = ?", key);
        for (String tag : annotation.tags()) {
            Sql.update(connection, "INSERT INTO tag (run, tag) VALUES (?, ?)", key, tag);
        }
    }

    /** What is said about some runs, by key; runs of which nothing is said are absent. */
    static Map<Long, Annotation> annotations(Connection connection, List<Long> keys) throws SQLException {
        String in = " WHERE run IN (SELECT value FROM json_each(?))";
        List<String> values = List.of(keys.toString());
        Map<Long, Set<String>> tags = new HashMap<>();
        Sql.list(connection, "SELECT run, tag FROM tag" + in, values, row -> tags.computeIfAbsent(
                        row.getLong(1), key -> new TreeSet<>())
                .add(row.getString(2)));
        Map<Long, Annotation> annotations = new HashMap<>();
        Sql.list(
                connection,
                "SELECT run, starred, note FROM annotation" + in,
                values,
                row -> annotations.put(
                        row.getLong(1),
                        new Annotation(
                                row.getBoolean(2), tags.getOrDefault(row.getLong(1), Set.of()), row.getString(3))));
        return annotations;
    }

    /** The key of the run of exactly this id. */
    static Optional<Long> key(Connection connection, String id) throws SQLException {
        return Sql.list(connection, "SELECT key FROM run WHERE id = ?", List.of(id), row -> row.getLong(1)).stream()
                .findFirst();
    }

    /** Ids that begin with {@code prefix}, newest first, so many at most. */
    static List<String> ids(Connection connection, String prefix, int limit) throws SQLException {
        return Sql.list(
                connection,
                "SELECT id FROM run WHERE id >= ? AND id < ? ORDER BY started DESC, id DESC LIMIT ?",
                List.of(prefix, prefix + Character.MAX_VALUE, limit),
                row -> row.getString(1));
    }

    /** The document of the run of exactly this id. */
    static Optional<String> document(Connection connection, String id) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT d.json FROM run r JOIN document d ON d.run = r.key WHERE r.id = ?",
                        List.of(id),
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    /** Rows of the table of runs, newest first. */
    static List<RunRow> rows(Connection connection, RunQuery query, int offset, int limit) throws SQLException {
        List<Long> keys = Sql.list(
                connection,
                "SELECT r.key FROM run r WHERE " + query.condition()
                        + " ORDER BY r.started DESC, r.id DESC LIMIT ? OFFSET ?",
                query.with(limit, offset),
                row -> row.getLong(1));
        Map<Long, Map<Measure, Metric>> metrics = metrics(connection, keys);
        Map<Long, Annotation> annotations = annotations(connection, keys);
        return Sql.list(
                connection,
                "SELECT key, id, experiment, label, method, trial_hash, group_hash, seed, status, started, seconds,"
                        + " rerun_of FROM run WHERE key IN (SELECT value FROM json_each(?))"
                        + " ORDER BY started DESC, id DESC",
                List.of(keys.toString()),
                row -> new RunRow(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Method.valueOf(row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        row.getLong(8),
                        Run.Status.valueOf(row.getString(9)),
                        Times.instant(row.getLong(10)),
                        number(row, 11),
                        Optional.ofNullable(row.getString(12)),
                        metrics.getOrDefault(row.getLong(1), Map.of()),
                        annotations.getOrDefault(row.getLong(1), Annotation.NONE)));
    }

    /** What a front is made of, oldest first. */
    static List<RunStore.FrontRow> frontRows(Connection connection, RunQuery query, List<Measure> measures)
            throws SQLException {
        // Reading each measure's stretch once is faster than looking up each run's value in it.
        List<double[]> columns = new ArrayList<>();
        for (Measure measure : measures) {
            columns.add(values(connection, measure));
        }
        List<RunStore.FrontRow> result = new ArrayList<>();
        // Runs that differ in the seed alone share one text.
        Map<String, String> groups = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT r.key, r.id, r.group_hash FROM run r"
                + " WHERE r.status = 'FINISHED' AND r.rerun_of IS NULL AND " + query.condition()
                + " ORDER BY r.started, r.id")) {
            Sql.bind(statement, query.values());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    double[] values = row(columns, row.getInt(1));
                    if (Arrays.stream(values).allMatch(Double::isFinite)) {
                        String group = groups.computeIfAbsent(row.getString(3), Function.identity());
                        result.add(new RunStore.FrontRow(row.getString(2), group, values));
                    }
                }
            }
        }
        return result;
    }

    private static double[] row(List<double[]> columns, int key) {
        double[] values = new double[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i)[key];
        }
        return values;
    }

    /** A measure of all runs by key, NaN where it was not measured. Keys are dense: no run is ever deleted. */
    private static double[] values(Connection connection, Measure measure) throws SQLException {
        double[] values = new double[Database.number(connection, "SELECT max(key) FROM run") + 1];
        Arrays.fill(values, Double.NaN);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT run, value FROM metric WHERE measure = ? AND value IS NOT NULL")) {
            statement.setString(1, measure.key());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    values[row.getInt(1)] = row.getDouble(2);
                }
            }
        }
        return values;
    }

    private static Map<Long, Map<Measure, Metric>> metrics(Connection connection, List<Long> keys) throws SQLException {
        Map<Long, Map<Measure, Metric>> metrics = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT run, value, low, high, examples"
                + " FROM metric WHERE measure = ? AND run IN (SELECT value FROM json_each(?))")) {
            for (Measure measure : Measure.values()) {
                Sql.bind(statement, List.of(measure.key(), keys.toString()));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        metrics.computeIfAbsent(row.getLong(1), key -> new EnumMap<>(Measure.class))
                                .put(measure, metric(row));
                    }
                }
            }
        }
        return metrics;
    }

    private static Metric metric(ResultSet row) throws SQLException {
        double low = row.getDouble(3);
        Optional<Interval> interval =
                row.wasNull() ? Optional.empty() : Optional.of(new Interval(low, row.getDouble(4)));
        return new Metric(number(row, 2), interval, row.getLong(5));
    }

    /** SQLite has no NaN: it stands as nothing. */
    private static double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }

    /** Those of some trials that have a finished run. */
    static Set<String> finished(Connection connection, Set<String> trialHashes) throws SQLException {
        return new HashSet<>(Sql.list(
                connection,
                "SELECT DISTINCT trial_hash FROM run WHERE status = ? AND trial_hash IN (SELECT value FROM json_each(?))",
                List.of(Run.Status.FINISHED.name(), Json.write(trialHashes)),
                row -> row.getString(1)));
    }
}
