package org.bitscale.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.FloatBuffer;
import org.bitscale.BadInputException;
import org.bitscale.data.Batch;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Tensor;

/** Between Bitscale's tensors and torch's arrays. */
final class Arrays {

    private Arrays() {}

    /** A constant as float array; integers are held in floats. */
    static PtNDArray array(PtNDManager manager, Tensor tensor) {
        return (PtNDArray) manager.create(FloatBuffer.wrap(tensor.floats()), new Shape(tensor.sizes()));
    }

    /** An array of these sizes. */
    static PtNDArray array(PtNDManager manager, float[] values, long... sizes) {
        return (PtNDArray) manager.create(FloatBuffer.wrap(values), new Shape(sizes));
    }

    /** The examples of a batch in the shape that the graph's input wants. */
    static PtNDArray batch(PtNDManager manager, Batch batch, Graph graph) {
        long[] sizes = inputSizes(graph, batch.size());
        return (PtNDArray) manager.create(FloatBuffer.wrap(values(batch, sizes, graph)), new Shape(sizes));
    }

    /**
     * The values of a batch, checked against the sizes that the graph's input has for it.
     *
     * @throws BadInputException if they are not as many
     */
    static float[] values(Batch batch, long[] sizes, Graph graph) {
        long expected = 1;
        for (long size : sizes) {
            expected *= size;
        }
        if (expected != batch.values().length) {
            throw new BadInputException("The model's input is %s, %d values an example, but the data has %d"
                    .formatted(
                            graph.onlyInput().type().shape(),
                            expected / batch.size(),
                            batch.values().length / batch.size()));
        }
        return batch.values();
    }

    /** The sizes of the graph's input for {@code examples} examples. */
    static long[] inputSizes(Graph graph, int examples) {
        org.bitscale.graph.Shape shape = graph.onlyInput().type().shape();
        long[] sizes = new long[shape.rank()];
        for (int i = 0; i < sizes.length; i++) {
            if (i > 0 && !shape.dim(i).isKnown()) {
                throw new BadInputException(
                        "The model's input %s has an open size besides the batch; export it with fixed sizes"
                                .formatted(shape));
            }
            sizes[i] = i == 0 ? examples : shape.dim(i).size();
        }
        if (shape.dim(0).isKnown() && shape.dim(0).size() != examples) {
            throw new BadInputException("The model takes exactly %d examples at a time, but %d came; export it with an "
                            .formatted(shape.dim(0).size(), examples)
                    + "open batch size");
        }
        return sizes;
    }

    /** Class numbers. */
    static PtNDArray labels(PtNDManager manager, int[] classes) {
        return (PtNDArray)
                manager.create(java.util.Arrays.stream(classes).asLongStream().toArray(), new Shape(classes.length));
    }
}
