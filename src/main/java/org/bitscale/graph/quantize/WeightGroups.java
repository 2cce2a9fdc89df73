package org.bitscale.graph.quantize;

import org.bitscale.graph.Weights;
import org.bitscale.quant.ScaleSharing;

/**
 * Which weights share a scale: all, those of an output channel, or so many of an output channel in their own order, the
 * last group of a channel being smaller where they do not come out even. Groups are counted channel by channel.
 *
 * @param weights the weights
 * @param sharing who shares
 */
public record WeightGroups(Weights weights, ScaleSharing sharing) {

    /** Number of scales. */
    public int count() {
        return switch (sharing.granularity()) {
            case TENSOR -> 1;
            case CHANNEL -> weights.channels();
            case GROUP -> weights.channels() * perChannel();
        };
    }

    /** Groups of an output channel. */
    public int perChannel() {
        int size = sharing.groupSize();
        return size == 0 ? 1 : (weights.perChannel() + size - 1) / size;
    }

    /** The scale of the weight {@code index}. */
    public int of(int index) {
        return switch (sharing.granularity()) {
            case TENSOR -> 0;
            case CHANNEL -> weights.channel(index);
            case GROUP -> of(weights.channel(index), weights.place(index));
        };
    }

    /** The scale of the weight at a place of an output channel. */
    public int of(int channel, int place) {
        return switch (sharing.granularity()) {
            case TENSOR -> 0;
            case CHANNEL -> channel;
            case GROUP -> channel * perChannel() + place / sharing.groupSize();
        };
    }

    /** The scale of each weight. */
    public int[] indices() {
        int[] indices = new int[weights.values().length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = of(i);
        }
        return indices;
    }

    /** The output channel of a scale; 0 if all weights share it. */
    public int channel(int scale) {
        return scale / perChannel();
    }

    /** The values that share each scale, in their own order. */
    public float[][] values() {
        int[] indices = indices();
        int[] sizes = new int[count()];
        for (int scale : indices) {
            sizes[scale]++;
        }
        float[][] values = new float[sizes.length][];
        for (int s = 0; s < sizes.length; s++) {
            values[s] = new float[sizes[s]];
        }
        int[] next = new int[sizes.length];
        for (int i = 0; i < indices.length; i++) {
            values[indices[i]][next[indices[i]]++] = weights.values()[i];
        }
        return values;
    }
}
