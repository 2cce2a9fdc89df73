package org.bitscale.experiment.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.experiment.FloatNetwork;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.TimeLayers;
import org.bitscale.experiment.Workbench;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.QuantPlan;

/**
 * What layers take in ONNX Runtime on this machine, one example at a time. Integer kernels have 8 bits whatever a plan
 * says, so that one quantized file tells the time of every width.
 *
 * @param inFloat microseconds by layer, from the float file
 * @param quantized microseconds by layer, its quantizers included, from a file of 8 bits
 * @param rest microseconds of all that belongs to no layer with weights, from the file where it is more
 */
record LayerLatency(Map<String, Double> inFloat, Map<String, Double> quantized, double rest) {

    /**
     * Measures a network.
     *
     * @throws BadInputException if it cannot be written for a while to be timed
     */
    static LayerLatency measure(
            FloatNetwork network,
            PlanSettings base,
            int threads,
            int calibration,
            Workbench workbench,
            Progress progress) {
        Graph folded = network.model().folded();
        PlanSettings eight = PlanSettings.of(8, 8).with(base.granularity());
        QuantPlan plan = PlanBuilder.of(folded, network.facts(), workbench.operators(), eight);
        Graph deployed = network.quantized(plan, eight, calibration, progress).deployed();
        List<String> layers =
                network.weighted().stream().map(node -> node.name()).toList();
        progress.update("time", 0, 2, "");
        Map<String, Double> inFloat = new HashMap<>();
        double restInFloat = time(folded, layers, threads, workbench, inFloat);
        progress.checkCancelled();
        progress.update("time", 1, 2, "");
        Map<String, Double> quantized = new HashMap<>();
        double restQuantized = time(deployed, layers, threads, workbench, quantized);
        progress.update("time", 2, 2, "");
        return new LayerLatency(inFloat, quantized, Math.max(restInFloat, restQuantized));
    }

    /** Microseconds of a layer. */
    double of(String layer, LayerOverride scheme) {
        return (scheme.quantized() ? quantized : inFloat).getOrDefault(layer, 0.0);
    }

    /** Fills in the layers' times; gives the rest. */
    private static double time(
            Graph graph, List<String> layers, int threads, Workbench workbench, Map<String, Double> times) {
        double rest = 0;
        layers.forEach(layer -> times.put(layer, 0.0));
        try {
            Path file = Files.createTempFile("bitscale-", ".onnx");
            try {
                OnnxWriter.write(graph, file);
                for (LayerTime time : TimeLayers.of(file, threads, workbench.operators())) {
                    String layer = time.layer().filter(times::containsKey).orElse("");
                    if (layer.isEmpty()) {
                        rest += time.microseconds();
                    } else {
                        times.merge(layer, time.microseconds(), Double::sum);
                    }
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "Nothing can be written to the folder for temporary files (%s); make room there"
                            .formatted(e.getMessage()),
                    e);
        }
        return rest;
    }
}
