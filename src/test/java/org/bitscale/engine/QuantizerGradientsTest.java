package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.Centroids;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.LevelFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.Range;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSharing;
import org.bitscale.quant.Summary;
import org.bitscale.quant.TensorQuantSpec;
import org.bitscale.quant.WeightFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What quantizers compute and their gradients, against the formulas of their papers, on a few values. */
class QuantizerGradientsTest {

    private static final float[] X = {-2.3f, -0.6f, -0.2f, 0.31f, 0.77f, 1.1f, 1.62f, 2.4f, 3.3f, 5.7f};
    private static final float[] UPSTREAM = {0.3f, -1, 2, 0.7f, -0.4f, 1.5f, 0.2f, -2, 1.1f, 0.9f};
    /** Two channels of five weights. */
    private static final float[] W = {-0.9f, -0.22f, 0.05f, 0.3f, 0.62f, -1.4f, -0.7f, 0.11f, 0.8f, 2.1f};

    private static final double STEEPNESS = Math.log(9);

    private TorchEngine engine;

    @BeforeEach
    void open() {
        engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 1));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** What a program gave, and the gradients of {@code Σ upstream·output}. */
    private record Result(float[] output, Map<String, float[]> gradients) {}

    private interface Writer {
        String output(TorchProgram program);
    }

    private Result run(Map<String, Tensor> values, Writer writer) {
        TorchProgram program = new TorchProgram();
        String output = writer.output(program);
        String loss = program.assign("torch.sum(torch.mul(%s, %s))".formatted(output, program.argument("upstream")));
        Map<String, Tensor> all = new LinkedHashMap<>(values);
        long[] sizes = values.values().iterator().next().sizes();
        all.put("upstream", Tensor.ofFloats(UPSTREAM, sizes));
        try (PtNDManager manager = engine.newManager();
                PtSymbolBlock module = engine.load(List.of(program.method("forward", List.of(loss, output))))) {
            Map<String, PtNDArray> arrays = new HashMap<>();
            NDList arguments = new NDList();
            for (String name : program.arguments()) {
                PtNDArray array = Arrays.array(manager, all.get(name));
                array.setName("p[]");
                array.setRequiresGradient(!name.equals("upstream") && !isObserved(name));
                arrays.put(name, array);
                arguments.add(array);
            }
            JniUtils.setGradMode(true);
            NDList results = IValueUtils.forward(module, arguments, true);
            JniUtils.backward(
                    (PtNDArray) results.get(0), (PtNDArray) results.get(0).onesLike(), false, false);
            JniUtils.setGradMode(false);
            Map<String, float[]> gradients = new HashMap<>();
            arrays.forEach((name, array) -> {
                if (array.hasGradient()) {
                    gradients.put(name, array.getGradient().toFloatArray());
                }
            });
            try (NDArray detached = results.get(1).stopGradient()) {
                return new Result(detached.toFloatArray(), gradients);
            }
        }
    }

    private static boolean isObserved(String name) {
        return name.startsWith("min of") || name.startsWith("max of");
    }

    // ---- activations

    private static CalibratedSite site(int bits, float min, float max) {
        float[] sample = new float[101];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = min + (max - min) * i * i / 10_000;
        }
        Range range = new Range(min, max);
        Summary summary = new Summary(range, 60, 101, sample, Summary.of(sample).histogram(), range);
        return new CalibratedSite(new Site("t", bits), summary, 10, false);
    }

    private Result run(ActivationQuantizer quantizer, CalibratedSite site) {
        Map<String, Tensor> values = values(quantizer);
        return run(values, program -> {
            String scale = quantizer.scale(program);
            String position = program.assign("torch.div(%s, %s)".formatted(program.argument("x"), scale));
            return program.assign("torch.mul(%s, %s)".formatted(quantizer.integers(program, position, scale), scale));
        });
    }

    private static Map<String, Tensor> values(ActivationQuantizer quantizer) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        values.put("x", Tensor.ofFloats(X, X.length));
        values.putAll(quantizer.buffers());
        quantizer.parameters().forEach(parameter -> values.put(parameter.name(), parameter.start()));
        return values;
    }

    private static QParams start(ActivationQuantizer quantizer) {
        Map<String, float[]> values = new HashMap<>();
        values(quantizer).forEach((name, tensor) -> values.put(name, tensor.floats()));
        return quantizer.trained(values);
    }

    @ParameterizedTest
    @EnumSource(QatMethod.class)
    void activationsAreTrainedUnderTheParametersThatAreExported(QatMethod method) {
        for (int bits : new int[] {2, 3, 8}) {
            for (float min : new float[] {0, -1.7f}) {
                CalibratedSite site = site(bits, min, 4);
                ActivationQuantizer quantizer = method.activations().of(site);
                assertThat(run(quantizer, site).output())
                        .as("%s %d bits from %s", method, bits, min)
                        .containsExactly(start(quantizer).fakeQuantize(X, site.format()), within(1e-6f));
            }
        }
    }

    /** Where x lies: below the integers that there are, above, or (0) inside. */
    private static int side(float x, QParams q, int qmax) {
        double v = x / q.scale();
        return v < -q.zeroPoint() ? -1 : v > qmax - q.zeroPoint() ? 1 : 0;
    }

    private static float[] inside(QParams q, int qmax) {
        float[] expected = new float[X.length];
        for (int i = 0; i < X.length; i++) {
            expected[i] = side(X[i], q, qmax) == 0 ? UPSTREAM[i] : 0;
        }
        return expected;
    }

    private static float sum(Function<Integer, Double> term) {
        double sum = 0;
        for (int i = 0; i < X.length; i++) {
            sum += UPSTREAM[i] * term.apply(i);
        }
        return (float) sum;
    }

    @ParameterizedTest
    @EnumSource(QatMethod.class)
    void gradientsOfActivationsPassInsideTheRangeAndNowhereElse(QatMethod method) {
        for (float min : new float[] {0, -1.7f}) {
            CalibratedSite site = site(2, min, 4);
            ActivationQuantizer quantizer = method.activations().of(site);
            assertThat(run(quantizer, site).gradients().get("x"))
                    .as("%s from %s", method, min)
                    .containsExactly(inside(start(quantizer), 3), within(1e-5f));
        }
    }

    @Test
    void aLearnedStepHasTheGradientOfLsq() {
        CalibratedSite site = site(3, 0, 4);
        ActivationQuantizer quantizer = new LearnedStepActivations(site);
        QParams q = start(quantizer);
        float expected = sum(i -> {
            double v = X[i] / q.scale();
            return side(X[i], q, 7) == 0 ? Math.rint(v) - v : Math.max(0, Math.min(7, v));
        });
        assertThat(run(quantizer, site).gradients().get(site.name("scale"))[0]).isCloseTo(expected, within(1e-4f));
    }

    @Test
    void aLearnedOffsetHasTheGradientOfLsqPlus() {
        CalibratedSite site = site(2, -1.7f, 4);
        ActivationQuantizer quantizer = LearnedOffsetActivations.of(site);
        QParams q = start(quantizer);
        assertThat(q.zeroPoint()).isPositive();
        Map<String, Tensor> values = values(quantizer);
        float offset = values.get(site.name("offset")).floats()[0];
        // The offset stands on a whole number of steps, so that rounding it changes nothing.
        assertThat(offset / q.scale()).isCloseTo(-q.zeroPoint(), within(1e-5f));
        Map<String, float[]> gradients = run(quantizer, site).gradients();
        assertThat(gradients.get(site.name("offset"))[0])
                .isCloseTo(sum(i -> side(X[i], q, 3) == 0 ? 0.0 : 1.0), within(1e-4f));
        // (clamp(round(v), o, o + qmax) − v inside; above qmax and below 0, the offset's share taken away)
        assertThat(gradients.get(site.name("scale"))[0])
                .isCloseTo(
                        sum(i -> {
                            double v = X[i] / q.scale();
                            return switch (side(X[i], q, 3)) {
                                case 0 -> Math.rint(v) - v;
                                case 1 -> 3.0;
                                default -> 0.0;
                            };
                        }),
                        within(1e-4f));
    }

    @Test
    void aLearnedClipHasItsGradientFromClippedValuesAlone() {
        CalibratedSite site = site(2, 0, 4);
        ActivationQuantizer quantizer = LearnedClipActivations.of(site);
        QParams q = start(quantizer);
        assertThat(q.scale() * 3).isLessThan(4);
        assertThat(run(quantizer, site).gradients().get(site.name("clip"))[0])
                .isCloseTo(sum(i -> side(X[i], q, 3) > 0 ? 1.0 : 0.0), within(1e-4f));
    }

    // ---- weights

    private static LayerWeights layer(int bits) {
        return new LayerWeights(
                "conv", new Weights(W, new long[] {2, 5}, 0), TensorQuantSpec.weights(bits, Granularity.CHANNEL));
    }

    private static Map<String, Tensor> values(WeightQuantizer quantizer) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        values.put("w", Tensor.ofFloats(W, 2, 5));
        quantizer.parameters().forEach(parameter -> values.put(parameter.name(), parameter.start()));
        return values;
    }

    private Result run(WeightQuantizer quantizer) {
        return run(values(quantizer), program -> {
            WeightQuantizer.Codes codes = quantizer.codes(program, program::argument, program.argument("w"));
            return program.assign("torch.mul(%s, %s)".formatted(codes.integers(), codes.scale()));
        });
    }

    /** Scales of the two channels; a quantizer's own, of which nothing is learned, stands in its code. */
    private float[] scales(WeightQuantizer quantizer) {
        return run(values(quantizer), program -> {
                    WeightQuantizer.Codes codes = quantizer.codes(program, program::argument, program.argument("w"));
                    return program.assign(
                            "torch.add(torch.mul(%s, 0.), %s)".formatted(codes.integers(), codes.scale()));
                })
                .output();
    }

    @ParameterizedTest
    @EnumSource(QatMethod.class)
    void weightsAreRoundedToTheirScales(QatMethod method) {
        for (int bits : new int[] {2, 4, 8}) {
            LayerWeights layer = layer(bits);
            WeightQuantizer quantizer = method.weights().of(layer, QuantizerAids.NONE);
            float[] scales = scales(quantizer);
            float[] output = run(quantizer).output();
            for (int i = 0; i < W.length; i++) {
                float w = method == QatMethod.DOREFA ? (float) Math.tanh(W[i]) : W[i];
                float expected = new QParams(scales[i], 0)
                        .fakeQuantize(new float[] {w}, (org.bitscale.quant.IntegerFormat) layer.format())[0];
                assertThat(output[i]).as("%s %d bits, %d", method, bits, i).isCloseTo(expected, within(1e-5f));
            }
        }
    }

    /** All that is trained through quantizers rounds as what is quantized without training. */
    @ParameterizedTest
    @EnumSource(WeightFormat.class)
    void everyFormatRoundsToItsLevels(WeightFormat format) {
        for (ScaleSharing sharing :
                List.of(ScaleSharing.TENSOR, ScaleSharing.CHANNEL, ScaleSharing.of(Granularity.GROUP, 2))) {
            TensorQuantSpec spec = format.spec(3, sharing);
            Weights weights = new Weights(W, new long[] {2, 5}, 0);
            LayerWeights layer = new LayerWeights("conv", weights, spec);
            QatMethod method = format == WeightFormat.TERNARY ? QatMethod.LSQ : QatMethod.STE;
            WeightQuantizer quantizer = WeightQuantizer.of(layer, method, QuantizerAids.NONE);
            float[] output = run(quantizer).output();
            if (spec.format() instanceof LevelFormat levels) {
                float[] scales = scales(quantizer);
                for (int i = 0; i < W.length; i++) {
                    float expected = levels.nearest(W[i] / scales[i]) * scales[i];
                    assertThat(output[i]).as("%s %d", spec, i).isCloseTo(expected, within(1e-6f));
                }
            } else {
                float[] expected =
                        QuantizedWeights.of(weights, spec, RangeRule.MIN_MAX).reals(weights);
                assertThat(output).containsExactly(expected, within(1e-6f));
            }
        }
    }

    /** Mean magnitude 2, threshold 1.4; the mean of 3 and 4 is the scale. */
    @Test
    void ternaryWeightsFollowTheirOwnThreshold() {
        float[] w = {3, -4, 1.3f, -1.2f, 0.5f, 3, -4, 1.3f, -1.2f, 0.5f};
        TensorQuantSpec spec = WeightFormat.TERNARY.spec(2, ScaleSharing.TENSOR);
        LayerWeights layer = new LayerWeights("conv", new Weights(w, new long[] {2, 5}, 0), spec);
        WeightQuantizer quantizer = WeightQuantizer.of(layer, QatMethod.STE, QuantizerAids.NONE);
        float[] output = run(Map.of("w", Tensor.ofFloats(w, 2, 5)), program -> {
                    WeightQuantizer.Codes codes = quantizer.codes(program, program::argument, program.argument("w"));
                    return program.assign("torch.mul(%s, %s)".formatted(codes.integers(), codes.scale()));
                })
                .output();
        assertThat(output).containsExactly(new float[] {3.5f, -3.5f, 0, 0, 0, 3.5f, -3.5f, 0, 0, 0}, within(1e-6f));
    }

    @Test
    void whatWeightsShareLearnsFromAllOfThem() {
        TensorQuantSpec spec = WeightFormat.TTQ.spec(2, ScaleSharing.TENSOR);
        LayerWeights layer = new LayerWeights("conv", new Weights(W, new long[] {2, 5}, 0), spec);
        Map<String, float[]> gradients = run(WeightQuantizer.of(layer, QatMethod.LSQ, QuantizerAids.NONE))
                .gradients();
        float largest = 0;
        for (float w : W) {
            largest = Math.max(largest, Math.abs(w));
        }
        double threshold = 0.05 * largest;
        float[] table = Centroids.ternary(W);
        double up = 0;
        double down = 0;
        for (int i = 0; i < W.length; i++) {
            up += W[i] > threshold ? UPSTREAM[i] : 0;
            down -= W[i] < -threshold ? UPSTREAM[i] : 0;
            float expected = W[i] > threshold ? table[2] : W[i] < -threshold ? -table[0] : 1;
            assertThat(gradients.get("w")[i]).isCloseTo(expected * UPSTREAM[i], within(1e-5f));
        }
        assertThat((double) gradients.get(layer.name("positive value"))[0]).isCloseTo(up, within(1e-4));
        assertThat((double) gradients.get(layer.name("negative value"))[0]).isCloseTo(down, within(1e-4));
    }

    @Test
    void aTanhHasItsOwnGradient() {
        float[] gradient = run(new TanhWeights(layer(3))).gradients().get("w");
        for (int i = 0; i < W.length; i++) {
            double tanh = Math.tanh(W[i]);
            assertThat(gradient[i]).isCloseTo((float) (UPSTREAM[i] * (1 - tanh * tanh)), within(1e-5f));
        }
    }

    @Test
    void binnedWeightsAreClippedAtTheirStatistics() {
        float[] scales = scales(new BinnedWeights(layer(2)));
        for (int channel = 0; channel < 2; channel++) {
            double squares = 0;
            double magnitudes = 0;
            for (int i = 5 * channel; i < 5 * channel + 5; i++) {
                squares += W[i] * W[i] / 5;
                magnitudes += Math.abs(W[i]) / 5;
            }
            double clip = Math.max(magnitudes, 2.387 * Math.sqrt(squares) - 1.677 * magnitudes);
            assertThat(scales[5 * channel]).isCloseTo((float) clip, within(1e-5f));
        }
    }

    @Test
    void learnedStepsAndClipsOfWeightsHaveTheirGradients() {
        WeightQuantizer steps = new LearnedStepWeights(layer(2));
        WeightQuantizer clips = new LearnedClipWeights(layer(2));
        WeightQuantizer soft = new SoftRoundingWeights(new LearnedStepWeights(layer(2)));
        float[] scales = scales(steps);
        assertThat(scales(clips)).containsExactly(scales, within(1e-6f));
        double[] step = new double[2];
        double[] clip = new double[2];
        double[] softStep = new double[2];
        float[] passed = new float[W.length];
        float[] softPassed = new float[W.length];
        for (int i = 0; i < W.length; i++) {
            double v = W[i] / scales[i];
            boolean in = v > -2 && v < 1;
            double code = Math.max(-2, Math.min(1, Math.rint(v)));
            double tanh = Math.tanh(STEEPNESS * (v - Math.floor(v) - 0.5));
            double slope = STEEPNESS * (1 - tanh * tanh) / (2 * Math.tanh(STEEPNESS / 2));
            step[i / 5] += UPSTREAM[i] * (in ? code - v : code);
            softStep[i / 5] += UPSTREAM[i] * (in ? code - v * slope : code);
            clip[i / 5] += in ? 0 : UPSTREAM[i] * (v >= 1 ? 1 : -2);
            passed[i] = in ? UPSTREAM[i] : 0;
            softPassed[i] = in ? (float) (UPSTREAM[i] * slope) : 0;
        }
        assertThat(run(steps).gradients().get("w")).containsExactly(passed, within(1e-5f));
        assertThat(run(clips).gradients().get("w")).containsExactly(passed, within(1e-5f));
        assertThat(run(soft).gradients().get("w")).containsExactly(softPassed, within(1e-4f));
        assertThat(run(steps).gradients().get("weight scale of conv")).containsExactly(floats(step), within(1e-4f));
        assertThat(run(clips).gradients().get("weight clip of conv")).containsExactly(floats(clip), within(1e-4f));
        assertThat(run(soft).gradients().get("weight scale of conv")).containsExactly(floats(softStep), within(1e-4f));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Test
    void gradientsAreScaledByTheDistanceToTheCode() {
        WeightQuantizer quantizer = new ScaledGradientWeights(new LearnedStepWeights(layer(2)), 0.3);
        float[] scales = scales(quantizer);
        TorchProgram step = new TorchProgram();
        WeightQuantizer.Codes codes = quantizer.codes(step, step::argument, step.argument("w"));
        quantizer.correct(step, codes, step.argument("gradient"));
        Map<String, Tensor> values = values(quantizer);
        values.put("gradient", Tensor.ofFloats(UPSTREAM, 2, 5));
        try (PtNDManager manager = engine.newManager();
                PtSymbolBlock module = engine.load(List.of(step.method("step", List.of())))) {
            Map<String, PtNDArray> arrays = new LinkedHashMap<>();
            step.arguments().forEach(name -> arrays.put(name, Arrays.array(manager, values.get(name))));
            Network.call(module, "step", arrays.values().toArray(PtNDArray[]::new), manager);
            float[] changed = arrays.get("gradient").toFloatArray();
            for (int i = 0; i < W.length; i++) {
                double v = Math.max(-2, Math.min(1, W[i] / scales[i]));
                double expected = UPSTREAM[i] * (1 + 0.3 * Math.signum(UPSTREAM[i]) * (v - Math.rint(v)));
                assertThat(changed[i]).isCloseTo((float) expected, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(QatMethod.class)
    void everyMethodSaysWhatItIs(QatMethod method) {
        assertThat(method.summary()).isNotBlank();
        assertThat(method.help()).contains("Use it");
    }
}
