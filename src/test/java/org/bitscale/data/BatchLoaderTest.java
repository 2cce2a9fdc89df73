package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bitscale.BadInputException;
import org.bitscale.data.augment.Augmentation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
    private static final List<Integer> ORDER_OF_SEED_5_EPOCH_3 = List.of(3, 5, 4, 2, 0, 6, 8, 1, 9, 7);

    private final ExecutorService executor = Executors.newFixedThreadPool(3);
    private final Dataset ten = ArrayDataset.withLabels(0, 1, 2, 0, 1, 2, 0, 1, 2, 0);

    @AfterEach
    void stopExecutor() throws InterruptedException {
        executor.shutdownNow();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sequentialGivesEverythingInOrderAndASmallerLastBatch() {
        try (BatchLoader loader = BatchLoader.sequential(ten, InputFormat.of(InputScaling.none()), 4, executor)) {
            assertThat(loader.batchCount()).isEqualTo(3);
            Batch first = loader.next();
            assertThat(first.size()).isEqualTo(4);
            assertThat(first.indices()).containsExactly(0, 1, 2, 3);
            assertThat(first.labels()).containsExactly(0, 1, 2, 0);
            assertThat(first.values()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
            assertThat(loader.next().indices()).containsExactly(4, 5, 6, 7);
            Batch last = loader.next();
            assertThat(last.size()).isEqualTo(2);
            assertThat(last.values()).containsExactly(8, 8, 9, 9);
            assertThat(last.labels()).containsExactly(2, 0);
            assertThat(loader.hasNext()).isFalse();
            assertThatThrownBy(loader::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void valuesAreScaled() {
        InputFormat scaling = InputFormat.of(new InputScaling(2, List.of(1f), List.of(4f)));
        try (BatchLoader loader = BatchLoader.sequential(ten, scaling, 2, executor)) {
            assertThat(loader.next().values()).containsExactly(-0.25f, -0.25f, -0.125f, -0.125f);
        }
    }

    @Test
    void shuffledGivesEverythingOnce() {
        List<Integer> order = order(1, 0, false, executor);

        assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(order).isNotEqualTo(IntStream.range(0, 10).boxed().toList());
    }

    @Test
    void dropLastLeavesTheSmallerBatchOut() {
        assertThat(order(1, 0, true, executor))
                .isEqualTo(order(1, 0, false, executor).subList(0, 8));
        try (BatchLoader loader =
                BatchLoader.shuffled(ten, InputFormat.of(InputScaling.none()), 11, 1, 0, true, executor)) {
            assertThat(loader.batchCount()).isZero();
            assertThat(loader.hasNext()).isFalse();
        }
    }

    @Test
    void theOrderDependsOnSeedAndEpochAlone() {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            assertThat(order(5, 3, false, executor)).isEqualTo(order(5, 3, false, single));
        } finally {
            single.shutdown();
        }
        assertThat(order(5, 3, false, executor))
                .isNotEqualTo(order(5, 4, false, executor))
                .isNotEqualTo(order(6, 3, false, executor))
                .isNotEqualTo(order(3, 5, false, executor));
        assertThat(order(5, 3, false, executor)).isEqualTo(ORDER_OF_SEED_5_EPOCH_3);
    }

    @Test
    void whatBecomesOfAnExampleDependsOnSeedEpochAndItsIndexAlone() {
        Augmentation all = new Augmentation(3, 2, true, 4, 0);
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            Map<Integer, List<Float>> threads = augmented(all, 2, 5, 3, executor);
            assertThat(augmented(all, 4, 5, 3, single)).isEqualTo(threads);
            assertThat(augmented(all, 2, 5, 4, single)).isNotEqualTo(threads);
            assertThat(augmented(all, 2, 6, 3, single)).isNotEqualTo(threads);
        } finally {
            single.shutdown();
        }
    }

    private static Map<Integer, List<Float>> augmented(
            Augmentation augmentation, int batchSize, long seed, int epoch, ExecutorService executor) {
        Dataset pictures = SampleShapes.generate(8, 5);
        int size = pictures.info().valuesPerItem();
        Map<Integer, List<Float>> examples = new TreeMap<>();
        try (BatchLoader loader = BatchLoader.shuffled(
                pictures, InputFormat.pictures(), batchSize, seed, epoch, true, augmentation, executor)) {
            while (loader.hasNext()) {
                Batch batch = loader.next();
                for (int i = 0; i < batch.size(); i++) {
                    List<Float> values = new ArrayList<>();
                    for (int j = 0; j < size; j++) {
                        values.add(batch.values()[i * size + j]);
                    }
                    examples.put(batch.indices()[i], values);
                }
            }
        }
        return examples;
    }

    @Test
    void mixingMixesInputsAndTellsTheOtherLabels() {
        Augmentation mixing = new Augmentation(0, 0, false, 0, 1);
        try (BatchLoader loader =
                BatchLoader.shuffled(ten, InputFormat.of(InputScaling.none()), 5, 1, 0, true, mixing, executor)) {
            Batch batch = loader.next();
            Batch.Mixed mixed = batch.mixed().orElseThrow();
            assertThat(mixed.share()).isBetween(0.0, 1.0);
            for (int i = 0; i < 5; i++) {
                // Every value of an example is its index, and its label the index modulo 3.
                double other = (batch.values()[2 * i] - mixed.share() * batch.indices()[i]) / (1 - mixed.share());
                assertThat(other).isCloseTo(Math.rint(other), within(1e-3));
                assertThat(mixed.labels()[i]).isEqualTo((int) Math.rint(other) % 3);
            }
        }
    }

    @Test
    void augmentationOfWhatIsNoPictureIsRefused() {
        assertThatThrownBy(() -> BatchLoader.shuffled(
                        ten,
                        InputFormat.of(InputScaling.none()),
                        5,
                        1,
                        0,
                        true,
                        new Augmentation(1, 0, false, 0, 0),
                        executor))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("for pictures");
    }

    @Test
    void noMoreThanThreeBatchesAreAhead() {
        AtomicInteger reads = new AtomicInteger();
        Dataset counting = reading(ten, reads::incrementAndGet);
        ExecutorService sameThread = new SameThreadExecutor();
        try (BatchLoader loader =
                BatchLoader.sequential(counting, InputFormat.of(InputScaling.none()), 1, sameThread)) {
            assertThat(reads).hasValue(3);
            loader.next();
            assertThat(reads).hasValue(4);
            loader.next();
            assertThat(reads).hasValue(5);
        }
    }

    @Test
    void anErrorSurfacesAtItsBatchAndClosesTheLoader() {
        Dataset broken = failing(ten, 3, new DataException("picture 3 is broken"));
        try (BatchLoader loader = BatchLoader.sequential(broken, InputFormat.of(InputScaling.none()), 2, executor)) {
            assertThat(loader.next().indices()).containsExactly(0, 1);
            assertThatThrownBy(loader::next).isInstanceOf(DataException.class).hasMessage("picture 3 is broken");
            assertThat(loader.hasNext()).isFalse();
        }
    }

    @Test
    void anErrorOfTheVirtualMachineComesThrough() {
        Dataset broken = failing(ten, 0, new OutOfMemoryError("for the test"));
        try (BatchLoader loader = BatchLoader.sequential(broken, InputFormat.of(InputScaling.none()), 2, executor)) {
            assertThatThrownBy(loader::next).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void closingStopsAfterTheExampleInWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        Dataset slow = reading(ten, () -> {
            reads.incrementAndGet();
            begun.countDown();
            await(proceed);
        });
        ExecutorService single = Executors.newSingleThreadExecutor();
        BatchLoader loader = BatchLoader.sequential(slow, InputFormat.of(InputScaling.none()), 10, single);
        begun.await();

        loader.close();
        proceed.countDown();
        single.shutdown();

        assertThat(single.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(reads).hasValue(1);
        assertThat(loader.hasNext()).isFalse();
        assertThatThrownBy(loader::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("the batch loader is closed");
    }

    @Test
    void interruptingTheConsumerCancels() {
        CountDownLatch never = new CountDownLatch(1);
        Dataset stuck = reading(ten, () -> await(never));
        try (BatchLoader loader = BatchLoader.sequential(stuck, InputFormat.of(InputScaling.none()), 2, executor)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(loader::next).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(loader.hasNext()).isFalse();
        } finally {
            never.countDown();
        }
    }

    @Test
    void tellsHowLongTheConsumerWaited() {
        CountDownLatch proceed = new CountDownLatch(1);
        Dataset slow = reading(ten, () -> await(proceed));
        try (BatchLoader loader = BatchLoader.sequential(slow, InputFormat.of(InputScaling.none()), 10, executor)) {
            assertThat(loader.waitedNanos()).isZero();
            proceed.countDown();
            loader.next();
            assertThat(loader.waitedNanos()).isPositive();
        }
    }

    @Test
    void wrongUseIsRefusedAtOnce() {
        assertThatThrownBy(() -> BatchLoader.sequential(ten, InputFormat.of(InputScaling.none()), 0, executor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch size must be positive");
        InputFormat threeChannels = InputFormat.of(new InputScaling(1, List.of(0f, 0f, 0f), List.of(1f)));
        assertThatThrownBy(() -> BatchLoader.sequential(ten, threeChannels, 2, executor))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("names 3 channels, but the data has 1");
    }

    private List<Integer> order(long seed, int epoch, boolean dropLast, ExecutorService onExecutor) {
        List<Integer> order = new ArrayList<>();
        try (BatchLoader loader =
                BatchLoader.shuffled(ten, InputFormat.of(InputScaling.none()), 4, seed, epoch, dropLast, onExecutor)) {
            loader.forEachRemaining(batch -> Arrays.stream(batch.indices()).forEach(order::add));
        }
        return order;
    }

    private static Dataset reading(Dataset dataset, Runnable beforeEachRead) {
        return new Watched(dataset, index -> beforeEachRead.run());
    }

    private static Dataset failing(Dataset dataset, int at, Throwable failure) {
        return new Watched(dataset, index -> {
            if (index == at) {
                throw BatchLoaderTest.<RuntimeException>unchecked(failure);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Watched(Dataset dataset, IntConsumer beforeRead) implements Dataset {
        @Override
        public DatasetInfo info() {
            return dataset.info();
        }

        @Override
        public int size() {
            return dataset.size();
        }

        @Override
        public int label(int index) {
            return dataset.label(index);
        }

        @Override
        public void read(int index, float[] target, int offset) {
            beforeRead.accept(index);
            dataset.read(index, target, offset);
        }
    }

    /** Runs every task at once in the caller. */
    private static final class SameThreadExecutor extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
