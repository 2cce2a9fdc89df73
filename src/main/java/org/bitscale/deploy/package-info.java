/**
 * The deployed side: exported files run in ONNX Runtime, as they will after hand-over.
 *
 * <p>A room of its own because it is the only user of {@code ai.onnxruntime}: native code that can refuse a file, give
 * other numbers at another optimisation level, or take the process down. Nothing of its types leaves the package.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Two ways to run a file.</b> {@link org.bitscale.deploy.SessionSettings#optimised} is what a user gets;
 *       {@link org.bitscale.deploy.SessionSettings#unoptimised} executes the graph as written and serves as reference.
 *       Confirmed by {@code OnnxSessionTest}, which runs files both ways.
 *   <li><b>Weight-only layers stay exact.</b> {@code session.qdq_matmulnbits_accuracy_level} is always 1: otherwise
 *       ONNX Runtime quantizes the activations of INT4 MatMul layers too. Confirmed by {@code SessionSettingsTest}.
 *   <li><b>ONNX Runtime's log is silent.</b> Its reason for a refusal arrives in the exception, in one line. Confirmed
 *       by {@code OnnxSessionTest}.
 *   <li><b>No telemetry.</b> It is switched off before the library loads, because a process with a long command line
 *       dies of it. Confirmed by {@code LongCommandLineTest}. Only this package may touch ONNX Runtime, so that nobody
 *       loads it earlier.
 *   <li><b>Buffers are kept.</b> Native memory for inputs is allocated once per session and grows only, so that a pass
 *       over 10,000 images leaves no native garbage behind; the price is one caller at a time.
 *   <li><b>Internal tensors are seen through a copy of the file</b> with more outputs
 *       ({@link org.bitscale.deploy.ExposedTensors}). Expose integer tensors: exposing a DequantizeLinear's result
 *       changes what ONNX Runtime fuses.
 * </ul>
 */
package org.bitscale.deploy;
