package org.bitscale.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Comparison with numbers by scikit-learn, SciPy and moocore. */
class GoldenMetricsTest {
    private static final Path FILE = Path.of("../shared/vectors/metrics.json");
    private static JsonNode golden;

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(Files.exists(FILE), "skipped: no golden vectors at " + FILE);
        golden = new ObjectMapper().readTree(FILE.toFile());
    }

    @Test
    void multiclassFigures() {
        JsonNode node = golden.get("multiclass");
        int[] labels = ints(node.get("y").get("data"));
        float[] logits = floats(node.get("logits").get("data"));
        int[] predicted = ArgMax.of(logits, labels.length, 5);
        ConfusionMatrix matrix = ConfusionMatrix.of(labels, predicted, 5);
        int[] confusion = ints(node.get("confusion").get("data"));
        for (int truth = 0; truth < 5; truth++) {
            for (int other = 0; other < 5; other++) {
                assertThat(matrix.count(truth, other)).isEqualTo(confusion[truth * 5 + other]);
            }
        }
        same(Accuracy.of(labels, predicted).value(), node.get("accuracy"));
        same(TopK.of(logits, 5, labels, 2).value(), node.get("top2"));
        same(matrix.macroF1(), node.get("macro_f1"));
        same(matrix.weightedF1(), node.get("weighted_f1"));
        same(matrix.macroPrecision(), node.get("macro_precision"));
        same(matrix.macroRecall(), node.get("macro_recall"));
        same(matrix.kappa(), node.get("kappa"));
        same(matrix.matthewsCorrelation(), node.get("mcc"));
        // The logits lose digits on their way to float.
        assertThat(CrossEntropy.of(logits, 5, labels))
                .isCloseTo(node.get("log_loss").asDouble(), within(1e-7));
    }

    @Test
    void statistics() {
        JsonNode node = golden.get("stats");
        same(McNemar.of(7, 19).pValue(), node.get("mcnemar_exact(b=7,c=19)"));
        Interval interval = Accuracy.of(87, 100).interval();
        same(interval.low(), node.get("wilson95(87/100)").get(0));
        same(interval.high(), node.get("wilson95(87/100)").get(1));
    }

    @Test
    void studentsIntervalBelongsToThePairedTest() {
        JsonNode node = golden.get("stats");
        double[] a = doubles(node.get("a").get("data"));
        double[] b = doubles(node.get("b").get("data"));
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
        }
        Moments moments = Moments.of(differences);
        double error = moments.standardDeviation().orElseThrow() / Math.sqrt(moments.count());
        JsonNode expected = node.get("ttest_rel");
        assertThat(moments.mean() / error).isCloseTo(expected.get(0).asDouble(), within(1e-10));
        double probability = 1 - StudentT.central(Math.abs(moments.mean() / error), moments.count() - 1);
        assertThat(probability).isCloseTo(expected.get(1).asDouble(), within(1e-12));
    }

    @Test
    void frontsRanksAndHypervolumes() {
        for (JsonNode node : golden.get("hypervolume")) {
            double[][] points = rows(node.get("points"));
            List<Direction> directions = Collections.nCopies(
                    points[0].length, node.get("minimise").asBoolean() ? Direction.MINIMISE : Direction.MAXIMISE);
            same(Hypervolume.of(points, doubles(node.get("ref")), directions), node.get("hypervolume"));
            boolean[] front = ParetoFront.of(points, directions);
            for (int i = 0; i < front.length; i++) {
                assertThat(front[i])
                        .isEqualTo(
                                node.get("nondominated_keep_duplicates").get(i).asBoolean());
            }
            assertThat(ParetoFront.ranks(points, directions)).isEqualTo(ints(node.get("pareto_rank")));
        }
    }

    private static void same(double value, JsonNode expected) {
        assertThat(value).isCloseTo(expected.asDouble(), within(1e-12));
    }

    private static double[] doubles(JsonNode data) {
        double[] result = new double[data.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = data.get(i).asDouble();
        }
        return result;
    }

    private static float[] floats(JsonNode data) {
        float[] result = new float[data.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) data.get(i).asDouble();
        }
        return result;
    }

    private static int[] ints(JsonNode data) {
        int[] result = new int[data.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = data.get(i).asInt();
        }
        return result;
    }

    private static double[][] rows(JsonNode tensor) {
        int rows = tensor.get("shape").get(0).asInt();
        int columns = tensor.get("shape").get(1).asInt();
        double[] flat = doubles(tensor.get("data"));
        double[][] result = new double[rows][columns];
        for (int i = 0; i < flat.length; i++) {
            result[i / columns][i % columns] = flat[i];
        }
        return result;
    }
}
