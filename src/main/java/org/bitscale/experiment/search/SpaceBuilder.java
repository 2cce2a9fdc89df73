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
    private final Map<String, Long> weights;
    private final Optional<LayerLatency> latency;

    /**
     * Builds from these.
     *
     * @param weights how many weights each layer of the network has
     */
    SpaceBuilder(
            PlanSheet sheet,
            PlanSettings base,
            SensitivityReport report,
            Map<String, Long> weights,
            Optional<LayerLatency> latency) {
        this.sheet = sheet;
        this.base = base;
        this.report = report;
        this.weights = weights;
        this.latency = latency;
    }

    /**
     * The space: layers that the plan has bits for are no part of it but cost what they cost.
     *
     * @param measure what layers suffer by
     * @param floatAllowed whether layers may stay in float
     */
    SearchSpace space(SensitivityMeasure measure, boolean floatAllowed) {
        List<LayerOverride> schemes = new ArrayList<>(report.schemes());
        Map<String, Map<LayerOverride, Double>> suffering = new LinkedHashMap<>();
        for (LayerSensitivity layer : report.layers()) {
            suffering
                    .computeIfAbsent(layer.layer(), key -> new HashMap<>())
                    .put(layer.scheme(), suffering(measure, layer.values().get(measure)));
        }
        if (floatAllowed) {
            schemes.add(LayerOverride.FLOAT);
            suffering.values().forEach(values -> values.put(LayerOverride.FLOAT, 0.0));
        }
        Map<String, LayerOverride> uniform = new HashMap<>();
        suffering.keySet().forEach(layer -> uniform.put(layer, schemes.get(0)));
        PlanSheet.Laid reference = sheet.lay(base.withRest(uniform));
        List<SearchSpace.Layer> layers = new ArrayList<>();
        suffering.forEach((layer, values) -> layers.add(new SearchSpace.Layer(
                layer,
                weights.get(layer),
                schemes.stream()
                        .map(scheme -> new Option(scheme, values.get(scheme), costs(layer, scheme, uniform, reference)))
                        .toList())));
        Map<Cost, Double> fixed = new EnumMap<>(Cost.class);
        fixed.put(Cost.PACKED_BITS, 8.0 * reference.packedBytes());
        fixed.put(Cost.BOPS, (double) reference.bops());
        List<String> given =
                weights.keySet().stream().filter(base.layers()::containsKey).toList();
        fixed.put(
                Cost.WEIGHT_BITS,
                given.stream()
                        .mapToDouble(layer ->
                                (double) weights.get(layer) * bits(base.layers().get(layer)))
                        .sum());
        latency.ifPresent(times -> fixed.put(
                Cost.MICROSECONDS,
                times.rest()
                        + given.stream()
                                .mapToDouble(
                                        layer -> times.of(layer, base.layers().get(layer)))
                                .sum()));
        return new SearchSpace(
                layers, fixed, given.stream().mapToLong(weights::get).sum());
    }

    private Map<Cost, Double> costs(
            String layer, LayerOverride scheme, Map<String, LayerOverride> uniform, PlanSheet.Laid reference) {
        Map<String, LayerOverride> other = new HashMap<>(uniform);
        boolean differs = !scheme.equals(other.put(layer, scheme));
        PlanSheet.Laid laid = differs ? sheet.lay(base.withRest(other)) : reference;
        Map<Cost, Double> costs = new EnumMap<>(Cost.class);
        costs.put(Cost.PACKED_BITS, 8.0 * (laid.packedBytes() - reference.packedBytes()) + (differs ? HIDDEN_BITS : 0));
        costs.put(Cost.BOPS, (double) (laid.bops() - reference.bops()));
        costs.put(Cost.WEIGHT_BITS, (double) weights.get(layer) * bits(scheme));
        latency.ifPresent(times -> costs.put(Cost.MICROSECONDS, times.of(layer, scheme)));
        return costs;
    }

    private static int bits(LayerOverride scheme) {
        return scheme.quantized() ? scheme.weightBits() : FLOAT_BITS;
    }

    /** A measure as a number that adds up: decibels as the share of noise. */
    private static double suffering(SensitivityMeasure measure, double value) {
        double amount = measure == SensitivityMeasure.SQNR ? Math.pow(10, -value / 10) : value;
        return Math.max(0, Math.min(HOPELESS, amount));
    }
}
