package org.bitscale.graph.onnx;

import java.util.List;
import java.util.Random;

/** Small networks of the kinds that exporters write. */
public final class SmallNetworks {

    private SmallNetworks() {}

    /** Seeded numbers between −1 and 1. */
    public static float[] numbers(long seed, int count) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
    }

    /** Conv, BatchNormalization (one negative γ), Relu, MaxPool, and a head flattened as PyTorch writes {@code view}. */
    public static TestModel convolutional() {
        return new TestModel(13)
                .input("x", "N", 2, 6, 6)
                .floats("w", numbers(1, 3 * 2 * 3 * 3), 3, 2, 3, 3)
                .floats("b", numbers(2, 3), 3)
                .floats("gamma", new float[] {0.5f, -1.5f, 1}, 3)
                .floats("beta", numbers(3, 3), 3)
                .floats("mean", numbers(4, 3), 3)
                .floats("variance", new float[] {0.5f, 1, 2}, 3)
                .longs("zero", 0)
                .longs("axes", 0)
                .longs("rest", -1)
                .floats("fc", numbers(5, 4 * 27), 4, 27)
                .floats("fcb", numbers(6, 4), 4)
                .node("conv", "", "Conv", List.of("c"), List.of("x", "w", "b"), "pads", new long[] {1, 1, 1, 1})
                .node("bn", "", "BatchNormalization", List.of("n"), List.of("c", "gamma", "beta", "mean", "variance"))
                .node("Relu", "r", List.of("n"))
                .node("MaxPool", "p", List.of("r"), "kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2})
                .node("Shape", "s", List.of("p"))
                .node("Gather", "batch", List.of("s", "index"), "axis", 0)
                .tensor(TestModel.longTensor("index", new long[] {0}))
                .node("Unsqueeze", "batch1", List.of("batch", "axes"))
                .node("Concat", "target", List.of("batch1", "rest"), "axis", 0)
                .node("Reshape", "flat", List.of("p", "target"))
                .node("fc", "", "Gemm", List.of("y"), List.of("flat", "fc", "fcb"), "transB", 1)
                .output("y")
                .metadata("classes", "a,b,c,d");
    }

    /** Two branches of an input of fixed batch 1 that are joined, padded, cut and averaged. */
    public static TestModel branching() {
        return new TestModel(10)
                .input("x", 1, 2, 5, 5)
                .floats("w", numbers(7, 2 * 1 * 3 * 3), 2, 1, 3, 3)
                .floats("half", new float[] {0.5f})
                .longs("starts", 1)
                .longs("ends", 5)
                .longs("axes", 3)
                .node("Conv", "a", List.of("x", "w"), "group", 2, "auto_pad", "SAME_UPPER")
                .node("Mul", "b", List.of("x", "half"))
                .node("Sum", "s", List.of("a", "b", "x"))
                .node("Concat", "c", List.of("s", "b"), "axis", 1)
                .node("Pad", "p", List.of("c"), "pads", new long[] {0, 0, 1, 0, 0, 0, 0, 1}, "value", 0f)
                .node("Slice", "cut", List.of("p", "starts", "ends", "axes"))
                .node("Dropout", "d", List.of("cut"), "ratio", 0.5f)
                .node("ReduceMean", "m", List.of("d"), "axes", new long[] {2, 3}, "keepdims", 0)
                .node("Softmax", "y", List.of("m"))
                .output("y");
    }

    /** A perceptron of MatMul, Add, PRelu and Clip, with Transpose and integer arithmetic on the shape. */
    public static TestModel perceptron() {
        return new TestModel(17)
                .input("x", "batch", 2, 3)
                .floats("w1", numbers(8, 6 * 5), 6, 5)
                .floats("b1", numbers(9, 5), 5)
                .floats("slope", new float[] {0.25f}, 1)
                .floats("w2", numbers(10, 5 * 3), 5, 3)
                .tensor(TestModel.floatTensor("low", new float[] {-1}))
                .tensor(TestModel.floatTensor("high", new float[] {1}))
                .longs("two", 2)
                .longs("three", 3)
                .longs("rest", -1)
                .node("Transpose", "t", List.of("x"), "perm", new long[] {0, 2, 1})
                .node("Mul", "six", List.of("two", "three"))
                .node("Concat", "target", List.of("rest", "six"), "axis", 0)
                .node("Reshape", "f", List.of("t", "target"))
                .node("hidden", "", "MatMul", List.of("h"), List.of("f", "w1"))
                .node("Add", "hb", List.of("h", "b1"))
                .node("PRelu", "p", List.of("hb", "slope"))
                .node("Clip", "c", List.of("p", "low", "high"))
                .node("last", "", "MatMul", List.of("y"), List.of("c", "w2"))
                .output("y");
    }
}
