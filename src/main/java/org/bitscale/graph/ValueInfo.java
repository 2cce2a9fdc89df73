package org.bitscale.graph;

/**
 * A named input or output of a graph.
 *
 * @param name its name
 * @param type its element type and shape
 */
public record ValueInfo(String name, TensorType type) {}
