package org.bitscale.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bitscale.eval.ParetoFront;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunStore;

/**
 * How long lists, filters and fronts over many runs take. {@code StoreBenchmark FOLDER RUNS}: fills the folder with made
 * up runs of 11 metrics if it is empty, then prints medians of 15 repetitions after 5 for warming up, and the first.
 */
final class StoreBenchmark {

    private StoreBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int number = Integer.parseInt(arguments[1]);
        try (Workspace workspace = Workspace.open(folder)) {
            if (workspace.runs().count(RunFilter.ALL) == 0) {
                fill(workspace, number);
            }
        }
        System.out.printf("database: %d MiB%n", Files.size(folder.resolve(Database.FILE)) >> 20);
        try (Workspace workspace = Workspace.open(folder)) {
            RunStore runs = workspace.runs();
            RunFilter filter = new RunFilter(
                    Optional.empty(),
                    Set.of(),
                    Set.of(Method.LSQ),
                    Optional.empty(),
                    false,
                    Optional.of("w4A8"),
                    Map.of(Measure.ACCURACY, 0.9),
                    Map.of());
            RunFilter nothing = new RunFilter(
                    Optional.empty(),
                    Set.of(),
                    Set.of(Method.LSQ),
                    Optional.empty(),
                    false,
                    Optional.of("no such text"),
                    Map.of(Measure.ACCURACY, 0.6),
                    Map.of());
            List<Measure> objectives = List.of(Measure.ACCURACY, Measure.PACKED_SIZE);
            time("rows(ALL, 0, 200)", () -> runs.rows(RunFilter.ALL, 0, 200));
            time("rows(ALL, last page)", () -> runs.rows(RunFilter.ALL, number - 200, 200));
            time("count(ALL)", () -> runs.count(RunFilter.ALL));
            time("rows(method, accuracy, text; 200)", () -> runs.rows(filter, 0, 200));
            time("count(method, accuracy, text)", () -> runs.count(filter));
            time("rows(filter that nothing passes)", () -> runs.rows(nothing, 0, 200));
            time("frontRows(ALL, accuracy and size)", () -> runs.frontRows(RunFilter.ALL, objectives));
            double[][] points = runs.frontRows(RunFilter.ALL, objectives).stream()
                    .map(RunStore.FrontRow::values)
                    .toArray(double[][]::new);
            time(
                    "ParetoFront.of",
                    () -> ParetoFront.of(
                            points, objectives.stream().map(Measure::direction).toList()));
            time("run(id)", () -> runs.run(TestRuns.id(number / 2)));
        }
    }

    private static void fill(Workspace workspace, int number) {
        for (int first = 0; first < number; first += 1000) {
            int begin = first;
            workspace.store().database().write(connection -> {
                for (int i = begin; i < Math.min(number, begin + 1000); i++) {
                    Run run = TestRuns.full(i);
                    RunTables.insert(connection, run, Json.write(run));
                }
                return null;
            });
        }
    }

    private static void time(String name, Supplier<?> work) {
        double[] milliseconds = new double[20];
        for (int i = 0; i < milliseconds.length; i++) {
            long start = System.nanoTime();
            work.get();
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        double first = milliseconds[0];
        double[] warm = Arrays.copyOfRange(milliseconds, 5, milliseconds.length);
        Arrays.sort(warm);
        System.out.printf("%-36s median %8.1f ms, first %8.1f ms%n", name, warm[warm.length / 2], first);
    }
}
