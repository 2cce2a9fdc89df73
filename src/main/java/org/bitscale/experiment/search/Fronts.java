package org.bitscale.experiment.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What solvers have in common. */
final class Fronts {

    private Fronts() {}

    /** The choices that no other one beats, in rising order of {@code axis}. */
    static List<Choice> notDominated(Collection<Choice> choices, Cost axis) {
        List<Choice> sorted = choices.stream()
                .distinct()
                .sorted(Comparator.comparingDouble((Choice choice) -> choice.cost(axis))
                        .thenComparingDouble(Choice::suffering))
                .toList();
        List<Choice> front = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (Choice choice : sorted) {
            if (choice.suffering() < least) {
                front.add(choice);
                least = choice.suffering();
            }
        }
        return front;
    }

    /** Some of a front: the ends, and what lies nearest to even steps between them. */
    static List<Choice> thinned(List<Choice> front, Cost axis, int points) {
        if (front.size() <= points) {
            return front;
        }
        double low = front.get(0).cost(axis);
        double high = front.get(front.size() - 1).cost(axis);
        List<Choice> kept = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            double wanted = low + (high - low) * i / (points - 1);
            Choice nearest = front.stream()
                    .min(Comparator.comparingDouble(choice -> Math.abs(choice.cost(axis) - wanted)))
                    .orElseThrow();
            if (!kept.contains(nearest)) {
                kept.add(nearest);
            }
        }
        return kept;
    }
}
