package org.bitscale.experiment.search;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;

/**
 * A plan of the search.
 *
 * @param plan the bits
 * @param suffering predicted, in the unit of the measure; it orders plans and is no forecast of a loss
 * @param meanWeightBits mean bits of a weight
 * @param packedBytes bytes if every number takes just its bits, of the plan as laid over the network
 * @param bops multiply-accumulates of one example, times weight bits, times activation bits
 * @param milliseconds of one example, where layers were timed: the sum of what they take
 * @param reasons why each layer has its bits, in the order of the network
 */
public record FoundPlan(
        PlanSettings plan,
        double suffering,
        double meanWeightBits,
        long packedBytes,
        long bops,
        OptionalDouble milliseconds,
        List<Reason> reasons) {

    /** Copies. */
    public FoundPlan {
        reasons = List.copyOf(reasons);
    }

    /** How many layers have which bits, most bits first, such as {@code 3 × W4A4, 5 × W2A2}. */
    public String describe() {
        Map<LayerOverride, Integer> counts = new TreeMap<>(
                Comparator.comparing((LayerOverride scheme) -> scheme.quantized() ? scheme.weightBits() : 32)
                        .reversed()
                        .thenComparing(LayerOverride::toString));
        schemes().values().forEach(scheme -> counts.merge(scheme, 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " × " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    /** The scheme of each layer that was decided about. */
    public Map<String, LayerOverride> schemes() {
        return plan.layers();
    }
}
