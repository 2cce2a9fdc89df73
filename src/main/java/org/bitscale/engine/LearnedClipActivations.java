package org.bitscale.engine;

import java.util.List;
import java.util.Map;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.TorchText;
import org.bitscale.quant.QParams;

/**
 * Activations of at least zero clipped at a learned value (PACT, Choi et al. 2018): {@code y = clamp(x, 0, α)}, quantized
 * with the scale {@code α/qmax}. The gradient of α is 1 where x is clipped and 0 elsewhere: the scale is taken as a
 * constant, and α enters as the upper bound alone.
 */
final class LearnedClipActivations implements ActivationQuantizer {

    private final CalibratedSite site;

    private LearnedClipActivations(CalibratedSite site) {
        this.site = site;
    }

    /** The quantizer of a site; where something is below zero its range is observed, as the paper has no clip for it. */
    static ActivationQuantizer of(CalibratedSite site) {
        return site.startsAtZero() ? new LearnedClipActivations(site) : new ObservedActivations(site);
    }

    @Override
    public List<TrainedParameter> parameters() {
        float start = site.smallestError().scale() * site.format().qmax();
        return List.of(new TrainedParameter(
                site.name("clip"), Tensor.ofFloats(new float[] {start}, 1), TrainedParameter.Kind.CLIP, 1));
    }

    @Override
    public String scale(TorchProgram program) {
        return program.assign("torch.div(torch.detach(%s), %s)"
                .formatted(
                        program.argument(site.name("clip")),
                        TorchText.real(site.format().qmax())));
    }

    @Override
    public String integers(TorchProgram program, String position, String scale) {
        String top = program.assign("torch.div(%s, %s)".formatted(program.argument(site.name("clip")), scale));
        String positive = program.assign("torch.relu(" + position + ")");
        String beyond = program.assign("torch.relu_(torch.sub(%s, %s))".formatted(positive, top));
        return Rounding.of(program, program.assign("torch.sub(%s, %s)".formatted(positive, beyond)));
    }

    @Override
    public QParams trained(Map<String, float[]> values) {
        return new QParams(values.get(site.name("clip"))[0] / site.format().qmax(), 0);
    }
}
