package org.bitscale.ptq;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.CrossLayerEqualization;
import org.bitscale.graph.pass.ScalablePair;

/** {@link CrossLayerEqualization}; examples are looked at only where a Clip lies between layers. */
record Equalize() implements PtqStep {

    @Override
    public Draft apply(Draft draft, PtqContext context) {
        Facts facts = ShapeInference.of(draft.folded(), context.operators());
        Set<String> limited = new LinkedHashSet<>();
        ScalablePair.of(draft.folded(), facts).stream()
                .filter(pair -> Double.isFinite(pair.limit()))
                .forEach(pair -> limited.add(pair.first().output()));
        Map<String, float[]> largest = new LinkedHashMap<>();
        if (!limited.isEmpty()) {
            context.statistics(draft.folded(), limited)
                    .forEach((tensor, statistics) -> largest.put(tensor, statistics.largest()));
        }
        return draft.with(CrossLayerEqualization.of(draft.folded(), facts, largest));
    }
}
