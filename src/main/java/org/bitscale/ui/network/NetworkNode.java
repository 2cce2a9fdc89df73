package org.bitscale.ui.network;

/**
 * A box of a network's picture.
 *
 * @param id unique; the stable node name for operations
 * @param kind what it stands for
 * @param title what it is: the operator, the tensor, or the block's name
 * @param name what tells it from others of its kind
 * @param output shape of its first output, such as {@code [N×16×32×32]}; empty if it is not known
 * @param parameters number of floating constants it reads
 * @param macs multiply-accumulates for one example
 * @param supported whether the program can run it
 */
public record NetworkNode(
        String id, Kind kind, String title, String name, String output, long parameters, long macs, boolean supported) {

    /** What a box stands for. */
    public enum Kind {
        /** A tensor that is fed. */
        INPUT,
        /** One operation. */
        OPERATION,
        /** Several operations, drawn as one. */
        BLOCK,
        /** A tensor that is given back. */
        OUTPUT
    }

    /** An operation that the program can run. */
    public static NetworkNode operation(String name, String operator, String output, long parameters, long macs) {
        return new NetworkNode(name, Kind.OPERATION, operator, name, output, parameters, macs, true);
    }

    /** Whether it is an operation that learns or multiplies: drawn larger than what only passes values on. */
    public boolean isHeavy() {
        return kind == Kind.BLOCK || parameters > 0 || macs > 0;
    }
}
