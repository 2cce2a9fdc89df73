package org.bitscale.ui.common;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Everything at once and in order, so that a view model can be tested without a toolkit. Delays are none. */
public final class SameThread implements Background {

    @Override
    public <T> Job run(Callable<T> work, Consumer<? super T> done, Consumer<Throwable> failed) {
        T result;
        try {
            result = work.call();
        } catch (Exception e) {
            failed.accept(e);
            return Job.NONE;
        }
        done.accept(result);
        return Job.NONE;
    }

    @Override
    public synchronized void later(Runnable action) {
        action.run();
    }

    @Override
    public Job after(Duration delay, Runnable action) {
        action.run();
        return Job.NONE;
    }

    @Override
    public void close() {}
}
