package org.bitscale.experiment;

import java.util.List;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;

/**
 * What a plan is worth without training, on some examples of the validation split. With all of them, accuracy and loss are
 * those of a trial that quantizes without training.
 *
 * @param accuracy of the quantized network
 * @param loss of the quantized network, mean cross-entropy in nats
 * @param floatAccuracy of the float network on the same examples
 * @param floatLoss of the float network
 * @param agreement examples for which both predict the same class
 * @param packedBytes bytes if every number takes just its bits
 * @param floatPackedBytes the same of the float network
 * @param bops multiply-accumulates of one example, times weight bits, times activation bits
 * @param layers those with weights, in order
 * @param seconds how long the estimate took
 */
public record PlanEstimate(
        Accuracy accuracy,
        double loss,
        Accuracy floatAccuracy,
        double floatLoss,
        Agreement agreement,
        long packedBytes,
        long floatPackedBytes,
        long bops,
        List<LayerError> layers,
        double seconds) {

    /** Copies. */
    public PlanEstimate {
        layers = List.copyOf(layers);
    }

    /**
     * How far a layer's output is from that of the float network, with everything before it quantized as well.
     *
     * @param layer its name
     * @param scheme its bits, such as {@code W4A8} or {@code float}
     * @param sqnr signal-to-quantization-noise ratio of its output in dB; infinite if nothing differs
     */
    public record LayerError(String layer, String scheme, double sqnr) {}
}
