package org.bitscale.experiment.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bitscale.graph.quantize.LayerOverride;

/**
 * Why a layer has its bits: what the next cheaper and the next dearer option would change.
 *
 * @param layer its stable name
 * @param scheme its bits
 * @param suffering what it adds to the prediction
 * @param cheaper the option that costs next to less; empty at the cheapest
 * @param dearer the option that costs next to more; empty at the dearest
 */
public record Reason(
        String layer, LayerOverride scheme, double suffering, Optional<Step> cheaper, Optional<Step> dearer) {

    /**
     * Another option.
     *
     * @param scheme its bits
     * @param suffering by how much the prediction would rise, negative if it would fall
     * @param spent by how much the cost would rise, negative if it would fall, in the cost's unit
     */
    public record Step(LayerOverride scheme, double suffering, double spent) {}

    /** The reasons of a choice along a cost, in the order of the network. */
    static List<Reason> of(Choice choice, Cost axis) {
        List<Reason> reasons = new ArrayList<>();
        for (int layer = 0; layer < choice.picks().size(); layer++) {
            SearchSpace.Layer own = choice.space().layers().get(layer);
            Option now = choice.option(layer);
            reasons.add(new Reason(
                    own.name(),
                    now.scheme(),
                    now.suffering(),
                    own.options().stream()
                            .filter(option -> option.cost(axis) < now.cost(axis))
                            .max(Comparator.comparingDouble(option -> option.cost(axis)))
                            .map(option -> step(now, option, axis)),
                    own.options().stream()
                            .filter(option -> option.cost(axis) > now.cost(axis))
                            .min(Comparator.comparingDouble(option -> option.cost(axis)))
                            .map(option -> step(now, option, axis))));
        }
        return reasons;
    }

    private static Step step(Option now, Option other, Cost axis) {
        return new Step(other.scheme(), other.suffering() - now.suffering(), other.cost(axis) - now.cost(axis));
    }
}
