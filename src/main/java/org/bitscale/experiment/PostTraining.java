package org.bitscale.experiment;

import java.util.Map;
import org.bitscale.Progress;
import org.bitscale.engine.Training;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ptq.ChooseRanges;
import org.bitscale.ptq.Draft;
import org.bitscale.ptq.Examples;
import org.bitscale.ptq.PtqContext;
import org.bitscale.ptq.PtqPipeline;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Summary;

/** Post-training quantization: with a plain recipe from what calibrations are known, else step by step. */
final class PostTraining {

    private static final int BATCH = 64;

    private final Workbench workbench;
    private final ContentCache cache;
    private final Progress progress;

    PostTraining(Workbench workbench, ContentCache cache, Progress progress) {
        this.workbench = workbench;
        this.cache = cache;
        this.progress = progress;
    }

    /** Quantizes a network whose batch normalizations are folded. */
    Training.Quantized run(
            QuantizeRequest request,
            ModelFile file,
            PreparedModel model,
            QuantPlan plan,
            Placement placement,
            TaskData data) {
        PlanSettings bits = request.plan().orElseThrow();
        Draft draft;
        if (request.ptq().isPlain()) {
            Map<String, Summary> observed = new Calibrate(workbench, cache, progress)
                    .run(file, model.folded(), placement, data, request.calibrationExamples());
            draft = ChooseRanges.of(
                    model.folded(), plan, placement, observed, bits.weightRange(), bits.activationRange());
        } else {
            Examples examples = new Examples(
                    HeldExamples.of(Calibrate.examples(data, request.calibrationExamples())),
                    data.format(),
                    BATCH,
                    workbench.loaders());
            draft = PtqPipeline.run(
                    model.folded(),
                    request.ptq(),
                    new PtqContext(
                            workbench.operators(),
                            workbench.engine(),
                            plan,
                            placement,
                            bits.weightRange(),
                            bits.activationRange(),
                            examples,
                            progress));
        }
        return new Training.Quantized(draft.folded(), draft.activations(), draft.weights());
    }
}
