package org.bitscale.experiment.pareto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bitscale.BadInputException;
import org.bitscale.eval.Direction;
import org.bitscale.eval.Hypervolume;
import org.bitscale.eval.KneePoint;
import org.bitscale.eval.NonDominatedSorting;
import org.bitscale.eval.ParetoFront;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.RunRow;

/**
 * Which recipes no other beats, over two or more objectives.
 *
 * <p><b>Plain front.</b> Points that keep to all constraints and that no other such point dominates, by their means over
 * the seeds.
 *
 * <p><b>Front with 95 % confidence.</b> A point is surely dominated if, for one other point, the worst values that the
 * other's intervals allow are at least as good as the best values that its own intervals allow, in every objective, and
 * better in one. Where a measure is exact, both are the value itself. The confident front is what is not surely
 * dominated: it holds the plain front, and points that may belong to it for all that the measurements tell. Each
 * interval holds its mean with 95 % confidence; they do not do so all at once, and intervals that overlap a little may
 * still differ: use {@code McNemar} on the predictions to tell two results apart.
 *
 * @param objectives two or more
 * @param constraints that points must keep to
 * @param points every recipe: first the plain front by its first objective, then the other ranks, last what fails a
 *     constraint
 * @param reference of the hypervolume, by objective; empty if none was given and no point keeps to the constraints
 * @param hypervolume exact volume that the plain front dominates up to the reference, in the product of the objectives'
 *     units; empty where there is no reference
 * @param leftOut rows that make no point
 */
