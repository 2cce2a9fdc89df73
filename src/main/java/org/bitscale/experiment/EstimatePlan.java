package org.bitscale.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitscale.Progress;
import org.bitscale.eval.Agreement;
import org.bitscale.eval.Predictions;
import org.bitscale.eval.Sqnr;
import org.bitscale.graph.Graph;
import org.bitscale.graph.quantize.PackedSize;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.quant.QuantPlan;

/**
 * Estimates what a plan is worth, with the arithmetic of a trial that quantizes without training. The workbench keeps the
 * last network with what it computes in float, so that the next plan for it is estimated quickly.
 */
public final class EstimatePlan {

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public EstimatePlan(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * Quantizes without training and evaluates.
     *
     * @throws org.bitscale.BadInputException if model, data and plan do not fit
     */
    public PlanEstimate run(EstimateRequest request) {
        long start = System.nanoTime();
        FloatNetwork real = workbench.floatNetwork(request.model(), request.data());
        Graph folded = real.model().folded();
        QuantPlan plan = PlanBuilder.of(folded, real.facts(), workbench.operators(), request.plan());
        FloatNetwork.Quantized quantized =
                real.quantized(plan, request.plan(), request.calibrationExamples(), progress);
        FloatNetwork.Reference reference = real.reference(request.examples(), progress);
        progress.checkCancelled();
        Predictions predictions = real.predictions(quantized.deployed(), reference.examples(), progress);
        progress.checkCancelled();
        Predictions floats = reference.predictions();
        return new PlanEstimate(
                predictions.accuracy(),
                Score.loss(predictions),
                floats.accuracy(),
                Score.loss(floats),
                Agreement.of(floats.classesPredicted(), predictions.classesPredicted()),
                PackedSize.of(folded, quantized.parts().weights(), quantized.sites()),
                real.packedBytes(),
                LayerRecord.of(folded, plan, workbench.operators()).stream()
                        .mapToLong(LayerRecord::bops)
                        .sum(),
                errors(real, reference, plan, quantized.deployed()),
                (System.nanoTime() - start) / 1e9);
    }

    private static List<PlanEstimate.LayerError> errors(
            FloatNetwork real, FloatNetwork.Reference reference, QuantPlan plan, Graph deployed) {
        Map<String, float[]> values = real.outputs(deployed, real.weighted(), reference);
        List<PlanEstimate.LayerError> errors = new ArrayList<>();
        reference
                .outputs()
                .forEach((layer, output) -> errors.add(new PlanEstimate.LayerError(
                        layer, plan.of(layer).describe(), Sqnr.of(output, values.get(layer)))));
        return errors;
    }
}
