package org.bitscale.cli;

import java.nio.file.Path;
import org.bitscale.experiment.TargetAdvice;
import org.bitscale.experiment.Workbench;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;

/** What a target says of a plan, told before anything is trained. */
final class TargetNotes {

    private TargetNotes() {}

    static void say(Path model, PlanSettings plan, Layout layout, Workbench workbench, OutputOptions output) {
        TargetAdvice.of(model, plan, layout, workbench.operators())
                .remarks()
                .forEach(remark -> output.say(Messages.text("target.note", remark.text())));
    }
}
