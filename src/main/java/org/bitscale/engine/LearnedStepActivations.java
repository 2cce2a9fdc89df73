package org.bitscale.engine;

import java.util.List;
import java.util.Map;
import org.bitscale.graph.Tensor;
import org.bitscale.quant.QParams;

/** Activations under a learned scale (LSQ, Esser et al. 2020), the zero point being that of the calibration. */
final class LearnedStepActivations implements ActivationQuantizer {

    private final CalibratedSite site;
    private final QParams start;

    LearnedStepActivations(CalibratedSite site) {
        this.site = site;
        this.start = site.smallestError();
    }

    @Override
    public List<TrainedParameter> parameters() {
        return List.of(new TrainedParameter(
                site.name("scale"),
                Tensor.ofFloats(new float[] {start.scale()}, 1),
                TrainedParameter.Kind.SCALE,
                StepSizes.gradientScale(
                        site.values(),
                        site.format(),
                        start.scale(),
                        site.summary().absoluteMean())));
    }

    @Override
    public String scale(TorchProgram program) {
        return program.argument(site.name("scale"));
    }

    @Override
    public String integers(TorchProgram program, String position, String scale) {
        int zero = start.zeroPoint();
        return Rounding.of(
                program,
                Rounding.clamp(
                        program,
                        position,
                        site.format().qmin() - zero,
                        site.format().qmax() - zero));
    }

    @Override
    public QParams trained(Map<String, float[]> values) {
        return new QParams(values.get(site.name("scale"))[0], start.zeroPoint());
    }
}
