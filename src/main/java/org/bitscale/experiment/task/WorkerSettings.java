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
 * @param niceness how far it makes way for other programs, 0 to 19 as POSIX counts, where the system knows how
 * @param grace how long it may take to stop what it does before it is killed
 */
record WorkerSettings(EngineSettings engine, long heapMebibytes, Path folder, int niceness, Duration grace) {}
