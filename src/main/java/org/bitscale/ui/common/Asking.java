package org.bitscale.ui.common;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Something the worker is asked, step by step, until all steps are done or it is cancelled. On the JavaFX thread only. */
public final class Asking {

    private static final Runnable NOTHING = () -> {};

    private final Background background;
    private final Consumer<Throwable> refused;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(-1);
    private final StringProperty problem = new SimpleStringProperty("");
    private Runnable stop = NOTHING;
    private long turn;

    /** Nothing is asked yet. */
    public Asking(Background background, Failures failures) {
        this.background = background;
        this.refused = failures.refusals(problem::set);
    }

    /** Whether something is being done. */
    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** Share of the steps that are done; negative where that is not known. */
    public ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    /** Why there is no answer. */
    public StringProperty problem() {
        return problem;
    }

    /** Begins; what was begun before is cancelled. */
    public void begin(Runnable first) {
        cancel();
        problem.set("");
        running.set(true);
        first.run();
    }

    /** The step that prepares files. */
    public void prepares(Background.Job job) {
        // Files that are found at once, as in tests, are waited for no more.
        if (running.get() && stop == NOTHING) {
            stop = job::cancel;
        }
    }

    /** Waits for an answer; {@code done} hears it unless it was cancelled. */
    public <T> void waitFor(CompletableFuture<T> answer, Consumer<T> done) {
        long mine = turn;
        stop = () -> answer.cancel(false);
        answer.whenComplete((found, failure) -> background.later(() -> {
            if (mine != turn) {
                return;
            }
            if (failure == null) {
                done.accept(found);
            } else {
                fail(failure);
            }
        }));
    }

    /** Tells how far it is, 0 to 1. */
    public void progressTo(double share) {
        progress.set(share);
    }

    /** It ended without an answer. */
    public void fail(Throwable failure) {
        end();
        refused.accept(failure);
    }

    /** All is done. */
    public void end() {
        turn++;
        stop = NOTHING;
        running.set(false);
        progress.set(-1);
    }

    /** Stops it; nothing more is heard of it. */
    public void cancel() {
        Runnable stopped = stop;
        end();
        stopped.run();
    }
}
