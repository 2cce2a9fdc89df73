package org.bitscale.graph.op;

import org.bitscale.BadInputException;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;

/** DequantizeLinear on constants. */
public final class Dequantization {

    private Dequantization() {}

    /** Which scale and zero point each element of a constant has. */
    static final class Parameters {
        private final float[] scales;
        private final long[] zeros;
        private final long inner;
        private final long size;
        private final long block;

        private Parameters(float[] scales, long[] zeros, long inner, long size, long block) {
            this.scales = scales;
            this.zeros = zeros;
            this.inner = inner;
            this.size = size;
            this.block = block;
        }

        /** The parameters of a quantizer or dequantizer of {@code values}; {@code zeroPoint} may be null. */
        static Parameters of(Node node, Tensor values, Tensor scale, Tensor zeroPoint) {
            float[] scales = scale.floats();
            long[] zeros = zeroPoint == null ? new long[scales.length] : zeroPoint.longs();
            long block = node.attributes().integer("block_size", 0);
            long inner = 1;
            long size = 1;
            if (scales.length != 1 || block != 0) {
                int axis = Facts.axis(node, node.attributes().integer("axis", 1), values.rank());
                for (int i = axis + 1; i < values.rank(); i++) {
                    inner *= values.size(i);
                }
                size = values.size(axis);
                long expected = size;
                if (block > 0) {
                    expected = (size + block - 1) / block * inner;
                    for (int i = 0; i < axis; i++) {
                        expected *= values.size(i);
                    }
                }
                if (scales.length != expected || block == 0 && scale.rank() != 1) {
                    throw new BadInputException("%s: %d scales do not fit its axis %d of %s"
                            .formatted(node.describe(), scales.length, axis, values));
                }
            }
            if (zeros.length != scales.length) {
                throw new BadInputException("%s: expected as many zero points as scales, %d, but came %d"
                        .formatted(node.describe(), scales.length, zeros.length));
            }
            return new Parameters(scales, zeros, inner, size, block);
        }

        private int place(int element) {
            if (block == 0) {
                return (int) (element / inner % scales.length);
            }
            long position = element / inner % size;
            long outer = element / inner / size;
            long blocks = (size + block - 1) / block;
            return (int) ((outer * blocks + position / block) * inner + element % inner);
        }

        float scale(int element) {
            return scales[place(element)];
        }

        long zeroPoint(int element) {
            return zeros[place(element)];
        }
    }

    /** The float values of a quantized constant; shapes as in {@code codes}. */
    public static Tensor of(Node node, Tensor codes, Tensor scale, Tensor zeroPoint) {
        long[] q = codes.longs();
        Parameters parameters = Parameters.of(node, codes, scale, zeroPoint);
        float[] values = new float[q.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (q[i] - parameters.zeroPoint(i)) * parameters.scale(i);
        }
        return Tensor.ofFloats(values, codes.sizes());
    }
}
