package org.bitscale.experiment.search;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bitscale.graph.quantize.LayerOverride;

/**
 * One option for every layer.
 *
 * @param space what was chosen from
 * @param picks for each layer, the number of its option
 */
public record Choice(SearchSpace space, List<Integer> picks) {

    /** Copies and checks. */
    public Choice {
        picks = List.copyOf(picks);
        if (picks.size() != space.layers().size()) {
            throw new IllegalArgumentException(
                    "expected %d picks, but came %d".formatted(space.layers().size(), picks.size()));
        }
    }

    static Choice of(SearchSpace space, int[] picks) {
        return new Choice(space, Arrays.stream(picks).boxed().toList());
    }

    /** The option of a layer. */
    public Option option(int layer) {
        return space.layers().get(layer).options().get(picks.get(layer));
    }

    /** What the plan is predicted to suffer. */
    public double suffering() {
        return IntStream.range(0, picks.size())
                .mapToDouble(layer -> option(layer).suffering())
                .sum();
    }

    /** What the plan spends. */
    public double cost(Cost cost) {
        return space.fixed().get(cost)
                + IntStream.range(0, picks.size())
                        .mapToDouble(layer -> option(layer).cost(cost))
                        .sum();
    }

    /** Mean bits of a weight, over the layers with weights; 32 for float. */
    public double meanWeightBits() {
        return cost(Cost.WEIGHT_BITS) / space.weights();
    }

    /** The scheme of each layer, by name. */
    public Map<String, LayerOverride> schemes() {
        Map<String, LayerOverride> schemes = new LinkedHashMap<>();
        for (int layer = 0; layer < picks.size(); layer++) {
            schemes.put(space.layers().get(layer).name(), option(layer).scheme());
        }
        return schemes;
    }

    /** Another option for one layer. */
    Choice with(int layer, int pick) {
        Integer[] changed = picks.toArray(Integer[]::new);
        changed[layer] = pick;
        return new Choice(space, List.of(changed));
    }
}
