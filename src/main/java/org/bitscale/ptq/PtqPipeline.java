package org.bitscale.ptq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitscale.graph.Graph;

/** Runs the steps of a recipe. */
public final class PtqPipeline {

    private PtqPipeline() {}

    /**
     * Quantizes a network whose batch normalizations are folded.
     *
     * @return real-valued network, ranges and integers, ready for export
     * @throws java.util.concurrent.CancellationException if the task is cancelled
     */
    public static Draft run(Graph folded, PtqRecipe recipe, PtqContext context) {
        Draft draft = Draft.of(folded);
        for (PtqStep step : steps(recipe)) {
            context.progress().checkCancelled();
            draft = step.apply(draft, context);
        }
        return draft;
    }

    /** The steps, that of choosing ranges at its place even if the recipe does not name it. */
    private static List<PtqStep> steps(PtqRecipe recipe) {
        List<PtqStep> steps = new ArrayList<>();
        boolean ranges = false;
        for (PtqRecipe.Step step : recipe.steps()) {
            ranges |= step.kind() == StepKind.RANGES;
            if (!ranges && step.kind().phase().compareTo(StepKind.Phase.RANGES) > 0) {
                steps.add(new ChooseRanges(Optional.empty()));
                ranges = true;
            }
            steps.add(step.build());
        }
        if (!ranges) {
            steps.add(new ChooseRanges(Optional.empty()));
        }
        return steps;
    }
}
