package org.bitscale.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bitscale.experiment.TargetAdvice;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Target;

/** What a target says of a plan, told before anything is trained. */
final class TargetNotes {

    private TargetNotes() {}

    /** What the targets that trials name say of their plans, each thing once. */
    static void say(List<Trial> trials, OutputOptions output) {
        OperatorTable operators = OperatorTable.standard();
        Set<String> notes = new LinkedHashSet<>();
        Set<PlanSettings> known = new HashSet<>();
        for (Trial trial : trials) {
            trial.plan()
                    .filter(plan -> plan.target() != Target.ONNXRUNTIME)
                    .filter(known::add)
                    .ifPresent(plan -> TargetAdvice.of(trial.model(), plan, trial.layout(), operators)
                            .remarks()
                            .forEach(remark -> notes.add(remark.text())));
        }
        notes.forEach(note -> output.say(Messages.text("target.note", note)));
    }

    /** What a target that was named says of a plan. */
    static void say(Path model, PlanSettings plan, Layout layout, Workbench workbench, OutputOptions output) {
        if (plan.target() != Target.ONNXRUNTIME) {
            TargetAdvice.of(model, plan, layout, workbench.operators())
                    .remarks()
                    .forEach(remark -> output.say(Messages.text("target.note", remark.text())));
        }
    }

    /** Where no target was named: that a file may be worth less on other processors. */
    static void warn(Path model, PlanSettings plan, Layout layout, Workbench workbench, OutputOptions output) {
        if (plan.target() == Target.ONNXRUNTIME) {
            TargetAdvice.of(model, plan, layout, workbench.operators()).remarks().stream()
                    .filter(remark -> remark.topic() == TargetAdvice.Topic.SATURATION)
                    .forEach(remark -> output.say(Messages.text("target.note", remark.text())));
        }
    }
}
