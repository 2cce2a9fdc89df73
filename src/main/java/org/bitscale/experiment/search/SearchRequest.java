package org.bitscale.experiment.search;

import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.experiment.pareto.Constraint;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.sensitivity.SensitivityRequest;

/**
 * What plans are looked for.
 *
 * @param sensitivity model, data and the schemes to choose from
 * @param measure what layers suffer by: any but {@link SensitivityMeasure#KEPT}, which is no sum
 * @param floatAllowed whether layers may stay in float
 * @param axis the cost along which the front runs
 * @param limits at most so much of packed size, bit operations or latency
 * @param meanBits mean bits of a weight; for each one the best plan under all limits is looked for. None: a whole front
 * @param way how to solve
 * @param points how many plans of the front are looked for, at least 2
 * @param threads of one operation, where latency is measured
 * @param seed of what is drawn at random
 */
public record SearchRequest(
        SensitivityRequest sensitivity,
        SensitivityMeasure measure,
        boolean floatAllowed,
        Axis axis,
        List<Constraint> limits,
        List<Double> meanBits,
        Way way,
        int points,
        int threads,
        long seed) {

    /** The cost along which the front runs. */
    public enum Axis {
        /** Bytes if every number takes just its bits. */
        PACKED_SIZE(Cost.PACKED_BITS),
        /** Bit operations of one example. */
        BOPS(Cost.BOPS),
        /** Time of one example in ONNX Runtime on this machine. */
        LATENCY(Cost.MICROSECONDS);

        private final Cost cost;

        Axis(Cost cost) {
            this.cost = cost;
        }

        Cost cost() {
            return cost;
        }
    }

    /** How the search is done. */
    public enum Way {
        /** {@link IntegerProgram}. */
        EXACT,
        /** {@link Greedy}. */
        GREEDY,
        /** {@link Evolution}. */
        EVOLUTION
    }

    /** Copies and checks. */
    public SearchRequest {
        limits = List.copyOf(limits);
        meanBits = List.copyOf(meanBits);
        if (measure == SensitivityMeasure.KEPT) {
            throw new BadInputException("What layers gain when kept in float does not add up to a plan; expected loss, "
                    + "divergence, sqnr, fisher or hessian");
        }
        if (sensitivity.schemes().size() + (floatAllowed ? 1 : 0) < 2) {
            throw new BadInputException(
                    "A search needs at least two schemes to choose from, such as W2A4,W4A4,W8A8, but "
                            + sensitivity.schemes() + " came");
        }
        if (points < 2 || points > 1000) {
            throw new BadInputException("2 to 1000 points of a front are expected, but " + points + " came");
        }
        for (double bits : meanBits) {
            if (!(bits > 0 && bits <= 32)) {
                throw new BadInputException(
                        "Mean bits of a weight above 0 and at most 32 are expected, but %s came".formatted(bits));
            }
        }
        for (Constraint limit : limits) {
            boolean known =
                    switch (limit.measure()) {
                        case PACKED_SIZE, BOPS, LATENCY -> limit.limit() == Constraint.Limit.AT_MOST;
                        default -> false;
                    };
            if (!known) {
                throw new BadInputException(
                        "A search is limited from above in packed_size, bops or latency, but '%s' came; accuracy is "
                                        .formatted(limit.text())
                                + "only known of trials");
            }
        }
    }

    /** The same on other measurements. */
    public SearchRequest with(SensitivityRequest other) {
        return new SearchRequest(other, measure, floatAllowed, axis, limits, meanBits, way, points, threads, seed);
    }

    /** Whether layers have to be timed. */
    boolean needsLatency() {
        return axis == Axis.LATENCY
                || limits.stream().anyMatch(limit -> limit.measure() == org.bitscale.experiment.run.Measure.LATENCY);
    }

    /** The limits by cost. */
    Limits limitsByCost() {
        Limits all = Limits.NONE;
        for (Constraint limit : limits) {
            all = switch (limit.measure()) {
                case PACKED_SIZE -> all.and(Cost.PACKED_BITS, 8 * limit.value());
                case BOPS -> all.and(Cost.BOPS, limit.value());
                default -> all.and(Cost.MICROSECONDS, 1000 * limit.value());
            };
        }
        return all;
    }

    Solver solver() {
        return switch (way) {
            case EXACT -> new IntegerProgram();
            case GREEDY -> new Greedy();
            case EVOLUTION -> new Evolution(seed);
        };
    }
}
