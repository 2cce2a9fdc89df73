package org.bitscale.experiment.sensitivity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bitscale.eval.RankCorrelation;
import org.bitscale.graph.quantize.LayerOverride;

/**
 * What was measured of all layers.
 *
 * @param layers every layer with weights at every scheme, in the order of the network
 * @param examples that it was measured on
 * @param floatLoss mean cross-entropy of the float network on these, nats
 * @param seconds it took
 * @param known how many of {@code layers} had been measured before
 */
public record SensitivityReport(
        List<LayerSensitivity> layers, int examples, double floatLoss, double seconds, int known) {

    /** Copies. */
    public SensitivityReport {
        layers = List.copyOf(layers);
    }

    /**
     * How much two measures agree about the order of the layers.
     *
     * @param scheme where
     * @param correlation Spearman's ρ; NaN where one of them gives all layers the same value
     */
    public record Agreement(
            LayerOverride scheme, SensitivityMeasure first, SensitivityMeasure second, double correlation) {}

    /** The schemes, in the order asked for. */
    public List<LayerOverride> schemes() {
        return layers.stream().map(LayerSensitivity::scheme).distinct().toList();
    }

    /** The measures. */
    public Set<SensitivityMeasure> measures() {
        Set<SensitivityMeasure> measures = new TreeSet<>();
        layers.forEach(layer -> measures.addAll(layer.values().keySet()));
        return measures;
    }

    /** The layers at a scheme, the most sensitive first. */
    public List<LayerSensitivity> ranking(LayerOverride scheme, SensitivityMeasure measure) {
        return layers.stream()
                .filter(layer -> layer.scheme().equals(scheme))
                .sorted(Comparator.comparingDouble(
                        layer -> -measure.sensitivity(layer.values().get(measure))))
                .toList();
    }

    /** Every pair of measures at every scheme; none for a network of one layer, which has no order. */
    public List<Agreement> agreements() {
        List<Agreement> agreements = new ArrayList<>();
        List<SensitivityMeasure> all = List.copyOf(measures());
        boolean ordered = layers.size() > schemes().size();
        for (LayerOverride scheme : ordered ? schemes() : List.<LayerOverride>of()) {
            for (int i = 0; i < all.size(); i++) {
                for (SensitivityMeasure second : all.subList(i + 1, all.size())) {
                    double correlation = RankCorrelation.spearman(values(scheme, all.get(i)), values(scheme, second));
                    agreements.add(new Agreement(scheme, all.get(i), second, correlation));
                }
            }
        }
        return agreements;
    }

    /** How sensitive the layers are at a scheme, in the order of the network; more is more. */
    public double[] values(LayerOverride scheme, SensitivityMeasure measure) {
        return layers.stream()
                .filter(layer -> layer.scheme().equals(scheme))
                .mapToDouble(layer -> measure.sensitivity(layer.values().get(measure)))
                .toArray();
    }
}
