package org.bitscale.engine;

import java.util.Map;
import org.bitscale.graph.Tensor;
import org.bitscale.quant.QParams;

/** Activations under a range that does not change: that of the smallest squared error of what was calibrated. */
final class FixedActivations implements ActivationQuantizer {

    private final CalibratedSite site;
    private final QParams parameters;

    FixedActivations(CalibratedSite site) {
        this.site = site;
        this.parameters = site.smallestError();
    }

    @Override
    public Map<String, Tensor> buffers() {
        return Map.of(site.name("scale"), Tensor.ofFloats(new float[] {parameters.scale()}, 1));
    }

    @Override
    public String scale(TorchProgram program) {
        return program.argument(site.name("scale"));
    }

    @Override
    public String integers(TorchProgram program, String position, String scale) {
        int zero = parameters.zeroPoint();
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
        return parameters;
    }
}
