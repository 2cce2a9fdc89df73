/**
 * Bitscale, a workbench for quantization experiments. A model is an ONNX graph from end to end: it is read, laid under a
 * quantization plan, trained and evaluated as one TorchScript module, written back as a quantized ONNX file and proved
 * in ONNX Runtime. The packages follow that path: {@code quant}, {@code graph}, {@code data}, {@code eval}, {@code
 * engine}, {@code deploy}, {@code experiment}, {@code report}, {@code cli}, {@code app}; the root holds only what every
 * one of them needs.
 */
package org.bitscale;
