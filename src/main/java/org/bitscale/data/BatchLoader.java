package org.bitscale.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bitscale.data.augment.Augmentation;
import org.bitscale.data.augment.Mixup;

/**
 * Gives the batches of one pass over a dataset and prepares the next three on an executor meanwhile. The order of the
 * batches does not depend on the executor, which may have any number of threads, or run tasks at once in the caller.
 *
 * <p>One thread consumes a loader. Always close it: closing drops what is being prepared.
 */
public final class BatchLoader implements Iterator<Batch>, AutoCloseable {
    private static final int BATCHES_AHEAD = 3;
    /** Tells the seeds of augmentation from those of the order. */
    private static final long AUGMENTATION = 0x6175676D656E74L;
    /** Batches are numbered from here where examples are numbered from 0. */
    private static final long BATCHES = 1L << 32;

    private final Dataset dataset;
    private final InputFormat format;
    private final int batchSize;
    private final int[] order;
    private final int batchCount;
    private final ExecutorService executor;
    private final Augmentation augmentation;
    private final long augmentationSeed;
    private final Deque<Future<Batch>> ahead = new ArrayDeque<>();

    private int submitted;
    private long waitedNanos;
    private volatile boolean closed;

    private BatchLoader(
            Dataset dataset,
            InputFormat format,
            int batchSize,
            int[] order,
            boolean dropLast,
            Augmentation augmentation,
            long augmentationSeed,
            ExecutorService executor) {
        if (batchSize <= 0) {
            throw new IllegalArgumentException("the batch size must be positive, but is " + batchSize);
        }
        format.scaling().requireChannels(dataset.info().channels());
        augmentation.requireFits(dataset.info().shape());
        this.dataset = dataset;
        this.format = format;
        this.batchSize = batchSize;
        this.order = order;
        this.batchCount = order.length / batchSize + (!dropLast && order.length % batchSize != 0 ? 1 : 0);
        this.augmentation = augmentation;
        this.augmentationSeed = augmentationSeed;
        this.executor = executor;
        prepareAhead();
    }

    /**
     * One pass in the dataset's order; the last batch may be smaller.
     *
     * @param format applied to every example
     * @param batchSize examples per batch
     * @param executor prepares batches; stays open
     * @throws IllegalArgumentException if the batch size is not positive
     * @throws DataException if the scaling does not fit the data's channels
     */
    public static BatchLoader sequential(Dataset dataset, InputFormat format, int batchSize, ExecutorService executor) {
        int[] order = IntStream.range(0, dataset.size()).toArray();
        return new BatchLoader(dataset, format, batchSize, order, false, Augmentation.NONE, 0, executor);
    }

    /**
     * One pass in random order, which depends on the dataset's size, the seed and the epoch alone.
     *
     * @param format applied to every example
     * @param batchSize examples per batch
     * @param seed of the whole training
     * @param epoch number of the pass; each has its own order
     * @param dropLast leave out a last batch that is smaller than the others
     * @param executor prepares batches; stays open
     * @throws IllegalArgumentException if the batch size is not positive
     * @throws DataException if the scaling does not fit the data's channels
     */
    public static BatchLoader shuffled(
            Dataset dataset,
            InputFormat format,
            int batchSize,
            long seed,
            int epoch,
            boolean dropLast,
            ExecutorService executor) {
        return shuffled(dataset, format, batchSize, seed, epoch, dropLast, Augmentation.NONE, executor);
    }

