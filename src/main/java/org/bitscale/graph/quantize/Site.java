package org.bitscale.graph.quantize;

/**
 * A place where activations are quantized.
 *
 * @param tensor name of the tensor
 * @param bits bit width
 */
public record Site(String tensor, int bits) {

    @Override
    public String toString() {
        return tensor + "@" + bits;
    }
}
