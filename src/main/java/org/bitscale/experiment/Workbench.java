package org.bitscale.experiment;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.TorchEngine;
import org.bitscale.graph.op.OperatorTable;

/** What every use case works with: the operators, the engine, and a thread that prepares batches. */
public final class Workbench implements AutoCloseable {

    private final OperatorTable operators = OperatorTable.standard();
    private final EngineSettings settings;
    private final ExecutorService loaders;
    private TorchEngine engine;

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
