package org.bitscale.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Waits for what a window comes to show. A scene may be looked into on the JavaFX thread only: from another thread a
 * lookup meets lists that change under it.
 */
public final class FxWait {

    private static final long PAUSE_MILLIS = 40;

    private FxWait() {}

    /**
     * Asks on the JavaFX thread, again and again, until the answer is yes.
     *
     * @throws TimeoutException if it is not within {@code seconds}
     */
    public static void until(long seconds, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!WaitForAsyncUtils.asyncFx(condition).get(seconds, TimeUnit.SECONDS)) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("not within " + seconds + " s");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }
}
