package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepControlTest {

    @Test
    void timeStandsStillDuringPauses() {
        SweepControl control = new SweepControl();
        control.pause(true);
        long held = control.nanoTime();
        spin();
        control.pause(true); // again, which changes nothing
        spin();
        assertThat(control.nanoTime()).isEqualTo(held);
        long before = System.nanoTime();
        control.pause(false);
        spin();
        long after = control.nanoTime();
        assertThat(after - held).isPositive().isLessThanOrEqualTo(System.nanoTime() - before);
        assertThat(control.isPaused()).isFalse();
    }

    /** Until the clock has moved. */
    private static void spin() {
        long start = System.nanoTime();
        while (System.nanoTime() == start) {
            Thread.onSpinWait();
        }
    }

    @Test
    void trialsAreCancelledOneByOne() {
        SweepControl control = new SweepControl();
        control.cancel("b");
        assertThat(control.cancelledOf(List.of("a", "b"))).containsExactly("b");
        assertThat(control.isCancelled("a")).isFalse();
        assertThat(control.isStopped()).isFalse();
    }
}
