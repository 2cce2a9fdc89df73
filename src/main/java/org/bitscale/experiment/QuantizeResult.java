package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.List;
import org.bitscale.engine.Training;
import org.bitscale.quant.QuantPlan;

/**
 * What a quantization gave. All figures are those of the deployed form, computed from the exported graph.
 *
 * @param file the exported file
 * @param fileBytes its size
 * @param packedBytes bytes if every number takes just its bits
 * @param floatPackedBytes the same of the float network
 * @param plan bits by layer
 * @param layers the network, layer by layer
 * @param method {@code PTQ}, {@code QAT LSQ}, {@code QAT LSQ+} …, {@code float} or {@code float, fine-tuned}
 * @param baseline the float network it came from
 * @param validation on the validation split
 * @param test on the test split
 * @param epochs the training, epoch by epoch; empty without training
 * @param verification by ONNX Runtime
 * @param weightsHash SHA-256 of all constants of the exported graph
 * @param floatNearChance whether the float network is close to guessing, so that the input scaling should be checked
 * @param scaling the input scaling used
 * @param seconds how long it took
 */
public record QuantizeResult(
        Path file,
        long fileBytes,
        long packedBytes,
        long floatPackedBytes,
        QuantPlan plan,
        List<LayerRecord> layers,
        String method,
        Baseline baseline,
        Score validation,
        Score test,
        List<Training.Epoch> epochs,
        Verification verification,
        String weightsHash,
        boolean floatNearChance,
        String scaling,
        double seconds) {}
