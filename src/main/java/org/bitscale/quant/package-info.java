/**
 * The arithmetic of quantization on plain arrays, and the plan that says which tensor gets how many bits.
 *
 * <p>Uses the JDK only, so that its rules can be read and checked without an engine. The rule is ONNX's, everywhere:
 * {@code q = clamp(roundHalfEven(x / scale) + zeroPoint, qmin, qmax)}, {@code x̂ = (q − zeroPoint)·scale}, computed in
 * float32 with a true division. PyTorch's own operators multiply with {@code 1/scale} and differ on ties; a network
 * trained with them would not be the network exported (confirmed by {@code GoldenVectorsTest}).
 */
package org.bitscale.quant;
