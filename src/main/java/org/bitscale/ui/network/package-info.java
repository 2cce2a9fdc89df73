/**
 * A network drawn as a graph, and a distribution drawn under a quantization grid: what several screens show.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Model and layout are values</b> without a control: blocks are found and places are computed off the JavaFX
 *       thread, the view only draws what it is given. Confirmed by NetworkModelTest and NetworkLayoutTest.
 *   <li><b>One canvas</b> shows the network, because a node of its own for each of a thousand boxes is slow; what a screen
 *       reader needs is told by the canvas as the selection moves.
 *   <li><b>No clip on a canvas</b>: each makes a mask as large as the canvas, two hundred times as slow as a path. From afar
 *       boxes are plain rectangles. Confirmed by ArchitectureTest.
 *   <li><b>Colours are looked up</b> from the theme's tokens by invisible regions, so that a canvas follows the theme as
 *       every control does.
 * </ul>
 */
package org.bitscale.ui.network;
