package org.bitscale.ui.common;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Work of which only the newest counts: it begins a moment after the last request, and a request cancels what an older one
 * began.
 */
public final class Newest {

    private final Background background;
    private final Duration delay;
    private Background.Job waiting = Background.Job.NONE;
    private Background.Job running = Background.Job.NONE;

    /**
     * @param background where it is done
     * @param delay how long requests are waited for
     */
    public Newest(Background background, Duration delay) {
        this.background = background;
        this.delay = delay;
    }

    /** Asks for work in place of whatever was asked for before. On the JavaFX thread. */
    public <T> void request(Callable<T> work, Consumer<? super T> done, Consumer<Throwable> failed) {
        cancel();
        waiting = background.after(delay, () -> running = background.run(work, done, failed));
    }

    /** Forgets what was asked for. */
    public void cancel() {
        waiting.cancel();
        running.cancel();
    }
}
