package org.bitscale.jmh;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bitscale.eval.Direction;
import org.bitscale.eval.Hypervolume;
import org.bitscale.eval.NonDominatedSorting;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Fronts of many runs, size against accuracy. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParetoBenchmark {

    private static final List<Direction> DIRECTIONS = List.of(Direction.MINIMISE, Direction.MAXIMISE);

    /** Number of runs. */
    @Param({"1000", "10000"})
    private int runs;

    private double[][] points;

    /** Draws sizes and accuracies that go along with each other. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        points = new double[runs][];
        for (int i = 0; i < runs; i++) {
            double size = 20 + 300 * random.nextDouble();
            points[i] = new double[] {size, 1 - 8 / size - 0.2 * random.nextDouble()};
        }
    }

    /** The front that each run lies on. */
    @Benchmark
    public int[] fronts() {
        return NonDominatedSorting.of(points, DIRECTIONS);
    }

    /** The area that they dominate. */
    @Benchmark
    public double hypervolume() {
        return Hypervolume.of(points, new double[] {320, 0}, DIRECTIONS);
    }
}
