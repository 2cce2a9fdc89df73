package org.bitscale.experiment.search;

import java.util.ArrayList;
import java.util.List;
import org.bitscale.Progress;

/**
 * Step by step from the options that suffer least: always the change that saves most of a cost for what it adds to the
 * prediction. Fast for any number of layers, and the path is a front by itself; not always the best plan.
 */
public final class Greedy implements Solver {

    @Override
    public List<Choice> front(SearchSpace space, Cost axis, Limits limits, int points, Progress progress) {
        List<Choice> path = new ArrayList<>();
        Choice at = start(space, axis);
        path.add(at);
        for (Choice next = step(at, axis, limits); next != null; next = step(at, axis, limits)) {
            progress.checkCancelled();
            at = next;
            path.add(at);
        }
        List<Choice> allowed =
                new ArrayList<>(path.stream().filter(limits::allow).toList());
        if (!allowed.isEmpty()) {
            allowed.add(filled(allowed.get(0), limits));
        }
        return Fronts.thinned(Fronts.notDominated(allowed, axis), axis, points);
    }

    /** Of each layer the option that suffers least; of several, the cheapest. */
    private static Choice start(SearchSpace space, Cost axis) {
        int[] picks = new int[space.layers().size()];
        for (int layer = 0; layer < picks.length; layer++) {
            List<Option> options = space.layers().get(layer).options();
            for (int k = 1; k < options.size(); k++) {
                Option best = options.get(picks[layer]);
                Option other = options.get(k);
                boolean better = other.suffering() < best.suffering()
                        || other.suffering() == best.suffering() && other.cost(axis) < best.cost(axis);
                picks[layer] = better ? k : picks[layer];
            }
        }
        return Choice.of(space, picks);
    }

    /** A plan with whatever still fits under the limits, what helps most first: the last step down was often too long. */
    private static Choice filled(Choice start, Limits limits) {
        Choice at = start;
        for (Choice better = improved(at, limits); better != null; better = improved(at, limits)) {
            at = better;
        }
        return at;
    }

    private static Choice improved(Choice at, Limits limits) {
        Choice best = null;
        for (int layer = 0; layer < at.picks().size(); layer++) {
            for (int k = 0; k < at.space().layers().get(layer).options().size(); k++) {
                Choice other = at.with(layer, k);
                boolean better = other.suffering() < (best == null ? at : best).suffering();
                best = better && limits.allow(other) ? other : best;
            }
        }
        return best;
    }

    /** The next plan, cheaper in what is still too much, else along the axis; null if there is none. */
    private static Choice step(Choice at, Cost axis, Limits limits) {
        Cost saved = limits.most().entrySet().stream()
                .filter(limit -> at.cost(limit.getKey()) > limit.getValue())
                .map(java.util.Map.Entry::getKey)
                .findFirst()
                .orElse(axis);
        Choice best = null;
        double smallest = Double.POSITIVE_INFINITY;
        for (int layer = 0; layer < at.picks().size(); layer++) {
            Option now = at.option(layer);
            List<Option> options = at.space().layers().get(layer).options();
            for (int k = 0; k < options.size(); k++) {
                double saving = now.cost(saved) - options.get(k).cost(saved);
                double price = (options.get(k).suffering() - now.suffering()) / saving;
                if (saving > 0 && price < smallest) {
                    smallest = price;
                    best = at.with(layer, k);
                }
            }
        }
        return best;
    }
}
