package org.bitscale.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.OperatorTable;

/**
 * The second moments of what the weights of a layer are multiplied with: X·Xᵀ, where each column of X is one patch (Conv)
 * or row (Gemm, MatMul) of the layer's input.
 *
 * @param size d, the number of weights of an output channel
 * @param groups a d × d matrix, row-major, for each group of a Conv; one for other layers
 */
public record InputMoments(int size, double[][] groups) {

    /**
     * Measures a layer's input over all batches of {@code loader}.
     *
     * @param graph only what the layer needs is best left in it
     * @param layer a node of the graph
     * @param weights its weights, in real numbers
     * @return empty for layers that are not covered: convolutions other than two-dimensional ones with explicit padding
     */
    public static Optional<InputMoments> of(
            Graph graph,
            OperatorTable operators,
            Node layer,
            Tensor weights,
            BatchLoader loader,
            int examples,
            TorchEngine engine,
            Progress progress) {
        boolean conv = layer.is("Conv");
        if (conv && (weights.rank() != 4 || !isExplicit(layer))) {
            return Optional.empty();
        }
        int count = conv ? (int) layer.attributes().integer("group", 1) : 1;
        int inputs = layer.is("MatMul") ? weights.size(0) : weights.size(1);
        int size = conv ? weights.elements() / weights.size(0) : inputs;
        double[][] sums = new double[count][size * size];
        new TensorPass(graph, operators, engine)
                .run(
                        Set.of(layer.input(0)),
                        (tensor, variable, text) -> List.of(product(
                                conv ? patches(layer, weights, variable, text) : rows(inputs, variable, text),
                                count,
                                size,
                                text)),
                        (tensor, batch, results) -> add(sums, results.get(0).toFloatArray()),
                        loader,
                        examples,
                        "moments",
                        progress);
        return Optional.of(new InputMoments(size, sums));
    }

    private static boolean isExplicit(Node layer) {
        String automatic = layer.attributes().text("auto_pad", "NOTSET");
        return automatic.equals("NOTSET") || automatic.equals("VALID");
    }

    /** Channels times kernel × examples × places. */
    private static String patches(Node layer, Tensor weights, String variable, TorchProgram text) {
        long[] pads = layer.attributes().integers("pads").orElse(new long[4]);
        long[] strides = layer.attributes().integers("strides").orElse(new long[] {1, 1});
        long[] dilations = layer.attributes().integers("dilations").orElse(new long[] {1, 1});
        String padded = text.assign(
                "torch.constant_pad_nd(%s, [%d, %d, %d, %d])".formatted(variable, pads[1], pads[3], pads[0], pads[2]));
        String patches = text.assign("torch.im2col(%s, [%d, %d], [%d, %d], [0, 0], [%d, %d])"
                .formatted(
                        padded, weights.size(2), weights.size(3), dilations[0], dilations[1], strides[0], strides[1]));
        return text.assign("torch.permute(%s, [1, 0, 2])".formatted(patches));
    }

    private static String rows(int inputs, String variable, TorchProgram text) {
        return text.assign("torch.transpose(torch.reshape(%s, [-1, %d]), 0, 1)".formatted(variable, inputs));
    }

    private static String product(String values, int groups, int size, TorchProgram text) {
        String x = text.assign("torch.reshape(%s, [%d, %d, -1])".formatted(values, groups, size));
        return text.assign("torch.bmm(%s, torch.transpose(%s, 1, 2))".formatted(x, x));
    }

    private static void add(double[][] sums, float[] values) {
        int at = 0;
        for (double[] sum : sums) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[at++];
            }
        }
    }
}
