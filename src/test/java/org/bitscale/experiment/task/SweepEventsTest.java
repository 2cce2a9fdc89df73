package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SweepEventsTest {

    private static final int FLOOD = 200_000;

    private static SweepEvent progress(int done) {
        return new SweepEvent.Progressed("trial", "W4A4", "train", done, FLOOD, "");
    }

    @Test
    void aFloodArrivesAsATrickleThatEndsWithTheNewest() {
        List<SweepEvent> heard = Collections.synchronizedList(new ArrayList<>());
        List<SweepEvent> other = Collections.synchronizedList(new ArrayList<>());
        try (SweepEvents events = new SweepEvents()) {
            events.subscribe(heard::add);
            Runnable unsubscribe = events.subscribe(other::add);
            unsubscribe.run();
            for (int i = 1; i <= FLOOD; i++) {
                events.accept(progress(i));
                events.accept(new SweepEvent.Logged("trial", "line"));
            }
        }
        assertThat(heard).contains(progress(FLOOD)).hasSizeLessThan(FLOOD / 4);
        assertThat(other).isEmpty();
    }

    @Test
    void aSlowOrBrokenListenerHoldsNobodyUpAndIsTold() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        try (UncaughtFailures uncaught = new UncaughtFailures();
                SweepEvents events = new SweepEvents()) {
            events.subscribe(event -> {
                throw new IllegalStateException("broken listener, on purpose");
            });
            events.subscribe(event -> {
                heard.countDown();
                await(released);
            });
            events.accept(new SweepEvent.Overall(1, 2, 3));
            assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < FLOOD; i++) {
                events.accept(progress(i)); // returns although a listener is stuck
            }
            released.countDown();
            assertThat(uncaught.next()).hasMessage("broken listener, on purpose");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
