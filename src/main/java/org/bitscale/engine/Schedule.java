package org.bitscale.engine;

import java.util.List;
import java.util.Locale;
import org.bitscale.BadInputException;

/** How the learning rate changes over a training, as a share of the recipe's learning rate. */
public sealed interface Schedule {

    /** Stays. */
    Schedule CONSTANT = new Constant();

    /** Falls along half a cosine to 0. */
    Schedule COSINE = new Cosine(0);

    /** Falls to a tenth after half of the steps and to a hundredth after three quarters. */
    Schedule STEP = new Step(List.of(0.5, 0.75), 0.1);

    /** Rises to the recipe's rate over the first three tenths and falls to almost nothing. */
    Schedule ONE_CYCLE = new OneCycle(0.3, 1 / 25.0, 1 / 25.0e4);

    /** Falls by the same share in every step, to a hundredth at the end. */
    Schedule EXPONENTIAL = new Exponential(0.01);

    /** What the recipe's rate is multiplied by when {@code progress}, from 0 to 1, of the steps are done. */
    double factor(double progress);

    /** Stays. */
    record Constant() implements Schedule {
        @Override
        public double factor(double progress) {
            return 1;
        }
    }

    /**
     * Falls along half a cosine, step by step (Loshchilov and Hutter 2017).
     *
     * @param finalRate share of the rate at the end, from 0 to 1
     */
    record Cosine(double finalRate) implements Schedule {
        /** Checks the share. */
        public Cosine {
            requireShare("final rate", finalRate, 0);
        }

        @Override
        public double factor(double progress) {
            return finalRate + (1 - finalRate) * ((1 + Math.cos(Math.PI * progress)) / 2);
        }
    }

    /**
     * Falls at once at some points.
     *
     * @param points shares of the steps after which it falls, rising, above 0 and below 1
     * @param factor what it is multiplied by at each, above 0 and at most 1
     */
    record Step(List<Double> points, double factor) implements Schedule {
        /** Copies and checks. */
        public Step {
            points = List.copyOf(points);
            requireShare("step factor", factor, Double.MIN_VALUE);
            double last = 0;
            for (double point : points) {
                if (!(point > last && point < 1)) {
                    throw new BadInputException(
                            "The points of a step schedule are expected to rise, above 0 and below 1, but %s came"
                                    .formatted(points));
                }
                last = point;
            }
        }

        @Override
        public double factor(double progress) {
            long passed = points.stream().filter(point -> progress >= point).count();
            return 1 / Math.pow(1 / factor, passed);
        }
    }

    /**
     * Rises along half a cosine to the recipe's rate and falls along another (Smith and Topin 2018, as PyTorch's
     * {@code OneCycleLR} with cosine annealing); the momentum stays.
     *
     * @param peak share of the steps at which the rate is highest, above 0 and below 1
     * @param firstRate share of the rate at the beginning, from 0 to 1
     * @param finalRate share of the rate at the end, from 0 to 1
     */
    record OneCycle(double peak, double firstRate, double finalRate) implements Schedule {
        /** Checks the shares. */
        public OneCycle {
            if (!(peak > 0 && peak < 1)) {
                throw new BadInputException(
                        "The peak of a one-cycle schedule is expected above 0 and below 1, but " + peak + " came");
            }
            requireShare("first rate", firstRate, 0);
            requireShare("final rate", finalRate, 0);
        }

        @Override
        public double factor(double progress) {
            return progress < peak
                    ? between(firstRate, 1, progress / peak)
                    : between(1, finalRate, (progress - peak) / (1 - peak));
        }

        private static double between(double start, double end, double share) {
            return end + (start - end) * ((1 + Math.cos(Math.PI * share)) / 2);
        }
    }

    /**
     * Falls by the same share in every step.
     *
     * @param finalRate share of the rate at the end, above 0 and at most 1
     */
    record Exponential(double finalRate) implements Schedule {
        /** Checks the share. */
        public Exponential {
            requireShare("final rate", finalRate, Double.MIN_VALUE);
        }

        @Override
        public double factor(double progress) {
            return Math.pow(finalRate, progress);
        }
    }

    /** The schedules with their usual numbers, one of each kind. */
    static List<Schedule> usual() {
        return List.of(CONSTANT, COSINE, STEP, ONE_CYCLE, EXPONENTIAL);
    }

    /** Its name in files: {@code constant}, {@code cosine}, {@code step}, {@code one_cycle} or {@code exponential}. */
    default String word() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /**
     * The usual schedule of a name, case ignored.
     *
     * @throws BadInputException if there is none
     */
    static Schedule of(String word) {
        return usual().stream()
                .filter(schedule -> schedule.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new BadInputException("A schedule is expected to be one of %s, but '%s' came"
                        .formatted(
                                String.join(
                                        ", ",
                                        usual().stream().map(Schedule::word).toList()),
                                word)));
    }

    private static void requireShare(String what, double share, double least) {
        if (!(share >= least && share <= 1)) {
            throw new BadInputException("A %s %s and at most 1 is expected, but %s came"
                    .formatted(what, least == 0 ? "of at least 0" : "above 0", share));
        }
    }
}
