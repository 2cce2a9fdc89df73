package org.bitscale.engine;

import java.util.Map;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Summary;

/**
 * What training through quantizers needs to know.
 *
 * @param plan bits by layer
 * @param placement where activations are quantized
 * @param method how scales are found
 * @param calibration what the tensors at the placement's own sites take, by tensor name
 */
public record QuantizedTraining(
        QuantPlan plan, Placement placement, QatMethod method, Map<String, Summary> calibration) {}
