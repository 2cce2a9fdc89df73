package org.bitscale.jmh;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.SampleShapes;
import org.bitscale.data.augment.Augmentation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Preparing batches of 3×32×32 pictures on one thread; time a picture. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchBenchmark {

    private static final int PICTURES = 1024;
    private static final int BATCH = 128;
    private static final Augmentation EVERYTHING = new Augmentation(4, 2, true, 8, 0.2);

    private Dataset data;
    private ExecutorService loader;
    private int epoch;

    /** Draws the pictures. */
    @Setup
    public void draw() {
        data = SampleShapes.generate(PICTURES, 1);
        loader = Executors.newSingleThreadExecutor();
    }

    /** Ends the thread. */
    @TearDown
    public void close() {
        loader.shutdownNow();
    }

    /** As they are. */
    @Benchmark
    @OperationsPerInvocation(PICTURES)
    public void plain(Blackhole sink) {
        pass(Augmentation.NONE, sink);
    }

    /** Cropped, shifted, flipped, cut out and mixed. */
    @Benchmark
    @OperationsPerInvocation(PICTURES)
    public void augmented(Blackhole sink) {
        pass(EVERYTHING, sink);
    }

    private void pass(Augmentation augmentation, Blackhole sink) {
        try (BatchLoader batches =
                BatchLoader.shuffled(data, InputFormat.pictures(), BATCH, 1, epoch++, true, augmentation, loader)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                sink.consume(batch);
            }
        }
    }
}
