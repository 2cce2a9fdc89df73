package org.bitscale.cli;

import java.util.concurrent.Callable;
import org.bitscale.experiment.run.Annotation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs star ID [--off]}. */
@Command(name = "star", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class RunsStarCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "run-id")
    private String id;

    @Option(names = "--off")
    private boolean off;

    @Mixin
    private WorkspaceArgument place;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return RunAnnotations.change(place, id, said -> new Annotation(!off, said.tags(), said.note()), output);
    }
}
