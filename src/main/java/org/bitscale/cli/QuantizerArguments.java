package org.bitscale.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitscale.engine.QatMethod;
import org.bitscale.engine.QuantizerAids;
import picocli.CommandLine.Option;

/** Options that say how quantizers are trained. */
final class QuantizerArguments {

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "lsq")
    private QatMethod method;

    @Option(names = "--damping", paramLabel = "WEIGHT", defaultValue = "0")
    private double damping;

    @Option(names = "--clip-decay", paramLabel = "DECAY", defaultValue = "" + QuantizerAids.USUAL_CLIP_DECAY)
    private double clipDecay;

    @Option(
            names = "--gradient-scaling",
            paramLabel = "DELTA",
            defaultValue = "" + QuantizerAids.USUAL_GRADIENT_SCALING)
    private double gradientScaling;

    @Option(names = "--progressive", paramLabel = "BITS", split = ",")
    private List<Integer> progressive = List.of();

    QatMethod method() {
        return method;
    }

    /** What was given, by the keys of a recipe. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("damping", damping);
        values.put("clip_decay", clipDecay);
        values.put("gradient_scaling", gradientScaling);
        values.put("progressive", progressive.stream().map(Object::toString).collect(Collectors.joining(" ")));
        return values;
    }
}
