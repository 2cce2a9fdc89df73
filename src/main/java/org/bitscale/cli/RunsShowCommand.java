package org.bitscale.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.Run;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code runs show ID}. */
@Command(name = "show", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class RunsShowCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "run-id")
    private String id;

    @Mixin
    private WorkspaceArgument place;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        try (Workspace workspace = place.open()) {
            Run run = workspace.runs().run(id);
            Annotation annotation = workspace.runs().annotation(run.id());
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", RunTexts.object(run));
            object.put("annotation", RunTexts.object(annotation));
            output.print(RunTexts.details(run, annotation), object);
            return 0;
        }
    }
}
