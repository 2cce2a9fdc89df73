package org.bitscale.ptq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.BiasAbsorption;

/** {@link BiasAbsorption} of each channel's mean less {@code deviations} standard deviations, from the examples. */
record Absorb(double deviations) implements PtqStep {

    @Override
    public Draft apply(Draft draft, PtqContext context) {
        Facts facts = ShapeInference.of(draft.folded(), context.operators());
        Set<String> tensors = new LinkedHashSet<>();
        BiasAbsorption.pairs(draft.folded(), facts)
                .forEach(pair -> tensors.add(pair.first().output()));
        if (tensors.isEmpty()) {
            return draft;
        }
        Map<String, List<BiasAbsorption.Channel>> channels = new LinkedHashMap<>();
        context.statistics(draft.folded(), tensors).forEach((tensor, statistics) -> {
            List<BiasAbsorption.Channel> each = new ArrayList<>();
            for (int c = 0; c < statistics.channels(); c++) {
                each.add(new BiasAbsorption.Channel(
                        statistics.mean()[c] - deviations * statistics.deviation()[c],
                        statistics.largest()[c]));
            }
            channels.put(tensor, each);
        });
        return draft.with(BiasAbsorption.of(draft.folded(), facts, channels));
    }
}
