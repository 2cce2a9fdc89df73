package org.bitscale.deploy;

import org.bitscale.NativeEnvironment;

/**
 * Switches ONNX Runtime's telemetry off before its library is loaded.
 *
 * <p>Two reasons. Nobody asked for it. And on Linux, version 1.29 matches regular expressions against the process's
 * command line while it creates its environment; from about 4,000 characters on (a class path of jars is enough) their
 * recursion overflows the stack, and the process dies without a message (github.com/vespa-engine/vespa/pull/37786).
 */
final class Telemetry {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private Telemetry() {}

    /**
     * Sets the variable that the library looks for in this process's native environment, which Java itself can only
     * read; a value that is there stays. On Windows the library's own switch is used instead, after loading.
     */
    static void disable() {
        NativeEnvironment.setIfAbsent(VARIABLE, "1");
    }
}
