package org.bitscale.experiment;

/** Keys under which Bitscale keeps facts in an ONNX file's metadata. */
public final class Metadata {

    /** How inputs are scaled before the network sees them, as {@link org.bitscale.data.InputScaling} writes it. */
    public static final String INPUT_SCALING = "bitscale.input_scaling";
    /** Class names, separated by commas. */
    public static final String CLASSES = "bitscale.classes";
    /** How the file came about, as JSON. */
    public static final String PROVENANCE = "bitscale.provenance";

    private Metadata() {}
}
