package org.bitscale.ui.network;

/**
 * A tensor on its way from one box to another.
 *
 * @param from id of the box that makes it
 * @param to id of a box that reads it
 * @param tensor its name
 * @param shape its shape, such as {@code [N×16×32×32]}; empty if it is not known
 */
public record NetworkEdge(String from, String to, String tensor, String shape) {}
