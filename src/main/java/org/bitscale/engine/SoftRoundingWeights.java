package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.op.TorchText;

/**
 * Weights under learned scales whose rounding has the gradient of a soft staircase (DSQ, Gong et al. 2019): between two
 * codes {@code ⌊v⌋ + ½ + tanh(k·(v − ⌊v⌋ − ½)) / (2·tanh(k/2))}, steep where the code changes and flat at the codes. The
 * staircase is rounded, so that what is computed are integers. {@code k = ln(2/α − 1)} with the paper's first α of 0.2;
 * α is not learned.
 */
record SoftRoundingWeights(LearnedStepWeights learned) implements WeightQuantizer {

    private static final double STEEPNESS = Math.log(2 / 0.2 - 1);

    @Override
    public List<TrainedParameter> parameters() {
        return learned.parameters();
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        Codes straight = learned.codes(program, values, weights);
        String middle = program.assign("torch.add(torch.floor(torch.detach(%s)), 0.5)".formatted(straight.position()));
        String soft = program.assign("torch.add(%s, torch.mul(torch.tanh(torch.mul(torch.sub(%s, %s), %s)), %s))"
                .formatted(
                        middle,
                        straight.position(),
                        middle,
                        TorchText.real(STEEPNESS),
                        TorchText.real(0.5 / Math.tanh(STEEPNESS / 2))));
        return new Codes(straight.position(), Rounding.of(program, soft), straight.scale());
    }
}
