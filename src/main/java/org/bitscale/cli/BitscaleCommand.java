package org.bitscale.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself: says what commands there are. */
@Command(
        name = "bitscale",
        resourceBundle = "org.bitscale.cli.messages",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            InspectCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            SensitivityCommand.class,
            SearchCommand.class,
            PtqCommand.class,
            QatCommand.class,
            VerifyCommand.class,
            SaturationCommand.class,
            ConvertCommand.class,
            BenchCommand.class,
            QuickstartCommand.class,
            SweepCommand.class,
            RerunCommand.class,
            ParetoCommand.class,
            ReportCommand.class,
            RunsCommand.class,
            WorkspaceCommand.class,
            SchemaCommand.class,
            CompletionCommand.class,
            WorkerCommand.class
        })
public final class BitscaleCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), Messages.text("error.noCommand"));
    }
}
