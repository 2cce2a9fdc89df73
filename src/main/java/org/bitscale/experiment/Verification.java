package org.bitscale.experiment;

import java.util.Optional;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;

/**
 * What ONNX Runtime makes of an exported file, held against the simulation.
 *
 * @param agreement examples for which both predict the same class
 * @param largestDifference largest difference of an output
 * @param outputSpread standard deviation of the simulation's outputs, to read the difference against
 * @param accuracy in ONNX Runtime
 * @param firstParting the first tensor at which integers differ, on the examples compared layer by layer
 * @param runtime version of ONNX Runtime
 * @param optimised whether with its default graph optimisations
 * @param batchSize examples a run
 */
public record Verification(
        Agreement agreement,
        double largestDifference,
        double outputSpread,
        Accuracy accuracy,
        Optional<Parting> firstParting,
        String runtime,
        boolean optimised,
        int batchSize) {

    /** Share of equal predictions below which a file should not be relied on. */
    public static final double USUAL_AGREEMENT = 0.999;

    /** Whether at least this share of predictions is equal. */
    public boolean holds(double share) {
        return agreement.share() >= share;
    }

    /**
     * Where integers part.
     *
     * @param tensor the integer tensor
     * @param layer the node whose result it is
     * @param differing share of its elements that differ
     * @param largestSteps largest difference in steps
     */
    public record Parting(String tensor, String layer, double differing, int largestSteps) {}
}
