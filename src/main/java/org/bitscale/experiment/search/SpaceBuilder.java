package org.bitscale.experiment.search;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.experiment.sensitivity.LayerSensitivity;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.sensitivity.SensitivityReport;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;

/**
 * Makes the space of a search from what layers suffer and what they cost. Costs are differences to the plan in which every
 * layer has the first scheme, so that what belongs to two layers at once, a tensor both read at different widths, is
 * counted too, rather twice than not at all.
 */
final class SpaceBuilder {

    private static final int FLOAT_BITS = 32;
    /** What rounding up to bytes can hide. */
    private static final int HIDDEN_BITS = 7;
    /** A prediction for what a measure can give no number for. */
    private static final double HOPELESS = 1e12;

    private final PlanSheet sheet;
    private final PlanSettings base;
    private final SensitivityReport report;
    private final Optional<LayerLatency> latency;

    SpaceBuilder(PlanSheet sheet, PlanSettings base, SensitivityReport report, Optional<LayerLatency> latency) {
        this.sheet = sheet;
        this.base = base;
        this.report = report;
        this.latency = latency;
    }

    /**
     * The space.
     *
     * @param measure what layers suffer by
     * @param floatAllowed whether layers may stay in float
     */
    SearchSpace space(SensitivityMeasure measure, boolean floatAllowed) {
        List<LayerOverride> schemes = new ArrayList<>(report.schemes());
        Map<String, Long> weights = new LinkedHashMap<>();
        Map<String, Map<LayerOverride, Double>> suffering = new HashMap<>();
        for (LayerSensitivity layer : report.layers()) {
            weights.put(layer.layer(), layer.parameters());
            suffering
                    .computeIfAbsent(layer.layer(), key -> new HashMap<>())
                    .put(layer.scheme(), suffering(measure, layer.values().get(measure)));
        }
        if (floatAllowed) {
            schemes.add(LayerOverride.FLOAT);
            suffering.values().forEach(values -> values.put(LayerOverride.FLOAT, 0.0));
        }
        Map<String, LayerOverride> uniform = new HashMap<>();
        weights.keySet().forEach(layer -> uniform.put(layer, schemes.get(0)));
        PlanSheet.Laid reference = sheet.lay(base.withLayers(uniform));
        List<SearchSpace.Layer> layers = new ArrayList<>();
        weights.forEach((layer, count) -> layers.add(new SearchSpace.Layer(
                layer,
                count,
                schemes.stream()
                        .map(scheme -> new Option(
                                scheme,
                                suffering.get(layer).get(scheme),
                                costs(layer, count, scheme, uniform, reference)))
                        .toList())));
        Map<Cost, Double> fixed = new EnumMap<>(Cost.class);
        fixed.put(Cost.PACKED_BITS, 8.0 * reference.packedBytes());
        fixed.put(Cost.BOPS, (double) reference.bops());
        fixed.put(Cost.WEIGHT_BITS, 0.0);
        latency.ifPresent(times -> fixed.put(Cost.MICROSECONDS, times.rest()));
        return new SearchSpace(layers, fixed);
    }

    private Map<Cost, Double> costs(
            String layer,
            long weights,
            LayerOverride scheme,
            Map<String, LayerOverride> uniform,
            PlanSheet.Laid reference) {
        Map<String, LayerOverride> other = new HashMap<>(uniform);
        boolean differs = !scheme.equals(other.put(layer, scheme));
        PlanSheet.Laid laid = differs ? sheet.lay(base.withLayers(other)) : reference;
        Map<Cost, Double> costs = new EnumMap<>(Cost.class);
        costs.put(Cost.PACKED_BITS, 8.0 * (laid.packedBytes() - reference.packedBytes()) + (differs ? HIDDEN_BITS : 0));
        costs.put(Cost.BOPS, (double) (laid.bops() - reference.bops()));
        costs.put(Cost.WEIGHT_BITS, (double) weights * (scheme.quantized() ? scheme.weightBits() : FLOAT_BITS));
        latency.ifPresent(times -> costs.put(
                Cost.MICROSECONDS,
                (scheme.quantized() ? times.quantized() : times.inFloat()).getOrDefault(layer, 0.0)));
        return costs;
    }

    /** A measure as a number that adds up: decibels as the share of noise. */
    private static double suffering(SensitivityMeasure measure, double value) {
        double amount = measure == SensitivityMeasure.SQNR ? Math.pow(10, -value / 10) : value;
        return Math.max(0, Math.min(HOPELESS, amount));
    }
}
