package org.bitscale.ui.model;

/** What the boxes of the network are coloured by. */
enum ColourBy {
    /** Plain boxes. */
    NOTHING,
    /** Bits under the desk's plan. */
    BITS,
    /** Number of floating constants. */
    PARAMETERS,
    /** Multiply-accumulates for one example. */
    MACS,
    /** Signal-to-quantization-noise ratio under the desk's plan. */
    ERROR,
    /** Loss added if the layer alone is quantized. */
    SENSITIVITY,
    /** Time in ONNX Runtime. */
    TIME;

    /** Whether it must be measured on data. */
    boolean needsData() {
        return this == ERROR || this == SENSITIVITY;
    }

    /** Whether a worker must be asked. */
    boolean isMeasured() {
        return needsData() || this == TIME;
    }

    @Override
    public String toString() {
        return ModelTexts.text("colour." + name());
    }
}
