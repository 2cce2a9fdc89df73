package org.bitscale.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.TorchText;
import org.bitscale.quant.QParams;
import org.bitscale.quant.Range;

/**
 * Activations under the moving average of what the batches take, smallest and largest value (Jacob et al. 2018). The
 * range is that seen up to the step before, so that it is known before the tensor is made.
 */
record ObservedActivations(CalibratedSite site) implements ActivationQuantizer {

    private static final double MOMENTUM = 0.05;

    @Override
    public Map<String, Tensor> buffers() {
        Range range = site.summary().range();
        Map<String, Tensor> buffers = new LinkedHashMap<>();
        float low = Math.min(0, range.min());
        float high = Math.max(0, range.max());
        float magnitude = Math.max(-low, high);
        buffers.put(site.name("min"), Tensor.ofFloats(new float[] {site.symmetric() ? -magnitude : low}, 1));
        buffers.put(site.name("max"), Tensor.ofFloats(new float[] {site.symmetric() ? magnitude : high}, 1));
        return buffers;
    }

    @Override
    public String scale(TorchProgram program) {
        String low = program.argument(site.name("min"));
        String high = program.argument(site.name("max"));
        return program.assign("torch.clamp(torch.div(torch.sub(%s, %s), %s), %s, None)"
                .formatted(high, low, TorchText.real(site.format().qmax()), Rounding.SMALLEST_SCALE));
    }

    @Override
    public String integers(TorchProgram program, String position, String scale) {
        String low = program.argument(site.name("min"));
        String high = program.argument(site.name("max"));
        String detached = program.assign("torch.detach(" + position + ")");
        int length = site.format().qmax();
        String integers;
        if (site.symmetric()) {
            String magnitude = program.assign("torch.max(torch.abs(" + detached + "))");
            integers = Rounding.within(
                    program, position, TorchText.real(-site.fullRange().zeroPoint()), length);
            follow(program, low, "torch.neg(" + magnitude + ")", scale);
            follow(program, high, magnitude, scale);
            return integers;
        }
        if (site.startsAtZero()) {
            integers = Rounding.of(program, Rounding.clamp(program, position, 0, length));
        } else {
            String first = program.assign("torch.round(torch.div(%s, %s))".formatted(low, scale));
            integers = Rounding.within(program, position, first, length);
            follow(program, low, "torch.clamp(torch.min(%s), None, 0.)".formatted(detached), scale);
        }
        follow(program, high, "torch.clamp(torch.max(%s), 0., None)".formatted(detached), scale);
        return integers;
    }

    private static void follow(TorchProgram program, String bound, String seen, String scale) {
        program.run("torch.lerp_(%s, torch.mul(%s, %s), %s)".formatted(bound, seen, scale, TorchText.real(MOMENTUM)));
    }

    @Override
    public QParams trained(Map<String, float[]> values) {
        return QParams.ofRange(
                new Range(values.get(site.name("min"))[0], values.get(site.name("max"))[0]),
                site.format(),
                site.symmetric());
    }
}
