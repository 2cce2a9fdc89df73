package org.bitscale.quant;

import java.util.SplittableRandom;

/**
 * A sample of bounded size of a stream of values, each value as likely to be in it as any other (Vitter 1985, algorithm
 * R). The same stream gives the same sample.
 */
final class Reservoir {

    private final float[] values;
    private final SplittableRandom random = new SplittableRandom(0);
    private long seen;

    Reservoir(int capacity) {
        this.values = new float[capacity];
    }

    void add(float[] more) {
        for (float value : more) {
            if (seen < values.length) {
                values[(int) seen] = value;
            } else {
                long place = random.nextLong(seen + 1);
                if (place < values.length) {
                    values[(int) place] = value;
                }
            }
            seen++;
        }
    }

    float[] sample() {
        return java.util.Arrays.copyOf(values, (int) Math.min(seen, values.length));
    }
}
