package org.bitscale.graph.op;

import org.bitscale.BadInputException;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;

/** DequantizeLinear on constants. */
public final class Dequantization {

    private Dequantization() {}

    /** The float values of a quantized constant; shapes as in {@code codes}. */
    public static Tensor of(Node node, Tensor codes, Tensor scale, Tensor zeroPoint) {
        long[] q = codes.longs();
        float[] scales = scale.floats();
        long[] zeros = zeroPoint == null ? new long[scales.length] : zeroPoint.longs();
        long inner = 1;
        if (scales.length > 1) {
            int axis = Facts.axis(node, node.attributes().integer("axis", 1), codes.rank());
            for (int i = axis + 1; i < codes.rank(); i++) {
                inner *= codes.size(i);
            }
            if (scale.rank() != 1 || scales.length != codes.size(axis) || zeros.length != scales.length) {
                throw new BadInputException(
                        node.describe() + ": its scales do not fit its axis; blocked scales are not supported");
            }
        }
        float[] values = new float[q.length];
        for (int i = 0; i < values.length; i++) {
            int channel = (int) (i / inner % scales.length);
            values[i] = (q[i] - zeros[channel]) * scales[channel];
        }
        return Tensor.ofFloats(values, codes.sizes());
    }
}
