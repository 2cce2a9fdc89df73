package org.bitscale.ui.runs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.experiment.spec.Expansion;
import org.bitscale.experiment.spec.ExperimentFields;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;

/**
 * The fields of an experiment file as they are typed, and the experiment they make. Whatever is typed stays; what is
 * refused has its reason beside it.
 */
final class ExperimentForm {

    private static final String MODE = "sweep.mode";
    private static final String POINTS = "sweep.points";

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.SINGLE);
    private final ReadOnlyObjectWrapper<Optional<ExperimentSpec>> spec = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper yaml = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private boolean filling;

    /** Nothing is typed. */
    ExperimentForm() {
        for (ExperimentFields.Field field : ExperimentFields.all()) {
            if (!field.path().equals(MODE)) {
                Entry entry = new Entry(field);
                entry.text.addListener((observed, before, now) -> update());
                entries.put(field.path(), entry);
            }
        }
        mode.addListener((observed, before, now) -> update());
        update();
    }

    /** What is varied. */
    enum Mode {
        /** Nothing: one trial. */
        SINGLE,
        /** Every combination of some values. */
        GRID,
        /** Points that are named. */
        LIST,
        /** Points that are drawn. */
        RANDOM;

        /** Whether a field has a say. */
        private boolean uses(String path) {
            if (path.startsWith(ExperimentFields.OVER)) {
                return this == GRID || this == RANDOM;
            }
            return switch (path) {
                case POINTS -> this == LIST;
                case "sweep.samples", "sweep.seed" -> this == RANDOM;
                default -> true;
            };
        }
    }

    /** A field, what is typed in it, and why that is refused. */
    static final class Entry {

        private final ExperimentFields.Field field;
        private final StringProperty text = new SimpleStringProperty("");
        private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

        private Entry(ExperimentFields.Field field) {
            this.field = field;
        }

        ExperimentFields.Field field() {
            return field;
        }

        StringProperty text() {
            return text;
        }

        ReadOnlyStringProperty problem() {
            return problem.getReadOnlyProperty();
        }
    }

    /** The field of that path. */
    Entry entry(String path) {
        return entries.get(path);
    }

    /** All fields, in the file's order. */
    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** What is varied. */
    ObjectProperty<Mode> mode() {
        return mode;
    }

    /** The experiment; empty while something is refused. */
    ReadOnlyObjectProperty<Optional<ExperimentSpec>> spec() {
        return spec.getReadOnlyProperty();
    }

    /** The experiment's file; while something is refused, as it was before. */
    ReadOnlyStringProperty yaml() {
        return yaml.getReadOnlyProperty();
    }

    /** Why the fields do not fit together, though each is right. */
    ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /** The value that a field has by what is typed in others or by itself. */
    String effective(String path) {
        Entry entry = entries.get(path);
        return entry.text.get().isBlank() ? entry.field.usual().orElse("") : entry.text.get();
    }

    /** Shows an experiment in place of all that is typed. */
    void fill(ExperimentSpec experiment) {
        Map<String, String> texts = ExperimentFields.texts(experiment);
        Mode kind = Mode.valueOf(experiment.sweep().mode().toUpperCase(java.util.Locale.ROOT));
        boolean varies = kind != Mode.GRID || experiment.sweep().over().isPresent();
        fill(texts, path -> true, varies ? kind : Mode.SINGLE);
    }

    /** Types into some fields; those of them that {@code texts} lacks become empty. */
    void fill(Map<String, String> texts, Predicate<String> which, Mode kind) {
        filling = true;
        mode.set(kind);
        entries.forEach((path, entry) -> {
            if (which.test(path)) {
                String text = texts.getOrDefault(path, "");
                entry.text.set(entry.field.usual().equals(Optional.of(text)) ? "" : text);
            }
        });
        filling = false;
        update();
    }

    private void update() {
        if (filling) {
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        boolean right = true;
        for (Entry entry : entries.values()) {
            String path = entry.field.path();
            String refused = mode.get().uses(path) ? read(entry, values) : "";
            entry.problem.set(refused);
            right &= refused.isEmpty();
        }
        if (mode.get() != Mode.SINGLE) {
            values.put(MODE, RunsTexts.word(mode.get()));
        }
        Optional<ExperimentSpec> made = right ? made(values) : Optional.empty();
        if (!right) {
            problem.set("");
        }
        made.ifPresent(experiment -> yaml.set(ExperimentFile.write(experiment)));
        spec.set(made);
    }

    /** Why a field is refused; empty if it is not. */
    private static String read(Entry entry, Map<String, Object> values) {
        String text = entry.text.get();
        if (text.isBlank()) {
            return entry.field.required() ? RunsTexts.text("form.missing", entry.field.expected()) : "";
        }
        try {
            values.put(entry.field.path(), ExperimentFields.value(entry.field.path(), text));
            return "";
        } catch (BadInputException e) {
            return e.getMessage();
        }
    }

    private Optional<ExperimentSpec> made(Map<String, Object> values) {
        try {
            ExperimentSpec experiment = ExperimentFields.spec(values);
            Expansion.count(experiment);
            problem.set("");
            return Optional.of(experiment);
        } catch (BadInputException e) {
            problem.set(e.getMessage());
            return Optional.empty();
        }
    }
}
