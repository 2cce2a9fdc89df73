package org.bitscale.experiment;

import java.util.Optional;

/**
 * What a node takes in ONNX Runtime.
 *
 * @param node its name in the optimised graph
 * @param operator what computes it, for example {@code QLinearConv}
 * @param layer the node of the float network that it belongs to, where that can be told
 * @param microseconds mean time of a run with one example
 */
public record LayerTime(String node, String operator, Optional<String> layer, double microseconds) {}
