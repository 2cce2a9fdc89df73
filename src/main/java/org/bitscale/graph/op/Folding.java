package org.bitscale.graph.op;

import org.bitscale.BadInputException;
import org.bitscale.graph.Tensor;

/** Index arithmetic for folding constants. */
final class Folding {

    /**
     * Constants that grow by folding stay below this many elements, 64 MiB of floats; where there is little memory below
     * what fits in it several times over as 8-byte integers.
     */
    static final int LARGEST = (int) Math.min(1 << 24, ofMemory(64));

    private Folding() {}

    /** How many elements of so many bytes fill the memory that this process can have. */
    static long ofMemory(int bytes) {
        return Runtime.getRuntime().maxMemory() / bytes;
    }

    /** For each element of a tensor of {@code to} sizes, which element of one of {@code from} sizes broadcasts there. */
    static int[] broadcastIndices(long[] from, long[] to) {
        int elements = elements(to, LARGEST);
        int[] indices = new int[elements];
        long[] strides = strides(from);
        int offset = to.length - from.length;
        for (int i = 0; i < elements; i++) {
            long rest = i;
            long index = 0;
            for (int axis = to.length - 1; axis >= 0; axis--) {
                long at = rest % to[axis];
                rest /= to[axis];
                if (axis >= offset && from[axis - offset] != 1) {
                    index += at * strides[axis - offset];
                }
            }
            indices[i] = (int) index;
        }
        return indices;
    }

    /** Row-major strides in elements. */
    static long[] strides(long[] sizes) {
        long[] strides = new long[sizes.length];
        long stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= sizes[axis];
        }
        return strides;
    }

    /** The elements as numbers that hold every float and every integer up to 2⁵³. */
    static double[] numbers(Tensor tensor) {
        double[] numbers = new double[tensor.elements()];
        if (tensor.type().isFloat()) {
            float[] floats = tensor.floats();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = floats[i];
            }
        } else {
            long[] longs = tensor.longs();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = longs[i];
            }
        }
        return numbers;
    }

    /** The tensor with its elements picked by index, in its own element type. */
    static Tensor pick(Tensor source, int[] indices, long[] sizes) {
        if (source.type().isFloat()) {
            float[] from = source.floats();
            float[] to = new float[indices.length];
            for (int i = 0; i < to.length; i++) {
                to[i] = from[indices[i]];
            }
            return Tensor.ofFloats(to, sizes);
        }
        long[] from = source.longs();
        long[] to = new long[indices.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = from[indices[i]];
        }
        return Tensor.ofLongs(source.type(), to, sizes);
    }

    /** Product of sizes, refused above {@code largest}. */
    static int elements(long[] sizes, long largest) {
        long elements = 1;
        for (long size : sizes) {
            if (size < 0 || (size > 0 && elements > largest / size)) {
                throw new BadInputException("A constant of more than %d elements would arise by folding %s"
                        .formatted(largest, java.util.Arrays.toString(sizes)));
            }
            elements *= size;
        }
        return (int) elements;
    }
}
