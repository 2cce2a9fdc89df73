package org.bitscale.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runs …}: what was tried in a workspace. */
@Command(
        name = "runs",
        resourceBundle = "org.bitscale.cli.messages",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunsListCommand.class,
            RunsShowCommand.class,
            RunsTagCommand.class,
            RunsNoteCommand.class,
            RunsStarCommand.class,
            RunsExportCommand.class,
            RunsFilesCommand.class
        })
final class RunsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), Messages.text("error.noSubcommand", spec.qualifiedName()));
    }
}
