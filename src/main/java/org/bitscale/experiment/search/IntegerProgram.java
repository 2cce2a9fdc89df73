package org.bitscale.experiment.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitscale.Progress;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * The exact answer: of all plans under a limit, the one that is predicted to suffer least (Z. Yao et al., HAWQ-V3, 2021). A
 * 0-1 program with one variable for each layer and option, of which each layer takes one, solved by branch and bound.
 */
public final class IntegerProgram implements Solver {

    @Override
    public List<Choice> front(SearchSpace space, Cost axis, Limits limits, int points, Progress progress) {
        double low = space.least(axis);
        double high = Math.min(space.most(axis), limits.most().getOrDefault(axis, Double.POSITIVE_INFINITY));
        List<Choice> found = new ArrayList<>();
        for (int i = 0; i < points && low <= high; i++) {
            progress.checkCancelled();
            progress.update("search", i, points, "");
            best(space, limits.and(axis, low + (high - low) * i / (points - 1))).ifPresent(found::add);
        }
        progress.update("search", points, points, "");
        return Fronts.notDominated(found, axis);
    }

    /** The plan under limits that suffers least; empty if none keeps to them. */
    public Optional<Choice> best(SearchSpace space, Limits limits) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        List<List<Variable>> variables = new ArrayList<>();
        for (SearchSpace.Layer layer : space.layers()) {
            Expression one = model.newExpression("one of " + layer.name()).level(1);
            List<Variable> own = new ArrayList<>();
            for (Option option : layer.options()) {
                Variable variable = model.newVariable(layer.name() + " " + option.scheme())
                        .binary()
                        .weight(option.suffering());
                one.set(variable, 1);
                own.add(variable);
            }
            variables.add(own);
        }
        limits.most().forEach((cost, most) -> {
            // In units of the limit, so that the solver's tolerance means the same for bits and for operations.
            double unit = Math.max(Math.abs(most - space.fixed().get(cost)), 1);
            Expression sum =
                    model.newExpression(cost.name()).upper((most - space.fixed().get(cost)) / unit);
            for (int layer = 0; layer < variables.size(); layer++) {
                List<Option> options = space.layers().get(layer).options();
                for (int k = 0; k < options.size(); k++) {
                    sum.set(variables.get(layer).get(k), options.get(k).cost(cost) / unit);
                }
            }
        });
        Optimisation.Result result = model.minimise();
        if (!result.getState().isFeasible()) {
            return Optional.empty();
        }
        int[] picks = new int[variables.size()];
        for (int layer = 0; layer < picks.length; layer++) {
            List<Variable> own = variables.get(layer);
            for (int k = 1; k < own.size(); k++) {
                if (value(own.get(k)) > value(own.get(picks[layer]))) {
                    picks[layer] = k;
                }
            }
        }
        Choice choice = Choice.of(space, picks);
        return Optional.of(choice).filter(found -> limits.allow(found) || withinRounding(found, limits));
    }

    private static double value(Variable variable) {
        return variable.getValue() == null ? 0 : variable.getValue().doubleValue();
    }

    /** A limit that equals the least that can be spent must not fail for the last digit of a sum. */
    private static boolean withinRounding(Choice choice, Limits limits) {
        return limits.most().entrySet().stream()
                .allMatch(limit -> choice.cost(limit.getKey()) <= limit.getValue() * (1 + 1e-9));
    }
}
