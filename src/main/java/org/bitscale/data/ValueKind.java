package org.bitscale.data;

/** What the values of examples are. It decides how they are scaled by default and brought to another shape. */
public enum ValueKind {
    /** Pictures of 8 bits a value, 0 to 255: scaled by x/255, resized, and rounded to whole values then. */
    PIXELS,

    /** Pictures, or other planes, of real values: taken as they are, resized without rounding. */
    PLANES,

    /** A row of F real values, in the shape (F, 1, 1): taken as they are, laid row by row into a shape of F values. */
    FEATURES;

    /** How such values are scaled where neither the user nor the network says it. */
    public InputScaling defaultScaling() {
        return this == PIXELS ? InputScaling.pictures() : InputScaling.none();
    }
}
