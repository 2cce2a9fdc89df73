package org.bitscale.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.RunFilter;

/**
 * A filter as a condition on {@code run r}.
 *
 * @param condition SQL
 * @param values of its places
 */
record RunQuery(String condition, List<Object> values) {

    /** Those runs that {@code filter} lets through. */
    static RunQuery of(RunFilter filter) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        conditions.add("1");
        filter.experiment().ifPresent(name -> {
            // Runs may come from elsewhere, without the experiment they were made for.
            conditions.add("(r.trial_hash IN (SELECT trial_hash FROM experiment_trial WHERE experiment = ?)"
                    + " OR r.experiment = ? AND NOT EXISTS (SELECT 1 FROM experiment WHERE name = ?))");
            values.addAll(List.of(name, name, name));
        });
        in("r.status", filter.statuses(), conditions, values);
        in("r.method", filter.methods(), conditions, values);
        filter.tag().ifPresent(tag -> {
            conditions.add("EXISTS (SELECT 1 FROM tag t WHERE t.run = r.key AND t.tag = ?)");
            values.add(tag);
        });
        if (filter.starred()) {
            conditions.add("EXISTS (SELECT 1 FROM annotation a WHERE a.run = r.key AND a.starred = 1)");
        }
        filter.text().map(RunQuery::fold).ifPresent(text -> {
            conditions.add("(instr(r.folded, ?) > 0"
                    + " OR EXISTS (SELECT 1 FROM annotation a WHERE a.run = r.key AND instr(a.folded, ?) > 0))");
            values.addAll(List.of(text, text));
        });
        bounds(">=", filter.atLeast(), conditions, values);
        bounds("<=", filter.atMost(), conditions, values);
        return new RunQuery(String.join(" AND ", conditions), List.copyOf(values));
    }

    /** Texts that differ in case alone are the same to a search. */
    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The values, with more after them. */
    List<Object> with(Object... more) {
        List<Object> all = new ArrayList<>(values);
        all.addAll(List.of(more));
        return all;
    }

    private static void in(
            String column, Collection<? extends Enum<?>> allowed, List<String> conditions, List<Object> values) {
        if (allowed.isEmpty()) {
            return;
        }
        conditions.add(column + " IN " + places(allowed.size()));
        allowed.forEach(value -> values.add(value.name()));
    }

    /** So many places in parentheses. */
    static String places(int number) {
        return java.util.Collections.nCopies(number, "?").stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private static void bounds(
            String comparison, Map<Measure, Double> bounds, List<String> conditions, List<Object> values) {
        new TreeMap<>(bounds).forEach((measure, bound) -> {
            conditions.add("EXISTS (SELECT 1 FROM metric m WHERE m.measure = ? AND m.run = r.key AND m.value "
                    + comparison + " ?)");
            values.add(measure.key());
            values.add(bound);
        });
    }
}
