package org.bitscale.fuzz;

import java.time.Duration;

/** Says where a reader hangs: the fuzzer ends a process that does, but not at which line. */
final class Watch {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private volatile long since = Long.MAX_VALUE;

    Watch() {
        Thread thread = new Thread(this::look, "watch");
        thread.setDaemon(true);
        thread.start();
    }

    void begin() {
        since = System.nanoTime();
    }

    void end() {
        since = Long.MAX_VALUE;
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(PATIENCE.toMillis() / 4);
                if (System.nanoTime() - since > PATIENCE.toNanos()) {
                    Thread.getAllStackTraces().forEach(Watch::print);
                    since = Long.MAX_VALUE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(Thread thread, StackTraceElement[] frames) {
        System.err.println(thread + " " + thread.getState());
        for (StackTraceElement frame : frames) {
            System.err.println("    at " + frame);
        }
    }
}
