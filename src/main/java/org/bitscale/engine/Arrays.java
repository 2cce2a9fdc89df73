package org.bitscale.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.FloatBuffer;
import org.bitscale.graph.Tensor;

/** Between Bitscale's tensors and torch's arrays. */
final class Arrays {

    private Arrays() {}

    /** A constant as float array; integers are held in floats. */
    static PtNDArray array(PtNDManager manager, Tensor tensor) {
        return (PtNDArray) manager.create(FloatBuffer.wrap(tensor.floats()), new Shape(tensor.sizes()));
    }

    /** A vector of floats. */
    static PtNDArray array(PtNDManager manager, float[] values, long... sizes) {
        return (PtNDArray) manager.create(FloatBuffer.wrap(values), new Shape(sizes));
    }
}
