package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitscale.experiment.spec.PlanFile;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.ActivationScaling;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSharing;
import org.bitscale.quant.Target;
import org.bitscale.quant.WeightFormat;
import picocli.CommandLine.Option;

/** Options that say how many bits go where: a plan file, and what the command line says instead. */
final class PlanArguments {

    @Option(names = "--plan", paramLabel = "PLAN.yaml")
    private Optional<Path> plan;

    @Option(names = "--weights", paramLabel = "BITS")
    private Optional<Integer> weights;

    @Option(names = "--activations", paramLabel = "BITS")
    private Optional<Integer> activations;

    @Option(names = "--granularity", paramLabel = "channel|tensor|group")
    private Optional<Granularity> granularity;

    @Option(names = "--group-size", paramLabel = "N")
    private Optional<Integer> groupSize;

    @Option(names = "--weight-format", paramLabel = "FORMAT")
    private Optional<String> weightFormat;

    @Option(names = "--edge-bits", paramLabel = "BITS")
    private Optional<Integer> edgeBits;

    @Option(names = "--add-bits", paramLabel = "BITS")
    private Optional<Integer> addBits;

    @Option(names = "--layer", paramLabel = "NAME=W4A8|float")
    private Map<String, String> layers = new LinkedHashMap<>();

    @Option(names = "--weight-range", paramLabel = "RULE")
    private Optional<String> weightRange;

    @Option(names = "--activation-range", paramLabel = "RULE")
    private Optional<String> activationRange;

    @Option(names = "--activation-scaling", paramLabel = "static|dynamic")
    private Optional<ActivationScaling> activationScaling;

    @Option(names = "--target", paramLabel = "TARGET")
    private Optional<Target> target;

    @Option(names = "--latency-aware")
    private boolean latencyAware;

    @Option(names = "--layout", paramLabel = "fast|small", defaultValue = "fast")
    private Layout layout;

    @Option(names = "--calibration", paramLabel = "N", defaultValue = "512")
    private int calibration;

    PlanSettings settings() {
        PlanSettings base = plan.map(PlanFile::read).orElse(PlanSettings.of(8, 8));
        Map<String, LayerOverride> overrides = new LinkedHashMap<>(base.layers());
        layers.forEach((name, bits) -> overrides.put(name, LayerOverride.parse(bits)));
        return new PlanSettings(
                weightFormat.map(WeightFormat::parse).orElse(base.weightFormat()),
                weights.orElse(base.weightBits()),
                activations.orElse(base.activationBits()),
                granularity.or(() -> groupSize.map(size -> Granularity.GROUP)).orElse(base.granularity()),
                groupSize.orElse(base.groupSize() == 0 ? ScaleSharing.USUAL_GROUP : base.groupSize()),
                edgeBits.orElse(base.edgeBits()),
                addBits.orElse(base.arithmeticBits()),
                overrides,
                weightRange.map(RangeRule::parse).orElse(base.weightRange()),
                activationRange.map(RangeRule::parse).orElse(base.activationRange()),
                target.orElse(base.target()),
                activationScaling.orElse(base.activationScaling()));
    }

    /** Whether layers stay in float until the result is no slower here than the float network. */
    boolean isLatencyAware() {
        return latencyAware;
    }

    Layout layout() {
        return layout;
    }

    int calibrationExamples() {
        return calibration;
    }
}
