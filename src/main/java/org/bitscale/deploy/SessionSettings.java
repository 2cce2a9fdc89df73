package org.bitscale.deploy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/**
 * How ONNX Runtime is to run a file, on the CPU.
 *
 * @param threads threads within an operator, at least 1
 * @param optimise true for all graph optimisations, ONNX Runtime's default and the deployed way; false for none, the
 *     graph as written
 */
public record SessionSettings(int threads, boolean optimise) {
    /** Keeps INT4 weight-only MatMul layers exact: their activations stay in float. */
    private static final String EXACT_KEY = "session.qdq_matmulnbits_accuracy_level";

    private static final String EXACT_VALUE = "1";

    /**
     * Checks the threads.
     *
     * @throws IllegalArgumentException if there are fewer than 1
     */
    public SessionSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("ONNX Runtime needs at least 1 thread, but came " + threads);
        }
    }

    /** The deployed way: all graph optimisations. */
    public static SessionSettings optimised(int threads) {
        return new SessionSettings(threads, true);
    }

    /** The reference: the graph as written. */
    public static SessionSettings unoptimised(int threads) {
        return new SessionSettings(threads, false);
    }

    /** The options in ONNX Runtime's form; the caller closes them. */
    SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(optimise ? OptLevel.ALL_OPT : OptLevel.NO_OPT);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.addConfigEntry(EXACT_KEY, EXACT_VALUE);
            return options;
        } catch (OrtException e) {
            options.close();
            throw e;
        }
    }
}
