package org.bitscale.quant;

import java.util.Locale;

/** What a quantized file is for: which integers run there, and how. */
public enum Target {
    /** ONNX Runtime on a processor of any kind, without restrictions. */
    ONNXRUNTIME(false, false, false, false),
    /** ONNX Runtime on x86-64 with VNNI, whose dot products of 8 bits add in 32 bits. */
    X86_VNNI(false, false, false, false),
    /**
     * ONNX Runtime on x86-64 without VNNI, which adds two products of a uint8 and an int8 with saturation at 16 bits:
     * weights of 8 bits get 7 (ONNX Runtime's {@code reduce_range}) where kernels add so.
     */
    X86(false, false, true, false),
    /** ONNX Runtime on ARM64. */
    ARM64(false, false, false, false),
    /** TensorRT's explicit quantization: int8 with zero point 0 for activations too, biases in float. */
    TENSORRT(true, true, false, false),
    /** Microcontrollers with integer kernels only (TensorFlow Lite Micro, CMSIS-NN): all in int8, no layer in float. */
    MICROCONTROLLER(true, false, false, true);

    private static final int LARGEST_WEIGHT = 128;

    private final boolean signed;
    private final boolean symmetric;
    private final boolean reduced;
    private final boolean integersOnly;

    Target(boolean signed, boolean symmetric, boolean reduced, boolean integersOnly) {
        this.signed = signed;
        this.symmetric = symmetric;
        this.reduced = reduced;
        this.integersOnly = integersOnly;
    }

    /**
     * Whether activations are written as int8. The codes are those of uint8 less 128, zero point included, so that what is
     * computed is the same.
     */
    public boolean signedActivations() {
        return signed;
    }

    /** Whether activations have the zero point 0 of int8, that is 128 of uint8. */
    public boolean symmetricActivations() {
        return symmetric;
    }

    /** Whether biases stay in float beside integer weights. */
    public boolean floatBiases() {
        return this == TENSORRT;
    }

    /** Whether nothing may be computed in float. */
    public boolean integersOnly() {
        return integersOnly;
    }

    /** Whether only activations of 8 bits run. */
    public boolean fullActivations() {
        return signed;
    }

    /**
     * Most bits of weights whose products, added in pairs, fit into 16 bits where the target needs it.
     *
     * @param inputBits bits of the unsigned codes they are multiplied with
     */
    public int mostWeightBits(int inputBits) {
        int largestInput = (1 << inputBits) - 1;
        return reduced && inputBits <= IntegerFormat.BYTE_BITS && 2 * largestInput * LARGEST_WEIGHT > Short.MAX_VALUE
                ? IntegerFormat.BYTE_BITS - 1
                : IntegerFormat.MOST_BITS;
    }

    /** Its name in files and on the command line, such as {@code x86_vnni}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
