package org.bitscale.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.cli.CommandLineProgram;
import org.bitscale.cli.WindowOpener;

/** Decides between window and terminal. */
final class Program {

    private final PrintWriter out;
    private final PrintWriter err;
    private final WindowOpener window;

    Program(PrintWriter out, PrintWriter err, WindowOpener window) {
        this.out = out;
        this.err = err;
        this.window = window;
    }

    /** Runs a command; without one the window is opened, and where there is no display the quickstart runs instead. */
    int run(String... arguments) {
        if (arguments.length > 0) {
            String[] command = isModel(arguments) ? new String[] {"window", arguments[0]} : arguments;
            return CommandLineProgram.run(out, err, window, command);
        }
        try {
            window.open(Optional.empty(), Optional.empty());
            return 0;
        } catch (BadInputException e) {
            err.println(AppTexts.text("noWindow", e.getMessage()));
            return CommandLineProgram.run(out, err, window, "quickstart");
        }
    }

    /** A file manager opens a network with nothing but its path. */
    private static boolean isModel(String... arguments) {
        return arguments.length == 1
                && arguments[0].endsWith(".onnx")
                && java.nio.file.Files.exists(Path.of(arguments[0]));
    }
}
