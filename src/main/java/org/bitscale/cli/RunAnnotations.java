package org.bitscale.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.storage.Workspace;

/** Changes what is said about a run and answers with what is said then. */
final class RunAnnotations {

    private RunAnnotations() {}

    static int change(WorkspaceArgument place, String id, UnaryOperator<Annotation> change, OutputOptions output) {
        try (Workspace workspace = place.open()) {
            String run = workspace.runs().run(id).id();
            Annotation annotation = change.apply(workspace.runs().annotation(run));
            workspace.runs().annotate(run, annotation);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", run);
            object.put("annotation", RunTexts.object(annotation));
            output.print(
                    Messages.text("runs.annotated", run, RunTexts.said(annotation), annotation.note())
                            .stripTrailing(),
                    object);
            return 0;
        }
    }
}
