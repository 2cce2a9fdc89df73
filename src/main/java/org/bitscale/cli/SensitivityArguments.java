package org.bitscale.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.sensitivity.SensitivityRequest;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSharing;
import org.bitscale.quant.Target;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Option;

/** Options that say how layers are measured. */
final class SensitivityArguments {

    @Option(names = "--granularity", paramLabel = "channel|tensor|group", descriptionKey = "sensitivity.granularity")
    private Optional<Granularity> granularity;

    @Option(names = "--group-size", paramLabel = "N")
    private Optional<Integer> groupSize;

    @Option(
            names = "--weight-range",
            paramLabel = "RULE",
            defaultValue = "mse",
            descriptionKey = "sensitivity.weight-range")
    private String weightRange;

    @Option(
            names = "--activation-range",
            paramLabel = "RULE",
            defaultValue = "mse",
            descriptionKey = "sensitivity.activation-range")
    private String activationRange;

    @Option(names = "--examples", paramLabel = "N", defaultValue = "256", descriptionKey = "sensitivity.examples")
    private int examples;

    @Option(names = "--calibration", paramLabel = "N", defaultValue = "512")
    private int calibration;

    @Option(names = "--probes", paramLabel = "N", defaultValue = "64", descriptionKey = "sensitivity.probes")
    private int probes;

    @Option(names = "--target", paramLabel = "TARGET", defaultValue = "onnxruntime")
    private Target target;

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "DIR",
            descriptionKey = "sensitivity.workspace")
    private Optional<Path> workspace;

    /** What was measured before: that of the workspace, which is made if it is absent; nothing without one. */
    ContentCache cache() {
        if (workspace.isEmpty()) {
            return ContentCache.NONE;
        }
        try (Workspace opened = Workspace.open(workspace.get())) {
            return ContentCache.in(opened.cache());
        }
    }

    /** What all layers have in common. */
    PlanSettings base() {
        return PlanSettings.of(8, 8)
                .with(ScaleSharing.of(
                        granularity
                                .or(() -> groupSize.map(size -> Granularity.GROUP))
                                .orElse(Granularity.CHANNEL),
                        groupSize.orElse(ScaleSharing.USUAL_GROUP)))
                .withRanges(RangeRule.parse(weightRange), RangeRule.parse(activationRange))
                .with(target);
    }

    SensitivityRequest request(Path model, DataOptions data, List<String> schemes, Set<SensitivityMeasure> measures) {
        return request(model, data, base(), schemes, measures);
    }

    /** The request under a plan, which may have bits for some layers. */
    SensitivityRequest request(
            Path model, DataOptions data, PlanSettings plan, List<String> schemes, Set<SensitivityMeasure> measures) {
        return new SensitivityRequest(
                model,
                data,
                plan,
                schemes.stream().map(LayerOverride::parse).toList(),
                measures,
                examples,
                calibration,
                probes);
    }
}
