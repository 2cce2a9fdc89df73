package org.bitscale.experiment.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.bitscale.experiment.PlanEstimate;

/**
 * The error of one layer in several runs.
 *
 * @param layer its name
 * @param sqnr by run, in dB; empty where it is not known
 */
public record LayerErrorRow(String layer, List<OptionalDouble> sqnr) {

    /** Copies. */
    public LayerErrorRow {
        sqnr = List.copyOf(sqnr);
    }

    /** One row a layer, in the order of the network; {@code errors} by run. */
    public static List<LayerErrorRow> of(List<Optional<List<PlanEstimate.LayerError>>> errors) {
        Set<String> layers = new LinkedHashSet<>();
        List<Map<String, Double>> byRun = new ArrayList<>();
        for (Optional<List<PlanEstimate.LayerError>> run : errors) {
            Map<String, Double> values = new LinkedHashMap<>();
            run.orElse(List.of()).forEach(error -> values.put(error.layer(), error.sqnr()));
            layers.addAll(values.keySet());
            byRun.add(values);
        }
        return layers.stream()
                .map(layer -> new LayerErrorRow(
                        layer,
                        byRun.stream()
                                .map(values -> values.containsKey(layer)
                                        ? OptionalDouble.of(values.get(layer))
                                        : OptionalDouble.empty())
                                .toList()))
                .toList();
    }
}
