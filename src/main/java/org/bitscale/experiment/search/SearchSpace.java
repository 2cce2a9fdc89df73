package org.bitscale.experiment.search;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that can be chosen from.
 *
 * @param layers the layers to decide about, in the order of the network
 * @param fixed what every plan spends besides
 * @param fixedWeights how many weights other layers have
 */
public record SearchSpace(List<Layer> layers, Map<Cost, Double> fixed, long fixedWeights) {

    /**
     * A layer to decide about.
     *
     * @param name its stable name
     * @param weights how many it has
     * @param options at least one, no two with the same scheme
     */
    public record Layer(String name, long weights, List<Option> options) {

        /** Copies. */
        public Layer {
            options = List.copyOf(options);
        }
    }

    /** Copies and checks. */
    public SearchSpace {
        layers = List.copyOf(layers);
        Map<Cost, Double> copy = new EnumMap<>(Cost.class);
        copy.putAll(fixed);
        fixed = Collections.unmodifiableMap(copy);
        if (layers.isEmpty()
                || layers.stream().anyMatch(layer -> layer.options().isEmpty())) {
            throw new IllegalArgumentException("a search needs layers, and every layer options");
        }
    }

    /** How many weights the network has. */
    public long weights() {
        return fixedWeights + layers.stream().mapToLong(Layer::weights).sum();
    }

    /** The costs that are known of all options. */
    public List<Cost> costs() {
        return List.copyOf(fixed.keySet());
    }

    /** The least that any plan spends. */
    public double least(Cost cost) {
        return fixed.get(cost)
                + layers.stream()
                        .mapToDouble(layer -> layer.options().stream()
                                .mapToDouble(option -> option.cost(cost))
                                .min()
                                .orElseThrow())
                        .sum();
    }

    /** The most that any plan spends. */
    public double most(Cost cost) {
        return fixed.get(cost)
                + layers.stream()
                        .mapToDouble(layer -> layer.options().stream()
                                .mapToDouble(option -> option.cost(cost))
                                .max()
                                .orElseThrow())
                        .sum();
    }
}
