/**
 * What 16-bit saturation does to a quantized network. On x86 processors without VNNI, ONNX Runtime multiplies uint8 inputs
 * with int8 weights by {@code vpmaddubsw}, which adds the products of two neighbours along the reduction (K) and keeps
 * the sum within int16; only then is everything added in 32 bits. Two products can reach 255·(127 + 127) = 64,770, twice
 * what fits.
 *
 * <p>A room of its own because it computes what no processor at hand need have: the emulation is plain Java and gives the
 * same everywhere.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Order of K.</b> Gemm and MatMul: as written. Conv: ONNX Runtime's QLinearConv computes with channels last
 *       whatever the file says (it transposes where the graph optimiser has not), so that K runs over the positions of
 *       the kernel, row by row, and within each over the input channels of the group; pairs are elements 2i and 2i + 1. An odd
 *       number of channels therefore pairs channels of neighbouring positions. Padding counts as the input's zero point.
 *       Read from MLAS and QLinearConv of ONNX Runtime, and
 *       confirmed by {@code SaturatedNetworkTest} against what its AVX2 kernels gave.
 *   <li><b>Raw codes.</b> Kernels multiply the codes as stored and correct for zero points afterwards, so that the zero
 *       point of an input does not keep a pair from saturating.
 *   <li><b>Depthwise convolutions do not saturate.</b> With one input and one output channel a group there is nothing to
 *       pair along the channels: MLAS has kernels of their own, which widen every product. Other grouped
 *       convolutions are one product a group, in pairs.
 *   <li><b>Only pairs that can saturate are computed.</b> Most weights are far from the largest one. What saturation
 *       takes away is computed for the few pairs of large weights and added to the exact sums, which ONNX Runtime gives
 *       in float, where nothing saturates. Confirmed by {@code IntegerLayerTest} against adding pair by pair.
 * </ul>
 */
package org.bitscale.experiment.saturation;
