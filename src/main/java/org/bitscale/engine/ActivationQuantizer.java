package org.bitscale.engine;

import java.util.List;
import java.util.Map;
import org.bitscale.graph.Tensor;
import org.bitscale.quant.QParams;

/**
 * A way of quantizing activations while a network is trained. The scale is written before the tensor is made, which is
 * divided by it as it is made wherever that costs nothing.
 */
interface ActivationQuantizer {

    /** What is trained. */
    default List<TrainedParameter> parameters() {
        return List.of();
    }

    /** What the program changes by itself, or keeps, with its first values. */
    default Map<String, Tensor> buffers() {
        return Map.of();
    }

    /** Writes the scale and gives its expression. */
    String scale(TorchProgram program);

    /**
     * Writes the quantizer.
     *
     * @param position the activations divided by the scale
     * @param scale as {@link #scale} gave it
     * @return integers minus the zero point, differentiable
     */
    String integers(TorchProgram program, String position, String scale);

    /** Scale and zero point after training, with the values of what is trained and observed by name. */
    QParams trained(Map<String, float[]> values);

    /** Makes one. */
    interface Factory {

        /** The quantizer of a site. */
        ActivationQuantizer of(CalibratedSite site);
    }
}
