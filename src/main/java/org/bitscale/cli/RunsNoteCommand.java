package org.bitscale.cli;

import java.util.concurrent.Callable;
import org.bitscale.experiment.run.Annotation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code runs note ID TEXT}. */
@Command(name = "note", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class RunsNoteCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "run-id")
    private String id;

    @Parameters(index = "1", paramLabel = "TEXT", descriptionKey = "note-text")
    private String text;

    @Mixin
    private WorkspaceArgument place;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return RunAnnotations.change(
                place, id, said -> new Annotation(said.starred(), said.tags(), text.strip()), output);
    }
}
