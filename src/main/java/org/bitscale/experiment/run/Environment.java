package org.bitscale.experiment.run;

import java.util.List;

/**
 * Where a run took place: what decides its last bits, and what explains a difference.
 *
 * @param bitscale version of this program
 * @param java version of Java
 * @param os name, version and architecture
 * @param processor its name
 * @param features its instruction sets that matter for 8-bit arithmetic, sorted
 * @param device {@code cpu} or {@code cuda}
 * @param threads threads of one operation
 * @param torch version of PyTorch
 * @param onnxRuntime version of ONNX Runtime
 */
public record Environment(
        String bitscale,
        String java,
        String os,
        String processor,
        List<String> features,
        String device,
        int threads,
        String torch,
        String onnxRuntime) {

    /** Copies the features. */
    public Environment {
        features = List.copyOf(features);
    }
}
