package org.bitscale.ui.common;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * A value that is edited, and what it was before. Values are immutable, so that a step is just the value it led to.
 *
 * @param <T> an immutable value
 */
public final class EditHistory<T> {

    private static final int MOST_STEPS = 500;

    private final ReadOnlyObjectWrapper<T> value = new ReadOnlyObjectWrapper<>();
    private final Deque<T> past = new ArrayDeque<>();
    private final Deque<T> future = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper();

    /** Begins with a value. */
    public EditHistory(T first) {
        value.set(first);
    }

    /** What it is now. */
    public ReadOnlyObjectProperty<T> value() {
        return value.getReadOnlyProperty();
    }

    /** A step: becomes {@code next}, which can be undone. The same value again is no step. */
    public void edit(T next) {
        if (next.equals(value.get())) {
            return;
        }
        past.push(value.get());
        if (past.size() > MOST_STEPS) {
            past.removeLast();
        }
        future.clear();
        set(next);
    }

    /** Begins anew: there is nothing to undo. */
    public void reset(T first) {
        past.clear();
        future.clear();
        set(first);
    }

    /** Takes the last step back, if there is one. */
    public void undo() {
        if (!past.isEmpty()) {
            future.push(value.get());
            set(past.pop());
        }
    }

    /** Does the step again that was taken back, if there is one. */
    public void redo() {
        if (!future.isEmpty()) {
            past.push(value.get());
            set(future.pop());
        }
    }

    /** Whether there is a step to take back. */
    public ReadOnlyBooleanProperty canUndo() {
        return canUndo.getReadOnlyProperty();
    }

    /** Whether there is a step to do again. */
    public ReadOnlyBooleanProperty canRedo() {
        return canRedo.getReadOnlyProperty();
    }

    private void set(T next) {
        value.set(next);
        canUndo.set(!past.isEmpty());
        canRedo.set(!future.isEmpty());
    }
}
