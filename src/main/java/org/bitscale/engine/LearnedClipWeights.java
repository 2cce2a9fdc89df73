package org.bitscale.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.TorchText;
import org.bitscale.quant.LevelFormat;

/**
 * Weights clipped at learned values, as PACT clips activations: {@code α/qmax} is the scale, and α's gradient comes from
 * clipped weights alone, 1 above and {@code qmin/qmax} below.
 */
record LearnedClipWeights(LayerWeights layer) implements WeightQuantizer {

    @Override
    public List<TrainedParameter> parameters() {
        float[] clips = layer.smallestError();
        for (int i = 0; i < clips.length; i++) {
            clips[i] *= layer.format().largest();
        }
        return List.of(new TrainedParameter(
                layer.name("clip"), Tensor.ofFloats(clips, layer.scaleSizes()), TrainedParameter.Kind.CLIP, 1));
    }

    @Override
    public Codes codes(TorchProgram program, UnaryOperator<String> values, String weights) {
        LevelFormat format = layer.format();
        String clip = program.assign(layer.spread(values.apply(layer.name("clip"))));
        String scale =
                program.assign("torch.div(torch.detach(%s), %s)".formatted(clip, TorchText.real(format.largest())));
        String top = program.assign("torch.div(%s, %s)".formatted(clip, scale));
        String bottom = "torch.mul(%s, %s)".formatted(top, TorchText.real((double) format.lowest() / format.largest()));
        String position = program.assign(
                "torch.maximum(torch.minimum(torch.div(%s, %s), %s), %s)".formatted(weights, scale, top, bottom));
        return new Codes(position, Rounding.of(program, position, layer.format()), scale);
    }
}
