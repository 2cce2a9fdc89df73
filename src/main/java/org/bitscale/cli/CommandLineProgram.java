package org.bitscale.cli;

import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import org.bitscale.BadInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs command lines and turns what goes wrong into one line and an exit code. */
public final class CommandLineProgram {

    /** Wrong use or bad input. */
    public static final int BAD_INPUT = 2;
    /** Something failed that is not the user's doing. */
    public static final int FAILURE = 1;

    private static final Logger LOG = LoggerFactory.getLogger(CommandLineProgram.class);

    private CommandLineProgram() {}

    /**
     * Runs one command line.
     *
     * @param window opens the window, for the commands that need it
     * @return the exit code: 0, {@value #BAD_INPUT} or {@value #FAILURE}
     */
    public static int run(PrintWriter out, PrintWriter err, WindowOpener window, String... arguments) {
        CommandLine program = new CommandLine(new BitscaleCommand());
        program.addSubcommand(new WindowCommand(window));
        program.addSubcommand(new ScreenshotsCommand(window));
        program.getSubcommands().get("qat").getCommandSpec().usageMessage().footer(QatCommand.footer());
        program.setOut(out);
        program.setErr(err);
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setUsageHelpAutoWidth(true);
        program.setParameterExceptionHandler((e, args) -> {
            CommandLine command = e.getCommandLine();
            err.println(Messages.text("error.line", oneLine(e.getMessage())));
            CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
            err.println(Messages.text("error.help", command.getCommandSpec().qualifiedName()));
            return BAD_INPUT;
        });
        program.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof BadInputException) {
                err.println(Messages.text("error.line", oneLine(e.getMessage())));
                LOG.debug("bad input", e);
                return BAD_INPUT;
            }
            if (e instanceof CancellationException) {
                err.println(Messages.text("error.cancelled"));
                return FAILURE;
            }
            err.println(Messages.text("error.internal", e.getClass().getSimpleName(), oneLine(e.getMessage())));
            LOG.debug("failure", e);
            return FAILURE;
        });
        int code = program.execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static String oneLine(String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
