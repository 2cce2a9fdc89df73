/**
 * Laying a plan over a graph: which bits each layer gets by default, at which tensors quantizers must sit so that integer
 * kernels run the result, and the quantized ONNX graph that comes out.
 *
 * <p>Decisions, each measured with ONNX Runtime's CPU kernels and confirmed by the export tests: activations are uint8
 * with a zero point, fewer bits are a Clip between QuantizeLinear and DequantizeLinear, which keeps the fused kernels;
 * inputs of Add, Concat and average pools have 8 bits unless said otherwise (at 2 bits the inputs of Add cost 5 to 6
 * points); a tensor that is read at two widths is first quantized to the wider one and from there to the narrower;
 * weight codes below 8 bits are stored shifted up, because the bias is rounded to a step of input scale times weight
 * scale and a finer step loses less; weights of a Gemm say their zero point of 0, without which ONNX Runtime (1.29, 1.32)
 * computes it in float.
 */
package org.bitscale.graph.quantize;
