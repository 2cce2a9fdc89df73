package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.TorchEngine;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Shape;
import org.bitscale.graph.op.OperatorTable;

/** What every use case works with: the operators, the engine, and a thread that prepares batches. */
public final class Workbench implements AutoCloseable {

    private final OperatorTable operators = OperatorTable.standard();
    private final EngineSettings settings;
    private final ExecutorService loaders;
    private TorchEngine engine;
    private Optional<Opened> opened = Optional.empty();
    private Optional<FloatNetwork> network = Optional.empty();

    /** Data as it was opened last: one trial after another uses the same. */
    private record Opened(DataOptions options, Shape input, Optional<String> scaling, TaskData data) {}

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
        Shape input = model.onlyInput().type().shape();
        Optional<String> scaling = Optional.ofNullable(model.metadata().get(Metadata.INPUT_SCALING));
        Optional<Opened> same = opened.filter(last -> last.options().equals(options)
                && last.input().equals(input)
                && last.scaling().equals(scaling));
        if (same.isEmpty()) {
            opened = Optional.empty(); // lets the last data go before the next is read
            opened = Optional.of(new Opened(options, input, scaling, TaskData.open(options, model)));
        }
        TaskData data = opened.get().data();
        data.checkClasses(model);
        return data;
    }

    /**
     * A float network with its data, prepared for estimates; the last one is kept.
     *
     * @throws org.bitscale.BadInputException if one of them cannot be used
     */
    public synchronized FloatNetwork floatNetwork(Path model, DataOptions options) {
        Optional<FloatNetwork> last = network;
        network = Optional.empty(); // lets the last go before the next is read
        network = Optional.of(FloatNetwork.of(last, model, options, this));
        return network.get();
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
