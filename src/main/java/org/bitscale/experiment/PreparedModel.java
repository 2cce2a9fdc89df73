package org.bitscale.experiment;

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
public record PreparedModel(Graph normalized, Graph folded) {

    /**
     * Prepares a network. One that is quantized is taken in its real-valued form: what its integers stand for.
     *
     * @throws org.bitscale.BadInputException if that form is unknown
     */
    public static PreparedModel of(ModelFile model, OperatorTable operators) {
        return of(model.form(operators).real(), operators);
    }

    /** Prepares a float network. */
    public static PreparedModel of(Graph real, OperatorTable operators) {
        Graph merged = MergeBias.of(real, ShapeInference.of(real, operators));
        Graph normalized = PositiveBatchNorm.of(merged);
        return new PreparedModel(normalized, FoldBatchNorm.of(normalized));
    }

    /** A graph without its final softmax. */
    public static Graph logits(Graph graph, OperatorTable operators) {
        Facts facts = ShapeInference.of(graph, operators);
        return CutSoftmax.of(graph, facts);
    }
}
