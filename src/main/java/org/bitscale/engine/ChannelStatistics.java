package org.bitscale.engine;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;

/**
 * What each channel of a tensor takes; channels are its axis 1 (N × C, N × C × H × W …) or its last (N × T × C).
 *
 * @param mean mean value
 * @param deviation standard deviation
 * @param smallest smallest value
 * @param largest largest value
 */
public record ChannelStatistics(double[] mean, double[] deviation, float[] smallest, float[] largest) {

    /** Number of channels. */
    public int channels() {
        return mean.length;
    }

    /** Largest magnitude of a channel. */
    public float magnitude(int channel) {
        return Math.max(Math.abs(smallest[channel]), Math.abs(largest[channel]));
    }

    /**
     * Measures tensors over all batches of {@code loader}.
     *
     * @param graph float, or with QuantizeLinear and DequantizeLinear nodes
     * @param tensors names of tensors of rank 2 or more
     * @param axis of the channels: 1, or −1 for the last
     * @return statistics by tensor name
     */
    public static Map<String, ChannelStatistics> of(
            Graph graph,
            OperatorTable operators,
            Set<String> tensors,
            int axis,
            BatchLoader loader,
            int examples,
            TorchEngine engine,
            Progress progress) {
        TensorPass pass = new TensorPass(graph, operators, engine);
        Facts facts = pass.facts();
        Map<String, Sums> sums = new LinkedHashMap<>();
        pass.run(
                tensors,
                (tensor, variable, text) ->
                        reduced(variable, facts.type(tensor).shape().rank(), axis, text),
                (tensor, batch, results) -> sums.computeIfAbsent(
                                tensor,
                                name -> new Sums((int) results.get(0).getShape().get(0)))
                        .add(results),
                loader,
                examples,
                "statistics",
                progress);
        Map<String, ChannelStatistics> statistics = new LinkedHashMap<>();
        sums.forEach((tensor, sum) -> statistics.put(tensor, sum.statistics()));
        return statistics;
    }

    private static List<String> reduced(String variable, int rank, int channels, TorchProgram text) {
        String axes = IntStream.range(0, rank)
                .filter(axis -> axis != Math.floorMod(channels, rank))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "[", "]"));
        String mean = text.assign("torch.mean(%s, %s)".formatted(variable, axes));
        String square = text.assign("torch.mean(torch.mul(%1$s, %1$s), %2$s)".formatted(variable, axes));
        String least = text.assign("torch.amin(%s, %s)".formatted(variable, axes));
        String most = text.assign("torch.amax(%s, %s)".formatted(variable, axes));
        String per = text.assign("torch.div(torch.numel(%s), torch.numel(%s))".formatted(variable, mean));
        String count = text.assign("torch.mul(torch.ones_like(%s), %s)".formatted(mean, per));
        return List.of(mean, square, least, most, count);
    }

    /** Sums over batches. */
    private static final class Sums {

        private final double[] sum;
        private final double[] squares;
        private final float[] smallest;
        private final float[] largest;
        private double count;

        Sums(int channels) {
            sum = new double[channels];
            squares = new double[channels];
            smallest = new float[channels];
            largest = new float[channels];
            java.util.Arrays.fill(smallest, Float.POSITIVE_INFINITY);
            java.util.Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        }

        void add(List<NDArray> results) {
            float[] mean = results.get(0).toFloatArray();
            float[] square = results.get(1).toFloatArray();
            float[] least = results.get(2).toFloatArray();
            float[] most = results.get(3).toFloatArray();
            double values = results.get(4).toFloatArray()[0];
            for (int c = 0; c < sum.length; c++) {
                sum[c] += values * mean[c];
                squares[c] += values * square[c];
                smallest[c] = Math.min(smallest[c], least[c]);
                largest[c] = Math.max(largest[c], most[c]);
            }
            count += values;
        }

        ChannelStatistics statistics() {
            double[] mean = new double[sum.length];
            double[] deviation = new double[sum.length];
            for (int c = 0; c < sum.length; c++) {
                mean[c] = sum[c] / count;
                deviation[c] = Math.sqrt(Math.max(0, squares[c] / count - mean[c] * mean[c]));
            }
            return new ChannelStatistics(mean, deviation, smallest, largest);
        }
    }
}