    /**
     * One pass in random order with augmented examples. What becomes of an example depends on the seed, the epoch and its
     * index alone; how examples are mixed on the seed, the epoch and the batch's number.
     *
     * @param format applied to every example, after its augmentation
     * @param batchSize examples per batch
     * @param seed of the whole training
     * @param epoch number of the pass
     * @param dropLast leave out a last batch that is smaller than the others
     * @param augmentation what is done to the examples
     * @param executor prepares batches; stays open
     * @throws IllegalArgumentException if the batch size is not positive
     * @throws DataException if the scaling does not fit the data's channels
     * @throws org.bitscale.BadInputException if the augmentation does not fit the data
     */
    public static BatchLoader shuffled(
            Dataset dataset,
            InputFormat format,
            int batchSize,
            long seed,
            int epoch,
            boolean dropLast,
            Augmentation augmentation,
            ExecutorService executor) {
        int[] order = IntStream.range(0, dataset.size()).toArray();
        new SeededRandom(SeededRandom.derive(seed, epoch)).shuffle(order);
        long augmentationSeed = SeededRandom.derive(seed ^ AUGMENTATION, epoch);
        return new BatchLoader(dataset, format, batchSize, order, dropLast, augmentation, augmentationSeed, executor);
    }

    /** Number of batches of the whole pass. */
    public int batchCount() {
        return batchCount;
    }

    /** Time the consumer has spent so far in {@link #next()} waiting for a batch to be ready, in nanoseconds. */
    public long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public boolean hasNext() {
        return !closed && !ahead.isEmpty();
    }

    /**
     * The next batch; waits until it is ready. After an error the loader is closed.
     *
     * @throws NoSuchElementException if the pass is over or the loader is closed
     * @throws DataException if an example of this batch cannot be read; any other error of the preparation comes
     *     through unchanged too
     * @throws CancellationException if the waiting thread is interrupted; its interrupt flag stays set
     */
    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException(closed ? "the batch loader is closed" : "there is no further batch");
        }
        long start = System.nanoTime();
        boolean delivered = false;
        try {
            Batch batch = ahead.remove().get();
            waitedNanos += System.nanoTime() - start;
            prepareAhead();
            delivered = true;
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("waiting for a batch was interrupted");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("preparing a batch failed", e.getCause());
        } finally {
            if (!delivered) {
                close();
            }
        }
    }

    /** Stops preparing batches: what has not begun is dropped, what has begun ends after the current example. */
    @Override
    public void close() {
        closed = true;
        ahead.forEach(batch -> batch.cancel(false));
        ahead.clear();
    }

    private void prepareAhead() {
        while (ahead.size() < BATCHES_AHEAD && submitted < batchCount) {
            int batch = submitted++;
            ahead.add(executor.submit(() -> prepare(batch)));
        }
    }

    private Batch prepare(int batch) {
        int from = batch * batchSize;
        int[] indices = Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
        int valuesPerItem = dataset.info().valuesPerItem();
        float[] values = new float[Math.multiplyExact(indices.length, valuesPerItem)];
        int[] labels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            if (closed) {
                throw new CancellationException("the batch loader was closed");
            }
            dataset.read(indices[i], values, i * valuesPerItem);
            if (augmentation.changesExamples()) {
                SeededRandom random = new SeededRandom(SeededRandom.derive(augmentationSeed, indices[i]));
                augmentation.apply(values, i * valuesPerItem, dataset.info().shape(), random::nextDouble);
            }
            format.apply(values, i * valuesPerItem, dataset.info().shape());
            labels[i] = dataset.label(indices[i]);
        }
        Optional<Batch.Mixed> mixed =
                augmentation.mixup() > 0 ? Optional.of(mix(batch, values, labels)) : Optional.empty();
        return new Batch(values, labels, indices.length, indices, mixed);
    }

    private Batch.Mixed mix(int batch, float[] values, int[] labels) {
        SeededRandom random = new SeededRandom(SeededRandom.derive(augmentationSeed, BATCHES + batch));
        int[] partners = IntStream.range(0, labels.length).toArray();
        random.shuffle(partners);
        double share = Mixup.share(augmentation.mixup(), random::nextDouble);
        Mixup.mix(values, partners, share);
        return new Batch.Mixed(
                Arrays.stream(partners).map(partner -> labels[partner]).toArray(), share);
    }
}
