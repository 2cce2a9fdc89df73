package org.bitscale;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/** The environment variables that native libraries see, which Java itself can only read. */
public final class NativeEnvironment {

    private static final int KEEP = 0;

    private NativeEnvironment() {}

    /**
     * Sets a variable for libraries that are loaded later; a value that is there stays. Does nothing on Windows, whose
     * libraries keep environments of their own.
     */
    public static void setIfAbsent(String variable, String value) {
        if (!Platform.isWindows()) {
            Function.getFunction("c", "setenv").invokeInt(new Object[] {variable, value, KEEP});
        }
    }
}
