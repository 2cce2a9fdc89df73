package org.bitscale.experiment.task;

import java.time.Duration;
import org.bitscale.BadInputException;
import org.bitscale.engine.EngineSettings;

/**
 * How a pool of worker processes is run.
 *
 * @param workers number of processes, at least 1
 * @param engine device and threads of each
 * @param retries how often a trial is started again after its worker died
 * @param silence how long a worker may give no sign of life
 * @param stall how long a trial may make no progress
 */
public record PoolSettings(int workers, EngineSettings engine, int retries, Duration silence, Duration stall) {

    /** Checks the numbers. */
    public PoolSettings {
        if (workers < 1 || workers > 256) {
            throw new BadInputException("A number of workers from 1 to 256 is expected, but " + workers + " came");
        }
    }

    /** Two retries, half a minute of silence, ten minutes without progress. */
    public static PoolSettings of(int workers, EngineSettings engine) {
        return new PoolSettings(workers, engine, 2, Duration.ofSeconds(30), Duration.ofMinutes(10));
    }
}
