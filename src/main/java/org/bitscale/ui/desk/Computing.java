package org.bitscale.ui.desk;

import java.util.OptionalInt;
import org.bitscale.engine.EngineSettings.Device;
import org.bitscale.experiment.task.ExperimentSession;

/**
 * What experiments are computed with.
 *
 * @param device processor or GPU
 * @param workers trials at the same time; empty to measure what is best
 * @param threads of each worker; empty to share the processors
 */
public record Computing(Device device, OptionalInt workers, OptionalInt threads) {

    /** On the processor, as many workers as measure best. */
    public static final Computing AUTOMATIC = new Computing(Device.CPU, OptionalInt.empty(), OptionalInt.empty());

    /** The same on another device. */
    public Computing on(Device other) {
        return new Computing(other, workers, threads);
    }

    /** The same with another number of workers. */
    public Computing withWorkers(OptionalInt number) {
        return new Computing(device, number, threads);
    }

    /** The same with another number of threads. */
    public Computing withThreads(OptionalInt number) {
        return new Computing(device, workers, number);
    }

    ExperimentSession.Options options() {
        return new ExperimentSession.Options(device, workers, threads, false);
    }
}
