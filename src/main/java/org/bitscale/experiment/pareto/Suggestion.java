package org.bitscale.experiment.pareto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.RunRow;

/**
 * A run that is worth a look.
 *
 * @param kind why
 * @param run the best seed of its recipe by validation accuracy
 */
public record Suggestion(Kind kind, RunRow run) {

    /** Why a run is worth a look. */
    public enum Kind {
        /** The most accurate quantized one. */
        BEST,
        /** The knee of the front of accuracy over packed size: from there on little accuracy is bought with many bytes. */
        KNEE,
        /** The smallest one on that front. */
        SMALLEST
    }

    /** Out of finished runs; a run that is several of these is named once, as the first. */
    public static List<Suggestion> of(List<RunRow> rows) {
        List<RunRow> quantized = rows.stream()
                .filter(row -> row.method().quantizes()
                        && row.metrics().containsKey(Measure.ACCURACY)
                        && row.metrics().containsKey(Measure.PACKED_SIZE))
                .toList();
        if (quantized.isEmpty()) {
            return List.of();
        }
        List<ParetoPoint> front = ParetoAnalysis.of(
                        quantized, List.of(Measure.ACCURACY, Measure.PACKED_SIZE), List.of(), Map.of())
                .front();
        Map<Kind, Optional<ParetoPoint>> points = new HashMap<>();
        points.put(Kind.BEST, front.stream().max(Comparator.comparingDouble(point -> point.mean(Measure.ACCURACY))));
        points.put(Kind.KNEE, front.stream().filter(ParetoPoint::knee).findFirst());
        points.put(
                Kind.SMALLEST,
                front.stream().min(Comparator.comparingDouble(point -> point.mean(Measure.PACKED_SIZE))));
        Map<String, RunRow> byId = new HashMap<>();
        quantized.forEach(row -> byId.put(row.id(), row));
        List<Suggestion> suggestions = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            points.get(kind).filter(point -> !named.contains(point.groupHash())).ifPresent(point -> {
                named.add(point.groupHash());
                suggestions.add(new Suggestion(kind, bestSeed(point, byId)));
            });
        }
        return suggestions;
    }

    private static RunRow bestSeed(ParetoPoint point, Map<String, RunRow> rows) {
        return point.runs().stream()
                .map(rows::get)
                .max(Comparator.comparingDouble(
                        row -> row.metrics().get(Measure.ACCURACY).value()))
                .orElseThrow();
    }
}
