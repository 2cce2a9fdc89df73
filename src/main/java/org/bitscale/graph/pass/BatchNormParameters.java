package org.bitscale.graph.pass;

import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;

/**
 * What a batch normalization with stored statistics does to channel c: {@code y = factor[c]·x + offset[c]}.
 *
 * @param factor γ/√(σ² + ε)
 * @param offset β − μ·factor
 */
public record BatchNormParameters(double[] factor, double[] offset) {

    /** From a BatchNormalization node of a graph. */
    public static BatchNormParameters of(Graph graph, Node node) {
        return of(
                graph.constant(node, 1).map(Tensor::floats).orElseThrow(),
                graph.constant(node, 2).map(Tensor::floats).orElseThrow(),
                graph.constant(node, 3).map(Tensor::floats).orElseThrow(),
                graph.constant(node, 4).map(Tensor::floats).orElseThrow(),
                node.attributes().real("epsilon", 1e-5f));
    }

    /** From γ, β, running mean, running variance and ε. */
    public static BatchNormParameters of(float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon) {
        double[] factor = new double[gamma.length];
        double[] offset = new double[gamma.length];
        for (int c = 0; c < gamma.length; c++) {
            factor[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
            offset[c] = beta[c] - mean[c] * factor[c];
        }
        return new BatchNormParameters(factor, offset);
    }
}
