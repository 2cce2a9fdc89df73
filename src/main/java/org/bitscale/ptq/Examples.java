package org.bitscale.ptq;

import java.util.concurrent.ExecutorService;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.Subset;

/**
 * Examples that steps look at; their labels are not used.
 *
 * @param data read over and over again, so best held in memory
 * @param format how values are scaled and ordered for the network
 * @param batchSize examples computed at once
 * @param loaders prepares batches
 */
public record Examples(Dataset data, InputFormat format, int batchSize, ExecutorService loaders) {

    /** All examples, always in the same order. */
    BatchLoader batches() {
        return BatchLoader.sequential(data, format, batchSize, loaders);
    }

    /** So many of them; all, if there are fewer. */
    Examples first(int count) {
        return count < size() ? new Examples(Subset.first(data, count), format, batchSize, loaders) : this;
    }

    /** Number of examples. */
    int size() {
        return data.size();
    }
}
