package org.bitscale.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.TorchText;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.Range;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSearch;
import org.bitscale.quant.Summary;
import org.bitscale.quant.TensorQuantSpec;

/**
 * Writes quantizers: from real values to integers held in floats, differentiable. Rounding is written
 * {@code (v + 1.5·2²³) − 1.5·2²³}: in float32 exactly round-half-even for |v| below 2²², and its gradient is 1, so that
 * the straight-through estimator needs no pass of its own.
 */
final class QuantizerProgram {

    private static final String MAGIC = "12582912.";
    private static final String SMALLEST_SCALE = "1.0e-12";
    private static final double RANGE_MOMENTUM = 0.05;

    /** Integer codes and the expression of their scale. */
    record Codes(String integers, String scale) {}

    private final QuantizedTraining task;
    private final Facts facts;
    private final int batchSize;
    private final TorchProgram program;
    private final Map<String, TrainedParameter> parameters;
    private final Map<String, Tensor> buffers;
    private final Map<Site, String> scales = new HashMap<>();

    /**
     * @param parameters where learned scales are added
     * @param buffers where observed ranges are added
     */
    QuantizerProgram(
            QuantizedTraining task,
            Facts facts,
            int batchSize,
            TorchProgram program,
            Map<String, TrainedParameter> parameters,
            Map<String, Tensor> buffers) {
        this.task = task;
        this.facts = facts;
        this.batchSize = batchSize;
        this.program = program;
        this.parameters = parameters;
        this.buffers = buffers;
    }

    QuantizedTraining task() {
        return task;
    }

    // ---- activations

    /** The widest site on a tensor, if it has parameters of its own. */
    Optional<Site> ownSite(String tensor) {
        return task.placement().sites(tensor).stream()
                .findFirst()
                .filter(site -> task.placement().parametersOf(site).equals(site));
    }

    /** Whether a site's zero point is 0, so that its clamp cuts off what is negative. */
    boolean startsAtZero(Site site) {
        return task.calibration().get(site.tensor()).range().min() >= 0;
    }

    /** The expression of a site's scale. */
    String scale(Site site) {
        return scales.computeIfAbsent(site, s -> task.method() == QatMethod.LSQ ? learnedScale(s) : observedScale(s));
    }

    /**
     * Writes a site's quantizer.
     *
     * @param variable what is quantized
     * @param inUnitsOfScale whether it is divided by the scale already
     * @return integers minus the zero point
     */
    String integers(Site site, String variable, boolean inUnitsOfScale) {
        String scale = scale(site);
        String v = inUnitsOfScale ? variable : program.assign("torch.div(%s, %s)".formatted(variable, scale));
        IntegerFormat format = IntegerFormat.unsigned(site.bits());
        if (task.method() == QatMethod.LSQ) {
            int zero = calibrated(site).zeroPoint();
            return rounded(program.assign("torch.hardtanh(%s, %s, %s)"
                    .formatted(v, TorchText.real(format.qmin() - zero), TorchText.real(format.qmax() - zero))));
        }
        return observed(site, v, scale, format);
    }

    private String rounded(String variable) {
        return program.assign("torch.sub_(torch.add(%s, %s), %s)".formatted(variable, MAGIC, MAGIC));
    }

    private static String scaleName(Site site) {
        return "scale of " + site;
    }

    private static String rangeName(Site site, String end) {
        return end + " of " + site;
    }

    /** The parameters that a calibrated tensor starts with. */
    private QParams calibrated(Site site) {
        Summary summary = task.calibration().get(site.tensor());
        IntegerFormat format = IntegerFormat.unsigned(site.bits());
        QParams minMax = QParams.ofRange(summary.range(), format, false);
        if (task.method() == QatMethod.STE || minMax.zeroPoint() != 0 || site.bits() == IntegerFormat.MOST_BITS) {
            return minMax;
        }
        return new QParams(ScaleSearch.smallestError(summary.sample(), minMax.scale(), format), 0);
    }

    private String learnedScale(Site site) {
        long features = facts.type(site.tensor())
                .shape()
                .withoutBatch()
                .elements()
                .orElseThrow()
                .factor();
        IntegerFormat format = IntegerFormat.unsigned(site.bits());
        float start = calibrated(site).scale();
        double usual = usualStart(task.calibration().get(site.tensor()).absoluteMean(), format);
        String name = scaleName(site);
        parameters.put(
                name,
                new TrainedParameter(
                        name,
                        Tensor.ofFloats(new float[] {start}, 1),
                        TrainedParameter.Kind.SCALE,
                        gradientScale((double) features * batchSize, format, start / usual)));
        return program.argument(name);
    }

    /** Where the paper starts a scale. */
    private static double usualStart(double absoluteMean, IntegerFormat format) {
        return 2 * absoluteMean / Math.sqrt(format.qmax());
    }

    /**
     * What a scale's gradient is multiplied by.
     *
     * @param count values under the scale
     * @param ratio where the scale starts, relative to the paper
     */
    private static double gradientScale(double count, IntegerFormat format, double ratio) {
        double slower = Double.isFinite(ratio) ? Math.min(1, ratio) : 1;
        return slower * slower / Math.sqrt(count * format.qmax());
    }

