package org.bitscale.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.TorchEngine;
import org.bitscale.graph.Graph;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.OperatorTable;

/** What every use case works with: the operators, the engine, and a thread that prepares batches. */
public final class Workbench implements AutoCloseable {

    private final OperatorTable operators = OperatorTable.standard();
    private final EngineSettings settings;
    private final ExecutorService loaders;
    private TorchEngine engine;
    private Optional<Opened> opened = Optional.empty();

    /** Data as it was opened last: one trial after another uses the same. */
    private record Opened(DataOptions options, ValueInfo input, Map<String, String> metadata, TaskData data) {}

    /** A workbench whose engine is loaded at its first use. */
    public Workbench(EngineSettings settings) {
        this.settings = settings;
        this.loaders = Executors.newSingleThreadExecutor(task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName("bitscale-batches");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The operators. */
    public OperatorTable operators() {
        return operators;
    }

    /** The engine. */
    public synchronized TorchEngine engine() {
        if (engine == null) {
            engine = TorchEngine.open(settings);
        }
        return engine;
    }

    /**
     * Opens data in the shape of a model's input.
     *
     * @throws org.bitscale.BadInputException if it does not fit the model
     */
    synchronized TaskData data(DataOptions options, Graph model) {
        Optional<Opened> same = opened.filter(last -> last.options().equals(options)
                && last.input().equals(model.onlyInput())
                && last.metadata().equals(model.metadata()));
        if (same.isEmpty()) {
            opened = Optional.empty(); // lets the last data go before the next is read
            opened = Optional.of(
                    new Opened(options, model.onlyInput(), model.metadata(), TaskData.open(options, model)));
        }
        TaskData data = opened.get().data();
        data.checkClasses(model);
        return data;
    }

    /** Device and threads. */
    public EngineSettings settings() {
        return settings;
    }

    /** Prepares batches. */
    public ExecutorService loaders() {
        return loaders;
    }

    @Override
    public synchronized void close() {
        loaders.shutdownNow();
        if (engine != null) {
            engine.close();
        }
    }
}
