package org.bitscale.experiment.search;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The most that a plan may spend of each cost; costs not named are not limited.
 *
 * @param most by cost
 */
public record Limits(Map<Cost, Double> most) {

    /** No limit. */
    public static final Limits NONE = new Limits(Map.of());

    /** Copies. */
    public Limits {
        Map<Cost, Double> copy = new EnumMap<>(Cost.class);
        copy.putAll(most);
        most = Collections.unmodifiableMap(copy);
    }

    /** These with another for {@code cost}; where there was one, the smaller holds. */
    public Limits and(Cost cost, double value) {
        Map<Cost, Double> more = new EnumMap<>(Cost.class);
        more.putAll(most);
        more.merge(cost, value, Math::min);
        return new Limits(more);
    }

    /** Whether a plan keeps to all of them. */
    public boolean allow(Choice choice) {
        return most.entrySet().stream().allMatch(limit -> choice.cost(limit.getKey()) <= limit.getValue());
    }
}