    /** The scale of the range seen up to the step before, so that it is known before the tensor is made. */
    private String observedScale(Site site) {
        Range range = task.calibration().get(site.tensor()).range();
        buffers.put(rangeName(site, "min"), Tensor.ofFloats(new float[] {Math.min(0, range.min())}, 1));
        buffers.put(rangeName(site, "max"), Tensor.ofFloats(new float[] {Math.max(0, range.max())}, 1));
        String low = program.argument(rangeName(site, "min"));
        String high = program.argument(rangeName(site, "max"));
        return program.assign("torch.clamp(torch.div(torch.sub(%s, %s), %s), %s, None)"
                .formatted(
                        high,
                        low,
                        TorchText.real(IntegerFormat.unsigned(site.bits()).qmax()),
                        SMALLEST_SCALE));
    }

    private String observed(Site site, String v, String scale, IntegerFormat format) {
        String low = program.argument(rangeName(site, "min"));
        String high = program.argument(rangeName(site, "max"));
        String detached = program.assign("torch.detach(" + v + ")");
        String largest = TorchText.real(format.qmax());
        String integers;
        if (startsAtZero(site)) {
            integers = rounded(program.assign("torch.hardtanh(%s, 0., %s)".formatted(v, largest)));
        } else {
            String zero = program.assign("torch.round(torch.neg(torch.div(%s, %s)))".formatted(low, scale));
            String shifted = program.assign("torch.add(%s, %s)".formatted(rounded(v), zero));
            integers = program.assign("torch.sub(torch.hardtanh(%s, 0., %s), %s)".formatted(shifted, largest, zero));
            follow(low, "torch.clamp(torch.min(%s), None, 0.)".formatted(detached), scale);
        }
        follow(high, "torch.clamp(torch.max(%s), 0., None)".formatted(detached), scale);
        return integers;
    }

    private void follow(String bound, String seen, String scale) {
        program.run(
                "torch.lerp_(%s, torch.mul(%s, %s), %s)".formatted(bound, seen, scale, TorchText.real(RANGE_MOMENTUM)));
    }

    /** The parameters of a site after training. */
    QParams trainedActivation(Site site, Map<String, float[]> values) {
        if (task.method() == QatMethod.LSQ) {
            return new QParams(values.get(scaleName(site))[0], calibrated(site).zeroPoint());
        }
        float low = values.get(rangeName(site, "min"))[0];
        float high = values.get(rangeName(site, "max"))[0];
        return QParams.ofRange(new Range(low, high), IntegerFormat.unsigned(site.bits()), false);
    }

    // ---- weights

    private static String weightScaleName(Node node) {
        return "weight scale of " + node.name();
    }

    /** Writes the quantizer of a layer's weights. */
    Codes weights(Node node, Weights weights, TensorQuantSpec spec, String variable) {
        IntegerFormat format = spec.format();
        float[] minMax = QuantizedWeights.minMaxScales(weights, spec);
        long[] sizes = new long[weights.sizes().length];
        java.util.Arrays.fill(sizes, 1);
        if (minMax.length > 1) {
            sizes[weights.axis()] = minMax.length;
        }
        String scale = task.method() == QatMethod.LSQ
                ? learnedWeightScale(node, weights, minMax, format, sizes)
                : observedWeightScale(weights, minMax.length > 1, format, variable);
        String v = program.assign("torch.div(%s, %s)".formatted(variable, scale));
        String clamped = program.assign("torch.hardtanh(%s, %s, %s)"
                .formatted(v, TorchText.real(format.qmin()), TorchText.real(format.qmax())));
        return new Codes(rounded(clamped), scale);
    }

    private String learnedWeightScale(Node node, Weights weights, float[] minMax, IntegerFormat format, long[] sizes) {
        String name = weightScaleName(node);
        float[] start = QuantizedWeights.scales(weights, minMax.length, format, new RangeRule.Mse());
        double count = (double) weights.values().length / start.length;
        double sum = 0;
        for (float value : weights.values()) {
            sum += Math.abs(value);
        }
        double mean = 0;
        for (float scale : start) {
            mean += scale / start.length;
        }
        double ratio = mean / usualStart(sum / weights.values().length, format);
        parameters.put(
                name,
                new TrainedParameter(
                        name,
                        Tensor.ofFloats(start, sizes),
                        TrainedParameter.Kind.SCALE,
                        gradientScale(count, format, ratio)));
        return program.argument(name);
    }

    private String observedWeightScale(Weights weights, boolean perChannel, IntegerFormat format, String variable) {
        String magnitude = "torch.abs(torch.detach(" + variable + "))";
        String largest = "torch.max(" + magnitude + ")";
        if (perChannel) {
            List<String> axes = new ArrayList<>();
            for (int i = 0; i < weights.sizes().length; i++) {
                if (i != weights.axis()) {
                    axes.add(Integer.toString(i));
                }
            }
            largest = "torch.amax(%s, [%s], True)".formatted(magnitude, String.join(", ", axes));
        }
        return program.assign("torch.clamp(torch.div(%s, %s), %s, None)"
                .formatted(largest, TorchText.real(format.qmax()), SMALLEST_SCALE));
    }

    /** The scales of a layer's weights after training; empty if they stay in float. */
    Optional<float[]> trainedWeightScales(Node node, Weights trained, Map<String, float[]> values) {
        return task.plan()
                .of(node.name())
                .weights()
                .map(spec -> task.method() == QatMethod.LSQ
                        ? values.get(weightScaleName(node))
                        : QuantizedWeights.minMaxScales(trained, spec));
    }
}
