package org.bitscale.cli;

import java.util.concurrent.Callable;
import org.bitscale.experiment.spec.ExperimentSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schema}: the JSON Schema of experiment files. */
@Command(name = "schema", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(ExperimentSchema.jsonSchema());
        return 0;
    }
}
