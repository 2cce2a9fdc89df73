package org.bitscale.data;

/**
 * Random numbers that are the same on every platform and Java version: SplitMix64 (Steele, Lea, Flood, "Fast splittable
 * pseudorandom number generators", 2014), spelled out because {@code java.util} does not promise its sequences.
 */
final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SeededRandom(long seed) {
        this.state = seed;
    }

    /** A seed for one member of a family, such as one item of a dataset or one epoch; neighbours are unrelated. */
    static long derive(long seed, long member) {
        return mix(mix(seed + GOLDEN_GAMMA) ^ mix(member * GOLDEN_GAMMA + 0x632BE59BD9B4E019L));
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    double nextDouble(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Uniform from 0 to {@code bound - 1}, without bias. */
    int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, but is " + bound);
        }
        while (true) {
            long bits = nextLong() >>> 1;
            long value = bits % bound;
            if (bits - value + (bound - 1) >= 0) {
                return (int) value;
            }
        }
    }

    /** True with the given probability. */
    boolean nextBoolean(double probability) {
        return nextDouble() < probability;
    }

    /**
     * About normal with mean 0 and standard deviation 1: the sum of four uniform numbers, which needs no
     * transcendental function and stays within ±3.47.
     */
    double nextBell() {
        long bits = nextLong();
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum - 2.0 * 0xFFFF) * (0x1.BB67AE8584CAAp0 / 0x1.0p16);
    }

    /** Shuffles in place (Fisher and Yates). */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
