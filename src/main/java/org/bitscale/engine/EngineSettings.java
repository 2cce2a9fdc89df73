package org.bitscale.engine;

import org.bitscale.BadInputException;

/**
 * Where and how wide the engine computes.
 *
 * @param device {@code cpu} or {@code cuda}
 * @param threads threads of one operation on the CPU, at least 1
 */
public record EngineSettings(Device device, int threads) {

    /** What computes. */
    public enum Device {
        /** This computer's processor. */
        CPU,
        /**
         * The first NVIDIA GPU, in float32. Sums of convolutions' gradients may come in any order there: repeated
         * trainings agree closely, but not always bit for bit as on the CPU.
         */
        CUDA
    }

    /** Checks the number of threads. */
    public EngineSettings {
        if (threads < 1 || threads > 1024) {
            throw new BadInputException(
                    "A number of threads from 1 to 1024 is expected, but %d came".formatted(threads));
        }
    }

    /** The CPU with as many threads as it has processors. */
    public static EngineSettings standard() {
        return new EngineSettings(Device.CPU, Runtime.getRuntime().availableProcessors());
    }
}
