package org.bitscale.experiment.sensitivity;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.bitscale.graph.quantize.LayerOverride;

/**
 * What one layer suffers at one scheme.
 *
 * @param layer its stable name
 * @param operator its ONNX type
 * @param parameters its weights
 * @param scheme bits of its weights and input
 * @param values what was measured
 */
public record LayerSensitivity(
        String layer, String operator, long parameters, LayerOverride scheme, Map<SensitivityMeasure, Double> values) {

    /** Copies, in the order of the measures. */
    public LayerSensitivity {
        Map<SensitivityMeasure, Double> copy = new EnumMap<>(SensitivityMeasure.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }
}
