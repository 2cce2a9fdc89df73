package org.bitscale.engine;

import java.util.List;
import java.util.Map;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.TorchText;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;

/**
 * Activations that go below zero under a learned scale and a learned offset (LSQ+, Bhalgat et al. 2020): with {@code o =
 * round(offset/scale)}, between {@code −qmax} and 0, the integers are {@code clamp(round(x/scale), o, o + qmax)}. Inside
 * that range the offset's gradient is 0, outside 1; {@code −o} is the zero point, so that the network is trained with the
 * one that is deployed.
 */
final class LearnedOffsetActivations implements ActivationQuantizer {

    private static final int CANDIDATES = 78;
    private static final double SHRINK = 0.95;

    private final CalibratedSite site;
    private final QParams start;

    private LearnedOffsetActivations(CalibratedSite site) {
        this.site = site;
        this.start = start(site);
    }

    /** The quantizer of a site; where nothing is below zero, or zero points are fixed, there is no offset to learn. */
    static ActivationQuantizer of(CalibratedSite site) {
        return site.startsAtZero() || site.symmetric()
                ? new LearnedStepActivations(site)
                : new LearnedOffsetActivations(site);
    }

    /** Where the squared error is smallest among the full range and the same shrunk towards zero. */
    private static QParams start(CalibratedSite site) {
        QParams best = site.fullRange();
        if (site.format().bits() >= IntegerFormat.BYTE_BITS) {
            return best;
        }
        double smallest = Double.POSITIVE_INFINITY;
        QParams full = best;
        for (int k = 0; k < CANDIDATES; k++) {
            QParams candidate = new QParams(
                    (float) Math.max(full.scale() * Math.pow(SHRINK, k), Float.MIN_NORMAL), full.zeroPoint());
            double error = 0;
            for (float value : site.summary().sample()) {
                double difference = value - candidate.dequantize(candidate.quantize(value, site.format()));
                error += difference * difference;
            }
            if (error < smallest) {
                smallest = error;
                best = candidate;
            }
        }
        return best;
    }

    @Override
    public List<TrainedParameter> parameters() {
        double gradientScale = StepSizes.gradientScale(
                site.values(), site.format(), start.scale(), site.summary().absoluteMean());
        return List.of(
                new TrainedParameter(
                        site.name("scale"),
                        Tensor.ofFloats(new float[] {start.scale()}, 1),
                        TrainedParameter.Kind.SCALE,
                        gradientScale),
                new TrainedParameter(
                        site.name("offset"),
                        Tensor.ofFloats(new float[] {-start.zeroPoint() * start.scale()}, 1),
                        TrainedParameter.Kind.OTHER,
                        gradientScale));
    }

    @Override
    public String scale(TorchProgram program) {
        return program.argument(site.name("scale"));
    }

    @Override
    public String integers(TorchProgram program, String position, String scale) {
        int length = site.format().qmax();
        String first = Rounding.of(
                program,
                program.assign("torch.hardtanh(torch.div(%s, %s), %s, 0.)"
                        .formatted(program.argument(site.name("offset")), scale, TorchText.real(-length))));
        return Rounding.within(program, position, first, length);
    }

    @Override
    public QParams trained(Map<String, float[]> values) {
        float scale = values.get(site.name("scale"))[0];
        double first = Math.rint(values.get(site.name("offset"))[0] / scale);
        return new QParams(scale, (int) -Math.max(-site.format().qmax(), Math.min(0, first)));
    }
}
