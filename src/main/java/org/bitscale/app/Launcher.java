package org.bitscale.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Starts Bitscale: a command if one is given, else the window. */
public final class Launcher {

    private Launcher() {}

    /** Runs the program and exits with its code. */
    public static void main(String[] arguments) {
        // The tables draw with box characters: terminals and files get UTF-8 whatever the platform's default is.
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        System.exit(new Program(out, err, new JavaFxWindows()).run(arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
