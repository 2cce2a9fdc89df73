/**
 * How much each layer of a network suffers from few bits.
 *
 * <p>A room of its own because several measures of the same thing stand side by side here, and are held against each
 * other.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>What a layer does alone is measured on the deployed form</b>, quantized as it would be exported, weights and
 *       input: the arithmetic of every figure reported elsewhere.
 *   <li><b>One pass serves several measures</b>: predictions of a network with one layer quantized give loss and
 *       divergence; one pass of gradients gives what both second-order measures need for all layers and widths.
 *   <li><b>Divergence is the usual measure</b>: on few examples it orders layers as the loss over all of them does, with
 *       less noise than the loss on those few.
 * </ul>
 */
package org.bitscale.experiment.sensitivity;
