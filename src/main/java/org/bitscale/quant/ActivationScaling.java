package org.bitscale.quant;

import java.util.Locale;

/** When the ranges of activations are known. */
public enum ActivationScaling {
    /** Before the network runs, from examples or training. */
    STATIC,
    /**
     * As the network runs, from the smallest and largest value of what comes: no examples are needed, and each input costs
     * a pass for its range. ONNX has it for 8 bits (DynamicQuantizeLinear-11), over a whole batch together.
     */
    DYNAMIC;

    /** Its name in files and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
