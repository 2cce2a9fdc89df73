package org.bitscale.experiment.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bitscale.Progress;
import org.bitscale.graph.quantize.LayerOverride;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Solvers against trying out every plan. */
class SolverTest {

    private static final List<LayerOverride> SCHEMES =
            Stream.of("W2A2", "W4A4", "W8A8").map(LayerOverride::parse).toList();

    /** Layers of random size, each suffering less with more bits. */
    private static SearchSpace space(long seed, int layers) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SearchSpace.Layer> all = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            long weights = random.nextLong(10, 1000);
            double macs = random.nextDouble(1e3, 1e6);
            double suffering = Math.exp(random.nextDouble(-3, 3));
            List<Option> options = new ArrayList<>();
            for (LayerOverride scheme : SCHEMES) {
                int bits = scheme.weightBits();
                options.add(new Option(
                        scheme,
                        suffering * Math.exp(-bits * random.nextDouble(0.5, 1.5)),
                        Map.of(
                                Cost.PACKED_BITS, (double) weights * bits,
                                Cost.WEIGHT_BITS, (double) weights * bits,
                                Cost.BOPS, macs * bits * bits)));
            }
            all.add(new SearchSpace.Layer("layer" + i, weights, options));
        }
        return new SearchSpace(all, Map.of(Cost.PACKED_BITS, 100.0, Cost.WEIGHT_BITS, 0.0, Cost.BOPS, 0.0), 0);
    }

    private static List<Choice> everything(SearchSpace space) {
        List<Choice> all = new ArrayList<>();
        int[] picks = new int[space.layers().size()];
        for (long n = 0; n < Math.pow(SCHEMES.size(), picks.length); n++) {
            long rest = n;
            for (int i = 0; i < picks.length; i++) {
                picks[i] = (int) (rest % SCHEMES.size());
                rest /= SCHEMES.size();
            }
            all.add(Choice.of(space, picks));
        }
        return all;
    }

    private static Optional<Choice> best(SearchSpace space, Limits limits) {
        return everything(space).stream().filter(limits::allow).min(Comparator.comparingDouble(Choice::suffering));
    }

    private static double between(SearchSpace space, Cost cost, double share) {
        return space.least(cost) + share * (space.most(cost) - space.least(cost));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theIntegerProgramFindsTheBestOfAllPlans(long seed) {
        SearchSpace space = space(seed, 7);
        for (double share : new double[] {0, 0.1, 0.37, 0.5, 0.9, 1}) {
            Limits size = Limits.NONE.and(Cost.PACKED_BITS, between(space, Cost.PACKED_BITS, share));
            assertThat(new IntegerProgram().best(space, size).orElseThrow().suffering())
                    .isCloseTo(best(space, size).orElseThrow().suffering(), within(1e-9));
            Limits both = size.and(Cost.BOPS, between(space, Cost.BOPS, 0.3));
            Optional<Choice> expected = best(space, both);
            Optional<Choice> found = new IntegerProgram().best(space, both);
            assertThat(found.isPresent()).isEqualTo(expected.isPresent());
            expected.ifPresent(
                    choice -> assertThat(found.orElseThrow().suffering()).isCloseTo(choice.suffering(), within(1e-9)));
        }
    }

    static Stream<Solver> solvers() {
        return Stream.of(new IntegerProgram(), new Greedy(), new Evolution(3));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void aFrontKeepsToLimitsAndHasNothingBeaten(Solver solver) {
        SearchSpace space = space(11, 12);
        Limits limits = Limits.NONE.and(Cost.BOPS, between(space, Cost.BOPS, 0.4));
        List<Choice> front = solver.front(space, Cost.PACKED_BITS, limits, 8, Progress.NONE);
        assertThat(front).hasSizeBetween(3, 8).allMatch(limits::allow);
        for (int i = 1; i < front.size(); i++) {
            assertThat(front.get(i).cost(Cost.PACKED_BITS))
                    .isGreaterThan(front.get(i - 1).cost(Cost.PACKED_BITS));
            assertThat(front.get(i).suffering()).isLessThan(front.get(i - 1).suffering());
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void limitsThatNothingKeepsToGiveNothing(Solver solver) {
        SearchSpace space = space(5, 4);
        Limits impossible = Limits.NONE.and(Cost.PACKED_BITS, space.least(Cost.PACKED_BITS) - 1);
        assertThat(solver.front(space, Cost.PACKED_BITS, impossible, 4, Progress.NONE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void othersComeNearTheExactAnswer(long seed) {
        SearchSpace space = space(seed, 8);
        Limits limits = Limits.NONE.and(Cost.PACKED_BITS, between(space, Cost.PACKED_BITS, 0.3));
        double exact = best(space, limits).orElseThrow().suffering();
        for (Solver solver : List.of(new Greedy(), new Evolution(seed))) {
            List<Choice> front = solver.front(space, Cost.PACKED_BITS, limits, 2, Progress.NONE);
            double found = front.get(front.size() - 1).suffering();
            assertThat(found).isGreaterThanOrEqualTo(exact - 1e-12).isLessThan(1.25 * exact);
        }
    }

    @Test
    void evolutionRepeatsItself() {
        SearchSpace space = space(2, 10);
        assertThat(new Evolution(9).front(space, Cost.PACKED_BITS, Limits.NONE, 5, Progress.NONE))
                .isEqualTo(new Evolution(9).front(space, Cost.PACKED_BITS, Limits.NONE, 5, Progress.NONE));
    }

    @Test
    void hundredsOfLayersAreNoTrouble() {
        SearchSpace space = space(4, 300);
        Limits limits = Limits.NONE.and(Cost.PACKED_BITS, between(space, Cost.PACKED_BITS, 0.25));
        Choice exact = new IntegerProgram().best(space, limits).orElseThrow();
        assertThat(limits.allow(exact)).isTrue();
        List<Choice> greedy = new Greedy().front(space, Cost.PACKED_BITS, limits, 2, Progress.NONE);
        assertThat(exact.suffering())
                .isLessThanOrEqualTo(greedy.get(greedy.size() - 1).suffering() + 1e-9);
    }

    @Test
    void reasonsNameTheNeighbours() {
        SearchSpace space = space(1, 2);
        Reason reason =
                Reason.of(Choice.of(space, new int[] {1, 0}), Cost.PACKED_BITS).get(0);
        Option now = space.layers().get(0).options().get(1);
        assertThat(reason.scheme()).hasToString("W4A4");
        assertThat(reason.cheaper().orElseThrow().scheme()).hasToString("W2A2");
        assertThat(reason.cheaper().orElseThrow().spent()).isEqualTo(-now.cost(Cost.PACKED_BITS) / 2);
        assertThat(reason.dearer().orElseThrow().spent()).isEqualTo(now.cost(Cost.PACKED_BITS));
        assertThat(reason.dearer().orElseThrow().suffering()).isNegative();
        assertThat(Reason.of(Choice.of(space, new int[] {1, 0}), Cost.PACKED_BITS)
                        .get(1)
                        .cheaper())
                .isEmpty();
    }
}
