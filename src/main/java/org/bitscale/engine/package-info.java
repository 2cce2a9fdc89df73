/**
 * PyTorch through DJL: the only package that touches {@code ai.djl}. A graph, with or without a plan laid over it, is
 * compiled to the text of one TorchScript module; parameters go in as one list of tensors. Running one generated module
 * takes half the time of one call per operation, frees intermediates as soon as they are dead, and makes every torch
 * operator reachable.
 *
 * <p>Decisions: the optimizer's step is a method of the same module, so that a training step is three native calls;
 * rounding is done by adding and subtracting 1.5·2²³, which is round-half-even in float32 and whose gradient is 1, so
 * that the straight-through estimator costs no pass of its own; reported figures come from compiling the exported
 * quantized graph itself, never from the training form.
 *
 * <p>What a recipe does beyond plain training costs nothing where it is not used: loss, teacher, clipping and averages
 * are lines of the generated text ({@code LossProgram}, {@code OptimizerProgram}), not branches in the loop, and a plain
 * recipe generates the text, and is written as the JSON, that it was before there were refinements. {@code TrialTest}
 * confirms that hashes stay, {@code QuantizedTrainingTest} and {@code RefinedTrainingTest} that a resumed training ends
 * in the same bits, {@code GoldenLayersTest} and {@code ScheduleTest} that figures are PyTorch's.
 *
 * <p>A method of training through quantizers is one way of quantizing weights and one of quantizing activations ({@code
 * WeightQuantizer}, {@code ActivationQuantizer}, a small class each), which {@code QatMethod} names together. Weights are
 * exported by running the quantizer that trained them, as a method of the module, so that no second implementation can
 * differ from it. What is not linear in a gradient (EWGS) or belongs to the weights alone (damping) is done to the
 * gradients of weights in the optimizer's step, where autograd has no say. {@code QuantizerGradientsTest} holds every
 * quantizer against its paper's formulas, {@code QatMethodsTest} every method's file against ONNX Runtime.
 *
 * <p>There is no mixed-precision training: a generated program has no autocast, and half-precision casts written by hand
 * at each operator would round the scales that are learned.
 */
package org.bitscale.engine;
