package org.bitscale.quant;

/** What the numbers of a quantized tensor are. */
public sealed interface NumberFormat permits LevelFormat, Codebook, TrainedTernary {

    /** Bits that a code takes. */
    int bits();

    /** Its name in schemes and messages, such as {@code W4} or {@code MXFP4}. */
    String label();
}
