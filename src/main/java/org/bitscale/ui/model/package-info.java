/**
 * The Model screen: the network as a graph and as a table of layers, linked both ways; one layer with its distributions
 * under the grid of its bits; what each layer costs and how much it suffers, as colours.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Bits are tried before they are planned</b>: beside a layer's distributions they can be changed without any
 *       effect; one button puts them into the plan. Confirmed by LayerPreviewTest.
 *   <li><b>Measures are kept</b> by network, data and bits, and a measure of many layers goes on where it was stopped.
 *       Confirmed by LayerMeasuresTest.
 * </ul>
 */
package org.bitscale.ui.model;
