package org.bitscale.experiment.search;

import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import io.jenetics.Mutator;
import io.jenetics.Phenotype;
import io.jenetics.UniformCrossover;
import io.jenetics.engine.Engine;
import io.jenetics.ext.moea.MOEA;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bitscale.Progress;

/**
 * Evolution of a population of plans under several objectives at once (K. Deb et al., NSGA-II, 2002). Needs no sum: what is
 * predicted could be anything; takes more time than the integer program and finds nearly the same where a sum is used.
 */
public final class Evolution implements Solver {

    private static final int POPULATION = 200;
    private static final int GENERATIONS = 300;

    private final long seed;

    /** The same seed gives the same plans. */
    public Evolution(long seed) {
        this.seed = seed;
    }

    @Override
    public List<Choice> front(SearchSpace space, Cost axis, Limits limits, int points, Progress progress) {
        List<Choice> found =
                new ArrayList<>(RandomRegistry.with(new Random(seed), random -> evolve(space, axis, limits, progress)));
        found.removeIf(choice -> !limits.allow(choice));
        return Fronts.thinned(Fronts.notDominated(found, axis), axis, points);
    }

    private static List<Choice> evolve(SearchSpace space, Cost axis, Limits limits, Progress progress) {
        Genotype<IntegerGene> form = Genotype.of(space.layers().stream()
                .map(layer -> IntegerChromosome.of(0, layer.options().size()))
                .toList());
        Engine<IntegerGene, Vec<double[]>> engine = Engine.builder(
                        genotype -> fitness(choice(space, genotype), axis, limits), form)
                .minimizing()
                .populationSize(POPULATION)
                .offspringSelector(io.jenetics.ext.moea.UFTournamentSelector.ofVec())
                .survivorsSelector(NSGA2Selector.ofVec())
                .alterers(
                        new UniformCrossover<>(0.5),
                        new Mutator<>(1.5 / space.layers().size()))
                .executor(Runnable::run)
                .build();
        int[] generation = {0};
        ISeq<Phenotype<IntegerGene, Vec<double[]>>> front = engine.stream()
                .limit(GENERATIONS)
                .peek(result -> {
                    progress.checkCancelled();
                    progress.update("search", ++generation[0], GENERATIONS, "");
                })
                .collect(MOEA.toParetoSet(io.jenetics.util.IntRange.of(POPULATION, 2 * POPULATION)));
        return front.stream()
                .map(phenotype -> choice(space, phenotype.genotype()))
                .toList();
    }

    private static Choice choice(SearchSpace space, Genotype<IntegerGene> genotype) {
        int[] picks = new int[genotype.length()];
        for (int layer = 0; layer < picks.length; layer++) {
            picks[layer] = genotype.get(layer).gene().allele();
        }
        return Choice.of(space, picks);
    }

    /** What is suffered and spent; beyond a limit both are as bad as the excess says. */
    private static Vec<double[]> fitness(Choice choice, Cost axis, Limits limits) {
        double excess = limits.most().entrySet().stream()
                .mapToDouble(limit -> Math.max(0, choice.cost(limit.getKey()) / limit.getValue() - 1))
                .sum();
        double worst = excess > 0 ? 1 + excess : 0;
        return Vec.of(
                choice.suffering() + worst * 1e6,
                choice.cost(axis) + worst * choice.space().most(axis));
    }
}
