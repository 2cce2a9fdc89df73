package org.bitscale.experiment.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.run.Trial;

/**
 * Finds out how many workers of how many threads train fastest in all, by letting each way train for two seconds. Small
 * networks do more with many workers of one thread, large ones may not fit into memory so often.
 */
public final class PoolSizing {

    private static final double SECONDS = 2;

    private final Path folder;
    private final ContentCache cache;

    /**
     * @param folder where workers run
     * @param cache remembers what was measured
     */
    public PoolSizing(Path folder, ContentCache cache) {
        this.folder = folder;
        this.cache = cache;
    }

    /** What decides the result. */
    private record Content(String model, int batchSize, String device, int processors, String processor) {}

    /**
     * A way to use the processors.
     *
     * @param workers processes at the same time
     * @param threads of each
     * @param examplesPerSecond of all workers together
     */
    public record Size(int workers, int threads, double examplesPerSecond) {}

    /** What was measured, best first. */
    public record Measured(List<Size> sizes) {

        /** Best first. */
        public Measured {
            sizes = sizes.stream()
                    .sorted(Comparator.comparingDouble(Size::examplesPerSecond).reversed())
                    .toList();
        }

        /** The fastest way. */
        public Size best() {
            return sizes.get(0);
        }
    }

    /** Measures for the network and data of a trial, once for each network and kind of machine. */
    public Measured measure(Trial trial, EngineSettings.Device device, int processors) {
        int batchSize = trial.training().map(recipe -> recipe.batchSize()).orElse(64);
        Content content = new Content(
                trial.modelHash(),
                batchSize,
                device.name(),
                processors,
                org.bitscale.deploy.Processor.current().model());
        return cache.get("pool", content, Measured.class, () -> {
            List<Size> sizes = new ArrayList<>();
            for (int workers : workerCounts(processors, device)) {
                int threads = Math.max(1, processors / workers);
                try (LocalPool pool =
                        new LocalPool(PoolSettings.of(workers, new EngineSettings(device, threads)), folder)) {
                    sizes.add(new Size(workers, threads, pool.speed(trial.model(), trial.data(), batchSize, SECONDS)));
                }
            }
            return new Measured(sizes);
        });
    }

    /** Powers of two up to the number of processors, and that number; one worker on a GPU. */
    static List<Integer> workerCounts(int processors, EngineSettings.Device device) {
        List<Integer> counts = new ArrayList<>();
        int most = device == EngineSettings.Device.CUDA ? 1 : processors;
        for (int workers = 1; workers < most; workers *= 2) {
            counts.add(workers);
        }
        counts.add(most);
        return counts;
    }

    /** Opens a pool. */
    public LocalPool open(int workers, EngineSettings engine) {
        return new LocalPool(PoolSettings.of(workers, engine), folder);
    }

    /** What identifies a model and data, asked from a worker that ends afterwards. */
    public Describe.Result describe(Path model, org.bitscale.experiment.DataOptions data, EngineSettings engine) {
        try (LocalPool pool = open(1, engine)) {
            return pool.describe(model, data);
        }
    }
}
