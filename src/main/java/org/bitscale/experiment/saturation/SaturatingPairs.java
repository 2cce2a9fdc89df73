package org.bitscale.experiment.saturation;

import java.util.ArrayList;
import java.util.List;

/**
 * The pairs of weights whose products with inputs can leave 16 bits when they are added, by output channel.
 *
 * @param channels by output channel
 * @param pairs how many pairs of weights there are in all, those that cannot saturate included
 */
record SaturatingPairs(List<Channel> channels, long pairs) {

    /**
     * The pairs of one output channel; arrays of equal length, not changed any more.
     *
     * @param places of the first of both along the reduction
     * @param first weights there
     * @param second weights beside them
     */
    record Channel(int[] places, int[] first, int[] second) {}

    /** Copies the list. */
    SaturatingPairs {
        channels = List.copyOf(channels);
    }

    /**
     * Looks for pairs.
     *
     * @param rows codes of the weights in the order of the reduction, a row for each output channel
     * @param largestInput largest code of an input
     */
    static SaturatingPairs of(int[][] rows, int largestInput) {
        List<Channel> channels = new ArrayList<>();
        long pairs = 0;
        for (int[] row : rows) {
            int[] places = new int[row.length / 2];
            int found = 0;
            for (int k = 0; k + 1 < row.length; k += 2) {
                int highest = largestInput * (Math.max(row[k], 0) + Math.max(row[k + 1], 0));
                int lowest = largestInput * (Math.min(row[k], 0) + Math.min(row[k + 1], 0));
                if (highest > Short.MAX_VALUE || lowest < Short.MIN_VALUE) {
                    places[found++] = k;
                }
            }
            Channel channel = new Channel(new int[found], new int[found], new int[found]);
            for (int i = 0; i < found; i++) {
                channel.places[i] = places[i];
                channel.first[i] = row[places[i]];
                channel.second[i] = row[places[i] + 1];
            }
            channels.add(channel);
            pairs += row.length / 2;
        }
        return new SaturatingPairs(channels, pairs);
    }

    /** How many pairs can saturate. */
    long atRisk() {
        return channels.stream().mapToLong(channel -> channel.places.length).sum();
    }

    /** Whether a pair of this output channel can saturate. */
    boolean isAtRisk(int channel) {
        return channels.get(channel).places.length > 0;
    }

    /**
     * What saturation adds to one sum.
     *
     * @param inputs codes in the order of the reduction
     * @param tally hears of it
     */
    int error(int channel, int[] inputs, Tally tally) {
        Channel own = channels.get(channel);
        int error = 0;
        boolean saturated = false;
        for (int i = 0; i < own.places.length; i++) {
            int place = own.places[i];
            int sum = inputs[place] * own.first[i] + inputs[place + 1] * own.second[i];
            if (sum != (short) sum) {
                int limit = sum > 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
                error += limit - sum;
                saturated = true;
                tally.worst = Math.max(tally.worst, Math.abs(sum - limit));
            }
        }
        if (saturated) {
            tally.saturated++;
        }
        return error;
    }

    /** Counts while sums are computed; one thread's. */
    static final class Tally {
        private long saturated;
        private int worst;

        /** Sums with at least one pair that saturated. */
        long saturated() {
            return saturated;
        }

        /** By how much the largest pair left 16 bits. */
        int worst() {
            return worst;
        }

        /** Takes in what another one counted. */
        void add(Tally other) {
            saturated += other.saturated;
            worst = Math.max(worst, other.worst);
        }
    }
}
