package org.bitscale.experiment.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.FloatNetwork;
import org.bitscale.experiment.Workbench;
import org.bitscale.graph.Node;
import org.bitscale.graph.quantize.LayerOverride;

/** Measures how much each layer of a float network suffers from few bits. */
public final class MeasureSensitivity {

    private final Workbench workbench;
    private final ContentCache cache;
    private final Progress progress;

    /**
     * @param workbench to work with
     * @param cache knows what was measured before, and is told of each layer
     * @param progress is told how far it is
     */
    public MeasureSensitivity(Workbench workbench, ContentCache cache, Progress progress) {
        this.workbench = workbench;
        this.cache = cache;
        this.progress = progress;
    }

    /**
     * Measures every layer with constant weights at every scheme, but for those that the plan has bits for. What the
     * cache knows is not measured again, so that a measurement that was interrupted goes on where it was.
     *
     * @throws BadInputException if model and data do not fit, the network has no layer with weights, or the plan has bits
     *     for each
     */
    public SensitivityReport run(SensitivityRequest request) {
        long start = System.nanoTime();
        FloatNetwork network = workbench.floatNetwork(request.model(), request.data());
        List<Node> layers = network.weighted();
        if (layers.isEmpty()) {
            throw new BadInputException("The network has no layer with constant weights (Conv, Gemm, MatMul), so that "
                    + "there is nothing to measure");
        }
        layers = layers.stream()
                .filter(layer -> !request.plan().layers().containsKey(layer.name()))
                .toList();
        if (layers.isEmpty()) {
            throw new BadInputException(
                    "Every layer has bits of its own already; leave at least one open, so that there is something to find");
        }
        MeasuredLayers measured = MeasuredLayers.of(cache, network, request);
        List<Node> open = layers;
        Set<SensitivityMeasure> missing = request.schemes().stream()
                .flatMap(scheme -> open.stream()
                        .flatMap(layer -> measured.missing(layer.name(), scheme, request.measures()).stream()))
                .collect(Collectors.toSet());
        FloatNetwork.Reference reference = network.reference(request.examples(), progress);
        SecondOrder second =
                SecondOrder.of(network, reference.examples(), missing, request.probes(), workbench, progress);
        Map<String, Long> counts = network.weightCounts();
        List<LayerSensitivity> found = new ArrayList<>();
        int known = 0;
        int total = layers.size() * request.schemes().size();
        for (LayerOverride scheme : request.schemes()) {
            TriedScheme tried = new TriedScheme(network, reference, second, request, scheme, workbench, progress);
            for (Node layer : layers) {
                progress.checkCancelled();
                progress.update("sensitivity", found.size(), total, layer.name() + " " + scheme);
                Set<SensitivityMeasure> lacking = measured.missing(layer.name(), scheme, request.measures());
                if (lacking.isEmpty()) {
                    known++;
                } else {
                    measured.add(layer.name(), scheme, tried.values(layer, lacking));
                }
                found.add(new LayerSensitivity(
                        layer.name(),
                        layer.operator(),
                        counts.get(layer.name()),
                        scheme,
                        measured.values(layer.name(), scheme, request.measures())));
            }
        }
        progress.update("sensitivity", total, total, "");
        return new SensitivityReport(
                found,
                reference.examples().size(),
                TriedScheme.loss(reference.predictions()),
                (System.nanoTime() - start) / 1e9,
                known);
    }
}
