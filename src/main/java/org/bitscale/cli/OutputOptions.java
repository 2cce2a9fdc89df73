package org.bitscale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that say how to answer. */
final class OutputOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json")
    private boolean json;

    @Option(names = {"-q", "--quiet"})
    private boolean quiet;

    /** Where progress goes while a command runs. */
    TerminalProgress progress() {
        return new TerminalProgress(command.commandLine().getErr(), !quiet);
    }

    /** Prints text for people, or {@code object} for machines. */
    void print(String text, Map<String, Object> object) {
        if (!json) {
            command.commandLine().getOut().println(text);
            return;
        }
        try {
            command.commandLine()
                    .getOut()
                    .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answers are plain values", e);
        }
    }

    /** Says something while a command runs, beside the result. */
    void say(String line) {
        if (!quiet) {
            command.commandLine().getErr().println(line);
            command.commandLine().getErr().flush();
        }
    }

    /** Says why there is no result, even where little is to be said. */
    void fail(String line) {
        command.commandLine().getErr().println(line);
        command.commandLine().getErr().flush();
    }

    /** Whether the answer is for machines. */
    boolean isJson() {
        return json;
    }
}
