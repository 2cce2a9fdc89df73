package org.bitscale.ui.runs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.EditHistory;
import org.bitscale.ui.desk.Desk;

/** What is said about runs, with undo. It shows at once and is written behind that, one write after another. */
final class Annotations {

    private final Desk desk;
    private final Background background;
    private final Consumer<Map<String, Annotation>> shown;
    private final Consumer<Throwable> failed;
    private final EditHistory<Map<String, Annotation>> history = new EditHistory<>(Map.of());
    private final Map<String, Annotation> originals = new HashMap<>();
    private final Deque<Map<String, Annotation>> unwritten = new ArrayDeque<>();
    private boolean resetting;
    private boolean writing;

    /**
     * @param desk whose workspace they are kept in
     * @param background where they are written
     * @param shown hears what is said now, before it is written
     * @param failed hears why something could not be written
     */
    Annotations(Desk desk, Background background, Consumer<Map<String, Annotation>> shown, Consumer<Throwable> failed) {
        this.desk = desk;
        this.background = background;
        this.shown = shown;
        this.failed = failed;
        history.value().addListener((observed, before, now) -> changed(before, now));
        desk.workspace().addListener((observed, before, now) -> forget());
    }

    /** Says something else about some runs, as one step. */
    void change(Map<String, Annotation> current, UnaryOperator<Annotation> change) {
        Map<String, Annotation> next = new HashMap<>(history.value().get());
        current.forEach((run, annotation) -> {
            Annotation changed = change.apply(annotation);
            if (!changed.equals(annotation)) {
                originals.putIfAbsent(run, annotation);
                next.put(run, changed);
            }
        });
        history.edit(Map.copyOf(next));
    }

    /** Takes the last change back. */
    void undo() {
        history.undo();
    }

    /** Makes the change again that was taken back. */
    void redo() {
        history.redo();
    }

    /** Whether there is a change to take back. */
    ReadOnlyBooleanProperty canUndo() {
        return history.canUndo();
    }

    /** Whether a change was taken back. */
    ReadOnlyBooleanProperty canRedo() {
        return history.canRedo();
    }

    private void forget() {
        resetting = true;
        history.reset(Map.of());
        resetting = false;
        originals.clear();
        unwritten.clear();
    }

    private void changed(Map<String, Annotation> before, Map<String, Annotation> now) {
        if (resetting) {
            return;
        }
        Set<String> runs = new HashSet<>(before.keySet());
        runs.addAll(now.keySet());
        Map<String, Annotation> different = new HashMap<>();
        for (String run : runs) {
            Annotation said = now.getOrDefault(run, originals.get(run));
            if (!said.equals(before.getOrDefault(run, originals.get(run)))) {
                different.put(run, said);
            }
        }
        shown.accept(different);
        unwritten.add(different);
        write();
    }

    private void write() {
        if (writing || unwritten.isEmpty()) {
            return;
        }
        writing = true;
        Map<String, Annotation> next = unwritten.remove();
        RunStore store = desk.openWorkspace().runs();
        background.run(
                () -> {
                    next.forEach(store::annotate);
                    return next;
                },
                written -> ended(() -> {}),
                failure -> ended(() -> failed.accept(failure)));
    }

    /** The table is read again in both cases: after a failure it must not show what is not kept. */
    private void ended(Runnable told) {
        writing = false;
        told.run();
        if (unwritten.isEmpty()) {
            desk.tasks().runsChanged();
        } else {
            write();
        }
    }
}
