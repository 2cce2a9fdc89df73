package org.bitscale.experiment.sensitivity;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.experiment.DataOptions;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;

/**
 * What to measure.
 *
 * @param model the float network
 * @param data what it is measured on: the validation split
 * @param plan whatever is not said by a scheme: granularity, the bits of arithmetic; layers it has bits for keep them
 *     and are not measured
 * @param schemes bits that each layer is tried at, the fewest first or last
 * @param measures what is measured, at least one
 * @param examples of the validation split; all, if there are fewer
 * @param calibrationExamples that ranges are observed on
 * @param probes directions in which the Hessian is probed, each on a batch of its own; used by one measure
 */
public record SensitivityRequest(
        Path model,
        DataOptions data,
        PlanSettings plan,
        List<LayerOverride> schemes,
        Set<SensitivityMeasure> measures,
        int examples,
        int calibrationExamples,
        int probes) {

    /** Examples that order the layers of a network as all do. */
    public static final int USUAL_EXAMPLES = 256;
    /** Probes after which the estimate's noise is below the differences between layers. */
    public static final int USUAL_PROBES = 64;

    /** Copies and checks. */
    public SensitivityRequest {
        schemes = List.copyOf(new LinkedHashSet<>(schemes));
        measures = Set.copyOf(measures);
        if (schemes.isEmpty() || schemes.stream().anyMatch(scheme -> !scheme.quantized())) {
            throw new BadInputException("Expected bits to try each layer at, such as W2A8,W4A8, but came "
                    + (schemes.isEmpty() ? "none" : "float"));
        }
        if (measures.isEmpty()) {
            throw new BadInputException("Expected at least one measure, but none came");
        }
        if (examples < 1 || calibrationExamples < 1 || probes < 1) {
            throw new BadInputException(
                    "Expected at least 1 example, 1 calibration example and 1 probe, but came %d, %d and %d"
                            .formatted(examples, calibrationExamples, probes));
        }
    }

    /** The same of another network and data. */
    public SensitivityRequest of(Path otherModel, DataOptions otherData) {
        return new SensitivityRequest(
                otherModel, otherData, plan, schemes, measures, examples, calibrationExamples, probes);
    }

    /** The same with these measures. */
    public SensitivityRequest with(Set<SensitivityMeasure> others) {
        return new SensitivityRequest(model, data, plan, schemes, others, examples, calibrationExamples, probes);
    }
}
