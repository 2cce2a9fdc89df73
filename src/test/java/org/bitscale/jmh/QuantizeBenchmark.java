package org.bitscale.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rounding values to integers and back; time a value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QuantizeBenchmark {

    private static final int VALUES = 1 << 16;

    /** Bits of the integers. */
    @Param({"4", "8"})
    private int bits;

    private final float[] values = new float[VALUES];
    private IntegerFormat format;
    private QParams params;
    private int[] codes;

    /** Draws the values; some lie outside of the range. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int i = 0; i < VALUES; i++) {
            values[i] = (float) random.nextGaussian();
        }
        format = IntegerFormat.unsigned(bits);
        params = new QParams(4f / format.qmax(), format.qmax() / 2);
        codes = params.quantize(values, format);
    }

    /** Integers of values. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int[] quantize() {
        return params.quantize(values, format);
    }

    /** Values of integers. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public float[] dequantize() {
        return params.dequantize(codes);
    }

    /** Both in turn. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public float[] fakeQuantize() {
        return params.fakeQuantize(values, format);
    }
}
