package org.bitscale.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.util.concurrent.Callable;
import org.bitscale.experiment.task.Worker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code worker}: the other end of the pipe to a process that runs trials. Not for people. */
@Command(name = "worker", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true, hidden = true)
final class WorkerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engine;

    @Override
    public Integer call() {
        new Worker(engine.open(), spec.commandLine().getOut()).serve(new FileInputStream(FileDescriptor.in));
        // The parent is gone or wants no more: native code that is still busy is not waited for.
        Runtime.getRuntime().halt(0);
        return 0;
    }
}
