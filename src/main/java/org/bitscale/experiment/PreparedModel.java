package org.bitscale.experiment;

import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.CutSoftmax;
import org.bitscale.graph.pass.FoldBatchNorm;
import org.bitscale.graph.pass.MergeBias;
import org.bitscale.graph.pass.PositiveBatchNorm;

/**
 * The forms of a float network that quantization works on.
 *
 * @param normalized biases merged, batch normalizations kept with positive factors
 * @param folded batch normalizations folded
 */
record PreparedModel(Graph normalized, Graph folded) {

    /**
     * Prepares a network.
     *
     * @throws BadInputException if it is quantized already
     */
    static PreparedModel of(ModelFile model, OperatorTable operators) {
        if (model.isQuantized()) {
            throw new BadInputException(
                    "'%s' is quantized already; give the float network it came from".formatted(model.path()));
        }
        Graph merged = MergeBias.of(model.graph(), ShapeInference.of(model.graph(), operators));
        Graph normalized = PositiveBatchNorm.of(merged);
        return new PreparedModel(normalized, FoldBatchNorm.of(normalized));
    }

    /** A graph without its final softmax. */
    static Graph logits(Graph graph, OperatorTable operators) {
        Facts facts = ShapeInference.of(graph, operators);
        return CutSoftmax.of(graph, facts);
    }
}
