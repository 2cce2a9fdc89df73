package org.bitscale.experiment.task;

import java.nio.file.Path;
import java.time.Duration;
import org.bitscale.engine.EngineSettings;

/**
 * How a worker process is run.
 *
 * @param engine device and threads
 * @param heapMebibytes largest Java heap
 * @param folder where it runs; absolute
 * @param background whether it makes way for other programs, where the system knows how
 * @param grace how long it may take to stop what it does before it is killed
 */
record WorkerSettings(EngineSettings engine, long heapMebibytes, Path folder, boolean background, Duration grace) {}
