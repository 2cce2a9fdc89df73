package org.bitscale.graph.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bitscale.graph.Computed;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.Weights;
import org.bitscale.graph.pass.BatchNormParameters;
import org.bitscale.quant.Codebook;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.LevelFormat;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSharing;
import org.bitscale.quant.TensorQuantSpec;
import org.bitscale.quant.WeightFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights in every format and under every sharing of scales. */
class WeightFormatsTest {

    private static final RangeRule MIN_MAX = RangeRule.MIN_MAX;

    static Stream<TensorQuantSpec> specifications() {
        List<TensorQuantSpec> all = new ArrayList<>();
        for (ScaleSharing sharing :
                List.of(ScaleSharing.TENSOR, ScaleSharing.CHANNEL, ScaleSharing.of(Granularity.GROUP, 5))) {
            for (int bits = 1; bits <= 16; bits++) {
                all.add(WeightFormat.INTEGER.spec(bits, sharing));
            }
            for (WeightFormat format : WeightFormat.values()) {
                if (format != WeightFormat.INTEGER) {
                    all.add(format.spec(3, sharing));
                }
            }
        }
        return all.stream().distinct();
    }

    private static Weights weights(long... sizes) {
        Random random = new Random(11);
        int count = 1;
        for (long size : sizes) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * 0.3);
        }
        return new Weights(values, sizes, sizes.length == 2 ? 1 : 0);
    }

    /** Representable values survive; inside the range nothing is off by more than half the distance of two levels. */
    @ParameterizedTest
    @MethodSource("specifications")
    void whatIsRoundedTwiceIsRoundedOnce(TensorQuantSpec spec) {
        Weights weights = weights(3, 2, 3, 3);
        QuantizedWeights once = QuantizedWeights.of(weights, spec, MIN_MAX);
        float[] reals = once.reals(weights);
        if (spec.format() instanceof LevelFormat format) {
            QuantizedWeights twice = QuantizedWeights.of(new Weights(reals, weights.sizes(), 0), spec, once.scales());
            assertThat(twice.codes()).isEqualTo(once.codes());
            WeightGroups groups = new WeightGroups(weights, spec.scales());
            for (int i = 0; i < reals.length; i++) {
                float scale = once.scales()[groups.of(i)];
                assertThat(reals[i]).isEqualTo(format.nearest(weights.values()[i] / scale) * scale);
            }
        } else {
            for (float real : reals) {
                assertThat(once.table()).contains(real);
            }
        }
        assertThat(once.bits()).isEqualTo(QuantizedWeights.bits(weights, spec));
    }

    /** The nodes written for a file compute the same. */
    @ParameterizedTest
    @MethodSource("specifications")
    void whatIsWrittenIsWhatWasMeant(TensorQuantSpec spec) {
        for (Weights weights : List.of(weights(3, 2, 3, 3), weights(7, 4))) {
            for (Layout layout : Layout.values()) {
                QuantizedWeights quantized = QuantizedWeights.of(weights, spec, MIN_MAX);
                float[] expected = quantized.reals(weights);
                WeightExpression written = WeightExpression.of("w", weights, quantized.asIntegers(), layout);
                float[] computed = Computed.of(graph(written, weights), new float[1], 1);
                double largest = 0;
                for (float value : expected) {
                    largest = Math.max(largest, Math.abs(value));
                }
                boolean shared = !(spec.format() instanceof LevelFormat);
                assertThat(computed).containsExactly(expected, within((float) (largest * (shared ? 2e-5 : 1e-7))));
            }
        }
    }

    /** The weights plus an input. */
    private static Graph graph(WeightExpression written, Weights weights) {
        List<Node> nodes = new ArrayList<>(written.nodes());
        nodes.add(Node.of("sum", "Add", List.of(written.result(), "x"), "y"));
        return new Graph(
                "weights",
                List.of(new ValueInfo("x", new TensorType(DataType.FLOAT, Shape.of(1)))),
                List.of(new ValueInfo("y", new TensorType(DataType.FLOAT, Shape.of(weights.sizes())))),
                nodes,
                written.constants(),
                Map.of());
    }

    @Test
    void groupsAreCountedAlongAnOutputChannel() {
        Weights weights = new Weights(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, new long[] {5, 2}, 1);
        WeightGroups groups = new WeightGroups(weights, ScaleSharing.of(Granularity.GROUP, 3));
        assertThat(groups.count()).isEqualTo(4);
        assertThat(groups.indices()).containsExactly(0, 2, 0, 2, 0, 2, 1, 3, 1, 3);
        assertThat(groups.values()[0]).containsExactly(1, 3, 5);
        assertThat(groups.values()[3]).containsExactly(8, 10);
        assertThat(groups.channel(3)).isEqualTo(1);
    }

    @Test
    void foldingANormalizationMultipliesWhatCodesStandFor() {
        Weights weights = weights(3, 2, 3, 3);
        BatchNormParameters norm =
                BatchNormParameters.of(new float[] {2, -3, 0}, new float[3], new float[3], new float[] {1, 1, 1}, 0);
        for (TensorQuantSpec spec : List.of(
                WeightFormat.FP4_E2M1.spec(4, ScaleSharing.CHANNEL),
                WeightFormat.CODEBOOK.spec(3, ScaleSharing.CHANNEL),
                WeightFormat.BINARY.spec(1, ScaleSharing.CHANNEL),
                WeightFormat.INTEGER.spec(9, ScaleSharing.of(Granularity.GROUP, 5)))) {
            QuantizedWeights quantized = QuantizedWeights.of(weights, spec, MIN_MAX);
            float[] before = quantized.reals(weights);
            float[] after = quantized.folded(weights, norm).reals(weights);
            for (int i = 0; i < after.length; i++) {
                float factor = (float) norm.factor()[weights.channel(i)];
                assertThat(after[i]).as(spec.toString()).isCloseTo(before[i] * factor, within(1e-6f));
            }
        }
    }

    @Test
    void fourBitFloatsAreIntegersOfFiveBits() {
        Weights weights = weights(3, 2, 3, 3);
        QuantizedWeights floats =
                QuantizedWeights.of(weights, WeightFormat.FP4_E2M1.spec(4, ScaleSharing.CHANNEL), MIN_MAX);
        QuantizedWeights integers = floats.asIntegers();
        assertThat(integers.format()).isEqualTo(new IntegerFormat(5, true, true));
        assertThat(integers.isInteger()).isTrue();
        assertThat(integers.reals(weights)).containsExactly(floats.reals(weights), within(0f)); // 0 may lose its sign
        QuantizedWeights wide =
                QuantizedWeights.of(weights, WeightFormat.FP8_E4M3.spec(8, ScaleSharing.CHANNEL), MIN_MAX);
        assertThat(wide.asIntegers()).isSameAs(wide);
    }

    @Test
    void sharedValuesTakeTheirBitsAndTheirTable() {
        Weights weights = weights(3, 2, 3, 3);
        QuantizedWeights shared =
                QuantizedWeights.of(weights, TensorQuantSpec.weights(new Codebook(2), ScaleSharing.TENSOR), MIN_MAX);
        assertThat(shared.bits()).isEqualTo(54 * 2 + 4 * 32);
        QuantizedWeights blocks =
                QuantizedWeights.of(weights, WeightFormat.MXFP4_E2M1.spec(4, ScaleSharing.CHANNEL), MIN_MAX);
        assertThat(blocks.bits()).isEqualTo(54 * 4 + 3 * 8);
    }
}
