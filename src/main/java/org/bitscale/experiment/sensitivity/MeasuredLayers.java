package org.bitscale.experiment.sensitivity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.Version;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.FloatNetwork;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;

/**
 * What has been measured of a network's layers, kept after each, so that a measurement that was interrupted goes on where
 * it was, and one with more schemes or measures takes only what is missing.
 */
final class MeasuredLayers {

    private static final String KIND = "sensitivity";

    private final ContentCache cache;
    private final Content content;
    private final Map<Key, Map<SensitivityMeasure, Double>> values = new LinkedHashMap<>();

    /** What decides a value beside layer, scheme and measure. */
    private record Content(
            String version,
            FloatNetwork.Content network,
            PlanSettings plan,
            int examples,
            int calibrationExamples,
            int probes) {}

    private record Key(String layer, LayerOverride scheme) {}

    /** What is kept of a layer at a scheme. */
    private record Entry(String layer, LayerOverride scheme, Map<SensitivityMeasure, Double> values) {}

    /** What is kept. */
    private record Entries(List<Entry> layers) {}

    private MeasuredLayers(ContentCache cache, Content content) {
        this.cache = cache;
        this.content = content;
    }

    /** What {@code cache} knows of what is asked. */
    static MeasuredLayers of(ContentCache cache, FloatNetwork network, SensitivityRequest request) {
        Content content = new Content(
                Version.text(),
                network.content(),
                request.plan(),
                request.examples(),
                request.calibrationExamples(),
                request.probes());
        MeasuredLayers measured = new MeasuredLayers(cache, content);
        cache.known(KIND, content, Entries.class).ifPresent(entries -> entries.layers()
                .forEach(entry -> measured.put(entry.layer(), entry.scheme(), entry.values())));
        return measured;
    }

    /** Which of {@code measures} a layer lacks at a scheme. */
    Set<SensitivityMeasure> missing(String layer, LayerOverride scheme, Set<SensitivityMeasure> measures) {
        Set<SensitivityMeasure> missing = EnumSet.copyOf(measures);
        missing.removeAll(values.getOrDefault(new Key(layer, scheme), Map.of()).keySet());
        return missing;
    }

    /** Adds what was measured of a layer at a scheme, and keeps it. */
    void add(String layer, LayerOverride scheme, Map<SensitivityMeasure, Double> measured) {
        put(layer, scheme, measured);
        List<Entry> entries = new ArrayList<>();
        values.forEach((key, value) -> entries.add(new Entry(key.layer(), key.scheme(), value)));
        cache.keep(KIND, content, new Entries(entries));
    }

    /** Those of {@code measures} that are known of a layer at a scheme. */
    Map<SensitivityMeasure, Double> values(String layer, LayerOverride scheme, Set<SensitivityMeasure> measures) {
        Map<SensitivityMeasure, Double> wanted = new EnumMap<>(values.get(new Key(layer, scheme)));
        wanted.keySet().retainAll(measures);
        return wanted;
    }

    private void put(String layer, LayerOverride scheme, Map<SensitivityMeasure, Double> measured) {
        values.computeIfAbsent(new Key(layer, scheme), key -> new EnumMap<>(SensitivityMeasure.class))
                .putAll(measured);
    }
}
