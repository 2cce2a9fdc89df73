package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.Tensor;

/** Weights under learned scales (LSQ, Esser et al. 2020) that start where the squared error is smallest. */
record LearnedStepWeights(LayerWeights layer) implements WeightQuantizer {

    @Override
    public List<TrainedParameter> parameters() {
        float[] start = layer.smallestError();
        double mean = 0;
        for (float scale : start) {
            mean += scale / start.length;
        }
        return List.of(new TrainedParameter(
                layer.name("scale"),
                Tensor.ofFloats(start, layer.scaleSizes()),
                TrainedParameter.Kind.SCALE,
                StepSizes.gradientScale(layer.valuesOfScale(), layer.format(), mean, layer.absoluteMean())));
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        return ObservedWeights.clamped(layer, program, weights, values.apply(layer.name("scale")));
    }
}
