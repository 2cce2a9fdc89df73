package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.bitscale.data.Batch;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.TestModel;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against what can be said in closed form: of softmax regression both the Fisher information and the Hessian. */
class CurvatureTest {

    private static final int FEATURES = 4;
    private static final int CLASSES = 3;

    private final SplittableRandom random = new SplittableRandom(11);
    private final float[] weights = numbers(CLASSES * FEATURES);
    private TorchEngine engine;

    @BeforeEach
    void open() {
        engine = TorchEngine.open(new EngineSettings(EngineSettings.Device.CPU, 2));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private float[] numbers(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private Graph regression() {
        return new TestModel(21)
                .input("x", "N", FEATURES)
                .output("y")
                .floats("w", weights, CLASSES, FEATURES)
                .node("regression", "", "Gemm", List.of("y"), List.of("x", "w"), "transB", 1)
                .read();
    }

    private Batch batch(int size) {
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(CLASSES);
        }
        return new Batch(numbers(size * FEATURES), labels, size, new int[size]);
    }

    private double[] softmax(Batch batch, int example) {
        double[] p = new double[CLASSES];
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            double z = 0;
            for (int f = 0; f < FEATURES; f++) {
                z += weights[c * FEATURES + f] * batch.values()[example * FEATURES + f];
            }
            p[c] = Math.exp(z);
            sum += p[c];
        }
        for (int c = 0; c < CLASSES; c++) {
            p[c] /= sum;
        }
        return p;
    }

    @Test
    void fisherIsTheMeanSquaredGradientOfAnExample() {
        Batch first = batch(5);
        Batch second = batch(3);
        double[] expected = new double[weights.length];
        for (Batch batch : new Batch[] {first, second}) {
            for (int i = 0; i < batch.size(); i++) {
                double[] p = softmax(batch, i);
                for (int k = 0; k < weights.length; k++) {
                    int c = k / FEATURES;
                    double gradient =
                            (p[c] - (batch.labels()[i] == c ? 1 : 0)) * batch.values()[i * FEATURES + k % FEATURES];
                    expected[k] += gradient * gradient / 8;
                }
            }
        }
        try (Curvature curvature = new Curvature(regression(), OperatorTable.standard(), engine, 0)) {
            curvature.addFisher(first);
            curvature.addFisher(second);
            float[] fisher = curvature.fisher().get("regression");
            for (int k = 0; k < fisher.length; k++) {
                assertThat(fisher[k]).isCloseTo((float) expected[k], within(1e-5f));
            }
        }
    }

    @Test
    void hutchinsonApproachesTheTraceOfTheHessian() {
        Batch batch = batch(64);
        double trace = 0;
        for (int i = 0; i < batch.size(); i++) {
            double length = 0;
            for (int f = 0; f < FEATURES; f++) {
                length += Math.pow(batch.values()[i * FEATURES + f], 2);
            }
            for (double p : softmax(batch, i)) {
                trace += p * (1 - p) * length / batch.size();
            }
        }
        try (Curvature curvature = new Curvature(regression(), OperatorTable.standard(), engine, 7)) {
            for (int probe = 0; probe < 400; probe++) {
                curvature.addHutchinson(batch);
            }
            assertThat(curvature.traces().get("regression")).isCloseTo(trace, within(0.05 * trace));
        }
    }

    @Test
    void nothingAddedIsNoAnswer() {
        try (Curvature curvature = new Curvature(regression(), OperatorTable.standard(), engine, 0)) {
            assertThatThrownBy(curvature::fisher).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(curvature::traces).isInstanceOf(IllegalStateException.class);
        }
    }
}