public record ParetoAnalysis(
        List<Measure> objectives,
        List<Constraint> constraints,
        List<ParetoPoint> points,
        Map<Measure, Double> reference,
        OptionalDouble hypervolume,
        LeftOut leftOut) {

    /** How much worse than the front's worst value the reference is, as a share of the front's extent. */
    private static final double REFERENCE_MARGIN = 0.1;

    /** Copies. */
    public ParetoAnalysis {
        objectives = List.copyOf(objectives);
        constraints = List.copyOf(constraints);
        points = List.copyOf(points);
        Map<Measure, Double> sorted = new EnumMap<>(Measure.class);
        sorted.putAll(reference);
        reference = Collections.unmodifiableMap(sorted);
    }

    /**
     * Analyses runs. The reference of the hypervolume is the front's worst value in each objective, worsened by a tenth
     * of the front's extent there, so that the ends of the front count (H. Ishibuchi et al., "How to specify a reference
     * point in hypervolume calculation for fair performance comparison", 2018); where the extent is 0, by a tenth of the
     * value; where that is 0 too, by 1. To compare hypervolumes of several experiments give one reference for all.
     *
     * @param rows of runs; those that are not finished, repeat another run or lack a measure are counted and left out
     * @param objectives two or more different measures
     * @param constraints that points must keep to; their measures need not be objectives
     * @param reference the worst values that count, by objective; empty to choose by the rule above
     * @throws BadInputException if there are fewer than two objectives, one comes twice, or the reference is not one
     *     value for each objective
     */
    public static ParetoAnalysis of(
            List<RunRow> rows, List<Measure> objectives, List<Constraint> constraints, Map<Measure, Double> reference) {
        check(objectives, reference);
        Set<Measure> measures = EnumSet.copyOf(objectives);
        constraints.forEach(constraint -> measures.add(constraint.measure()));
        RunGroups groups = RunGroups.of(rows, measures);
        List<ParetoPoint> unranked = groups.groups().stream()
                .map(group -> point(group, measures, constraints))
                .toList();
        List<ParetoPoint> points = ranked(unranked, objectives);
        Map<Measure, Double> used = reference.isEmpty() ? reference(points, objectives) : reference;
        OptionalDouble volume = used.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Hypervolume.of(
                        means(points.stream().filter(ParetoPoint::onFront).toList(), objectives),
                        objectives.stream().mapToDouble(used::get).toArray(),
                        directions(objectives)));
        return new ParetoAnalysis(objectives, constraints, points, used, volume, groups.leftOut());
    }

    /** The points of the plain front, by the first objective, the best value first. */
    public List<ParetoPoint> front() {
        return points.stream().filter(ParetoPoint::onFront).toList();
    }

    /** One line for each point (RFC 4180), after a line that names the columns. */
    public String toCsv() {
        return ParetoCsv.of(this);
    }

    /** As JSON, for people and programs. */
    public String toJson() {
        return Json.writePretty(this);
    }

    private static void check(List<Measure> objectives, Map<Measure, Double> reference) {
        if (objectives.size() < 2) {
            throw new BadInputException("A front needs at least 2 objectives, but %d came; name another measure"
                    .formatted(objectives.size()));
        }
        Set<Measure> seen = new HashSet<>();
        for (Measure objective : objectives) {
            if (!seen.add(objective)) {
                throw new BadInputException("A front needs different objectives, but '%s' came twice; leave one out"
                        .formatted(objective.key()));
            }
        }
        if (!reference.isEmpty() && !reference.keySet().equals(seen)) {
            throw new BadInputException("A reference needs one value for each of %s, but has some for %s"
                    .formatted(keys(objectives), keys(reference.keySet())));
        }
    }

    private static String keys(Collection<Measure> measures) {
        return measures.stream().map(Measure::key).collect(Collectors.joining(", "));
    }

    private static ParetoPoint point(List<RunRow> group, Set<Measure> measures, List<Constraint> constraints) {
        Map<Measure, Estimate> values = new EnumMap<>(Measure.class);
        for (Measure measure : measures) {
            values.put(
                    measure,
                    Estimate.of(
                            measure,
                            group.stream()
                                    .map(row -> row.metrics().get(measure))
                                    .toList()));
        }
        RunRow first = group.get(0);
        return new ParetoPoint(
                first.label(),
                first.method(),
                first.groupHash(),
                group.stream().map(RunRow::id).toList(),
                group.stream().map(RunRow::seed).toList(),
                values,
                constraints.stream()
                        .filter(constraint -> !constraint.allows(
                                values.get(constraint.measure()).mean()))
                        .toList(),
                OptionalInt.empty(),
                false,
                false);
    }

    private static List<ParetoPoint> ranked(List<ParetoPoint> unranked, List<Measure> objectives) {
        List<ParetoPoint> feasible =
                unranked.stream().filter(ParetoPoint::feasible).toList();
        double[][] means = means(feasible, objectives);
        int[] ranks = NonDominatedSorting.of(means, directions(objectives));
        boolean[] confident = confident(feasible, objectives);
        OptionalInt knee = knee(means, objectives);
        // A stable order: by rank, then by the first objective, then the others, equal points in their old order.
        int[] order = IntStream.range(0, feasible.size())
                .boxed()
                .sorted((a, b) -> ranks[a] != ranks[b]
                        ? Integer.compare(ranks[a], ranks[b])
                        : compare(means[a], means[b], objectives))
                .mapToInt(Integer::intValue)
                .toArray();
        List<ParetoPoint> points = new ArrayList<>();
        for (int i : order) {
            ParetoPoint point = feasible.get(i);
            points.add(new ParetoPoint(
                    point.label(),
                    point.method(),
                    point.groupHash(),
                    point.runs(),
                    point.seeds(),
                    point.values(),
                    point.failed(),
                    OptionalInt.of(ranks[i]),
                    confident[i],
                    knee.isPresent() && knee.getAsInt() == i));
        }
        unranked.stream().filter(point -> !point.feasible()).forEach(points::add);
        return points;
    }

    private static int compare(double[] a, double[] b, List<Measure> objectives) {
        for (int j = 0; j < a.length; j++) {
            int order = Double.compare(a[j], b[j]);
            if (order != 0) {
                return objectives.get(j).direction() == Direction.MINIMISE ? order : -order;
            }
        }
        return 0;
    }

    /** What no other point surely dominates. */
    private static boolean[] confident(List<ParetoPoint> points, List<Measure> objectives) {
        double[][] worst = matrix(points, objectives, Estimate::pessimistic);
        double[][] best = matrix(points, objectives, Estimate::optimistic);
        // Whoever is surely dominated at all is so by a point on the front of the worst values: no need to try others.
        boolean[] strongest = ParetoFront.of(worst, directions(objectives));
        boolean[] confident = new boolean[points.size()];
        for (int i = 0; i < confident.length; i++) {
            int own = i;
            confident[i] = IntStream.range(0, confident.length)
                    .filter(j -> strongest[j] && j != own)
                    .noneMatch(j -> dominates(worst[j], best[own], objectives));
        }
        return confident;
    }

    private static boolean dominates(double[] a, double[] b, List<Measure> objectives) {
        boolean better = false;
        for (int j = 0; j < a.length; j++) {
            boolean less = objectives.get(j).direction() == Direction.MINIMISE;
            if (less ? a[j] > b[j] : a[j] < b[j]) {
                return false;
            }
            better |= a[j] != b[j];
        }
        return better;
    }

    /** Of the front as a chart shows it: with logarithms where the axis has them. */
    private static OptionalInt knee(double[][] means, List<Measure> objectives) {
        if (objectives.size() != 2) {
            return OptionalInt.empty();
        }
        double[][] shown = new double[means.length][];
        for (int i = 0; i < means.length; i++) {
            shown[i] = means[i].clone();
        }
        for (int j = 0; j < 2; j++) {
            int column = j;
            double smallest = IntStream.range(0, means.length)
                    .mapToDouble(i -> means[i][column])
                    .min()
                    .orElse(0);
            double largest = IntStream.range(0, means.length)
                    .mapToDouble(i -> means[i][column])
                    .max()
                    .orElse(0);
            if (MeasureAxis.of(objectives.get(j)).logarithmic(smallest, largest)) {
                for (double[] point : shown) {
                    point[j] = Math.log(point[j]);
                }
            }
        }
        return KneePoint.of(shown, directions(objectives));
    }

    private static Map<Measure, Double> reference(List<ParetoPoint> points, List<Measure> objectives) {
        Map<Measure, Double> reference = new EnumMap<>(Measure.class);
        for (Measure objective : objectives) {
            ToDoubleFunction<ParetoPoint> mean = point -> point.mean(objective);
            List<ParetoPoint> front =
                    points.stream().filter(ParetoPoint::onFront).toList();
            if (front.isEmpty()) {
                return Map.of();
            }
            double smallest = front.stream().mapToDouble(mean).min().orElseThrow();
            double largest = front.stream().mapToDouble(mean).max().orElseThrow();
            boolean less = objective.direction() == Direction.MINIMISE;
            double worst = less ? largest : smallest;
            double extent = largest > smallest ? largest - smallest : Math.abs(worst);
            double margin = extent == 0 ? 1 : REFERENCE_MARGIN * extent;
            reference.put(objective, less ? worst + margin : worst - margin);
        }
        return reference;
    }

    private static double[][] means(List<ParetoPoint> points, List<Measure> objectives) {
        return matrix(points, objectives, (estimate, measure) -> estimate.mean());
    }

    private static double[][] matrix(
            List<ParetoPoint> points, List<Measure> objectives, ToDoubleBiFunction<Estimate, Measure> value) {
        return points.stream()
                .map(point -> objectives.stream()
                        .mapToDouble(
                                measure -> value.applyAsDouble(point.values().get(measure), measure))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static List<Direction> directions(List<Measure> objectives) {
        return objectives.stream().map(Measure::direction).toList();
    }
}
