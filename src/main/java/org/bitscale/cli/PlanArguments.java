package org.bitscale.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import picocli.CommandLine.Option;

/** Options that say how many bits go where. */
final class PlanArguments {

    @Option(names = "--weights", paramLabel = "BITS", defaultValue = "8")
    private int weights;

    @Option(names = "--activations", paramLabel = "BITS", defaultValue = "8")
    private int activations;

    @Option(names = "--granularity", paramLabel = "channel|tensor", defaultValue = "channel")
    private Granularity granularity;

    @Option(names = "--edge-bits", paramLabel = "BITS", defaultValue = "8")
    private int edgeBits;

    @Option(names = "--add-bits", paramLabel = "BITS", defaultValue = "8")
    private int addBits;

    @Option(names = "--layer", paramLabel = "NAME=W4A8|float")
    private Map<String, String> layers = new LinkedHashMap<>();

    @Option(names = "--layout", paramLabel = "fast|small", defaultValue = "fast")
    private Layout layout;

    @Option(names = "--calibration", paramLabel = "N", defaultValue = "512")
    private int calibration;

    PlanSettings settings() {
        Map<String, LayerOverride> overrides = new LinkedHashMap<>();
        layers.forEach((name, bits) -> overrides.put(name, LayerOverride.parse(bits)));
        return new PlanSettings(weights, activations, granularity, edgeBits, addBits, overrides);
    }

    Granularity granularity() {
        return granularity;
    }

    Layout layout() {
        return layout;
    }

    int calibrationExamples() {
        return calibration;
    }
}
