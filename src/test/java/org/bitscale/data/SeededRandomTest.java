package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
    @Test
    void isSplitMix64() {
        SeededRandom ours = new SeededRandom(42);
        SplittableRandom theirs = new SplittableRandom(42);
        for (int i = 0; i < 100; i++) {
            assertThat(ours.nextLong()).isEqualTo(theirs.nextLong());
        }
    }

    @Test
    void boundedNumbersFillTheRangeEvenly() {
        SeededRandom random = new SeededRandom(1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
        assertThatThrownBy(() -> random.nextInt(0)).hasMessageContaining("positive");
    }

    @Test
    void bellNumbersHaveMeanZeroAndDeviationOne() {
        SeededRandom random = new SeededRandom(2);
        double sum = 0;
        double squares = 0;
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            double value = random.nextBell();
            sum += value;
            squares += value * value;
        }
        assertThat(sum / count).isCloseTo(0, within(0.02));
        assertThat(squares / count).isCloseTo(1, within(0.02));
    }

    @Test
    void derivedSeedsDiffer() {
        Set<Long> seeds = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            for (long member = 0; member < 100; member++) {
                seeds.add(SeededRandom.derive(seed, member));
            }
        }
        assertThat(seeds).hasSize(10_000);
    }
}
