package org.bitscale.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.bitscale.cli.CommandLineProgram;

/** Starts Bitscale: a command if one is given, else the quickstart in the terminal. */
public final class Launcher {

    private Launcher() {}

    /** Runs the program and exits with its code. */
    public static void main(String[] arguments) {
        // The tables draw with box characters: terminals and files get UTF-8 whatever the platform's default is.
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        String[] command = arguments.length == 0 ? new String[] {"quickstart"} : arguments;
        System.exit(CommandLineProgram.run(out, err, command));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
