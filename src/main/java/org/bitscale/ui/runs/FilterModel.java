package org.bitscale.ui.runs;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.experiment.pareto.Constraint;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;

/** What was typed and chosen above the table, as a filter. */
final class FilterModel {

    private final StringProperty text = new SimpleStringProperty("");
    private final ObjectProperty<Optional<String>> experiment = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Set<Method>> methods = new SimpleObjectProperty<>(Set.of());
    private final ObjectProperty<Set<Run.Status>> statuses = new SimpleObjectProperty<>(Set.of());
    private final BooleanProperty starred = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<String>> tag = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty limits = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<RunFilter> filter = new ReadOnlyObjectWrapper<>(RunFilter.ALL);
    private boolean clearing;

    /** Lets every run through. */
    FilterModel() {
        for (var property :
                new javafx.beans.value.ObservableValue<?>[] {text, experiment, methods, statuses, starred, tag, limits
                }) {
            property.addListener((observed, before, now) -> update());
        }
    }

    /** Part of id, label, experiment, tag or note. */
    StringProperty text() {
        return text;
    }

    /** Runs of one experiment. */
    ObjectProperty<Optional<String>> experiment() {
        return experiment;
    }

    /** Runs of these methods; empty for all. */
    ObjectProperty<Set<Method>> methods() {
        return methods;
    }

    /** Runs that ended so; empty for all. */
    ObjectProperty<Set<Run.Status>> statuses() {
        return statuses;
    }

    /** Starred runs only. */
    BooleanProperty starred() {
        return starred;
    }

    /** Runs with this tag. */
    ObjectProperty<Optional<String>> tag() {
        return tag;
    }

    /** Limits such as {@code accuracy>=90%, packed_size<=20KiB}. */
    StringProperty limits() {
        return limits;
    }

    /** Why the limits are refused; those before them hold meanwhile. */
    ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /** All of it. */
    ReadOnlyObjectProperty<RunFilter> filter() {
        return filter.getReadOnlyProperty();
    }

    /** Lets every run through again. */
    void clear() {
        clearing = true;
        text.set("");
        experiment.set(Optional.empty());
        methods.set(Set.of());
        statuses.set(Set.of());
        starred.set(false);
        tag.set(Optional.empty());
        limits.set("");
        clearing = false;
        update();
    }

    private void update() {
        if (clearing) {
            return;
        }
        Map<Measure, Double> atLeast = filter.get().atLeast();
        Map<Measure, Double> atMost = filter.get().atMost();
        try {
            atLeast = bounds(limits.get(), Constraint.Limit.AT_LEAST);
            atMost = bounds(limits.get(), Constraint.Limit.AT_MOST);
            problem.set("");
        } catch (BadInputException e) {
            problem.set(e.getMessage());
        }
        filter.set(new RunFilter(
                experiment.get(),
                statuses.get(),
                methods.get(),
                tag.get(),
                starred.get(),
                Optional.of(text.get().strip()).filter(words -> !words.isEmpty()),
                atLeast,
                atMost));
    }

    /** Of two limits on the same side the stricter one holds. */
    private static Map<Measure, Double> bounds(String limits, Constraint.Limit side) {
        Map<Measure, Double> bounds = new EnumMap<>(Measure.class);
        for (String part : limits.split("[,;]")) {
            if (!part.isBlank()) {
                Constraint constraint = Constraint.parse(part.strip());
                if (constraint.limit() == side) {
                    bounds.merge(
                            constraint.measure(),
                            constraint.value(),
                            side == Constraint.Limit.AT_LEAST ? Math::max : Math::min);
                }
            }
        }
        return bounds;
    }
}
