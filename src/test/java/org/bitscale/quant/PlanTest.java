package org.bitscale.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats, specifications and plans. */
class PlanTest {

    @ParameterizedTest
    @CsvSource({
        "2, true, false, -2, 1",
        "2, true, true, -1, 1",
        "4, true, false, -8, 7",
        "8, true, true, -127, 127",
        "8, true, false, -128, 127",
        "2, false, false, 0, 3",
        "8, false, false, 0, 255"
    })
    void limits(int bits, boolean signed, boolean narrow, int qmin, int qmax) {
        IntegerFormat format = new IntegerFormat(bits, signed, narrow);
        assertThat(format.qmin()).isEqualTo(qmin);
        assertThat(format.qmax()).isEqualTo(qmax);
    }

    @Test
    void weightsAreNarrowAtEightBitsOnly() {
        assertThat(IntegerFormat.weights(8).qmin()).isEqualTo(-127);
        assertThat(IntegerFormat.weights(7).qmin()).isEqualTo(-64);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17, 32})
    void refusesOtherWidths(int bits) {
        assertThatThrownBy(() -> IntegerFormat.unsigned(bits))
                .isInstanceOf(BadInputException.class)
                .hasMessage("A bit width of 1 to 16 is expected, but %d came", bits);
    }

    @Test
    void refusesWhatNoKernelHas() {
        assertThatThrownBy(() -> new TensorQuantSpec(IntegerFormat.weights(8), ScaleSharing.TENSOR, false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Signed integers go with a zero point of 0");
        assertThatThrownBy(() -> new TensorQuantSpec(IntegerFormat.unsigned(8), ScaleSharing.TENSOR, true))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> new TensorQuantSpec(IntegerFormat.unsigned(8), ScaleSharing.CHANNEL, false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("for weights only");
    }

    @Test
    void layersDescribeThemselves() {
        TensorQuantSpec weights = TensorQuantSpec.weights(4, Granularity.CHANNEL);
        TensorQuantSpec input = TensorQuantSpec.activations(8);
        assertThat(LayerPlan.weighted(weights, input).describe()).isEqualTo("W4A8");
        assertThat(LayerPlan.arithmetic(input).describe()).isEqualTo("A8");
        assertThat(LayerPlan.FLOAT.describe()).isEqualTo("float");
        assertThat(LayerPlan.FLOAT.isFloat()).isTrue();
        assertThat(LayerPlan.arithmetic(input).isFloat()).isFalse();
    }

    @Test
    void plansKeepTheirOrderAndDoNotChange() {
        LayerPlan eight = LayerPlan.arithmetic(TensorQuantSpec.activations(8));
        Map<String, LayerPlan> given = new LinkedHashMap<>();
        given.put("b", eight);
        given.put("a", eight);
        QuantPlan plan = new QuantPlan(given);
        given.clear();
        assertThat(plan.layers().keySet()).containsExactly("b", "a");
        assertThat(plan.of("c")).isEqualTo(LayerPlan.FLOAT);
        QuantPlan changed = plan.with("b", LayerPlan.FLOAT);
        assertThat(changed.layers().keySet()).containsExactly("b", "a");
        assertThat(changed.of("b")).isEqualTo(LayerPlan.FLOAT);
        assertThat(plan.of("b")).isEqualTo(eight);
    }

    @Test
    void observerMergesBatches() {
        Observer observer = new Observer();
        assertThatThrownBy(observer::summary).isInstanceOf(IllegalStateException.class);
        observer.observe(Summary.ofBatch(new Range(-1, 2), 30, 10, new float[] {2, -1}, ValueHistogram.of(2, -1)));
        observer.observe(Summary.ofBatch(new Range(0, 5), 70, 30, new float[] {5}, ValueHistogram.of(5)));
        assertThat(observer.summary().range()).isEqualTo(new Range(-1, 5));
        assertThat(observer.summary().absoluteSum()).isEqualTo(100);
        assertThat(observer.summary().count()).isEqualTo(40);
        assertThat(observer.summary().sample()).containsExactly(2, -1, 5);
        assertThat(observer.summary().absoluteMean()).isEqualTo(2.5);
        assertThat(Summary.ofBatch(new Range(0, 0), 0, 0, new float[0], ValueHistogram.EMPTY)
                        .absoluteMean())
                .isZero();
    }

    @Test
    void samplesAreBoundedAndEvenlyDrawn() {
        Observer observer = new Observer();
        float[] batch = new float[1000];
        for (int b = 0; b < 100; b++) {
            java.util.Arrays.fill(batch, b);
            observer.observe(Summary.of(batch));
        }
        float[] sample = observer.summary().sample();
        assertThat(sample).hasSize(8192);
        double mean = 0;
        for (float value : sample) {
            mean += value / sample.length;
        }
        assertThat(mean).isBetween(48.0, 51.0);
    }

    @Test
    void rangesAreFiniteAndOrdered() {
        assertThatThrownBy(() -> new Range(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(Float.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(0, Float.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
    }
}
