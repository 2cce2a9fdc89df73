/**
 * The model: an immutable ONNX graph, its tensors and its shapes.
 *
 * <p>Everything that Bitscale does to a network is a function from graph to graph. A graph that was read is in
 * <em>canonical form</em>: operators mean what they mean in opset {@value org.bitscale.graph.Graph#OPSET}, whatever opset
 * the file had, so that every later step knows one form only. Sub-packages: {@code onnx} reads and writes files, {@code
 * op} knows the operators (one class each, one table), {@code pass} rewrites graphs.
 *
 * <p>Decisions: constants keep ONNX's own little-endian bytes, so that weights are neither copied nor blown up on the way
 * from file to file; a dimension is a number times at most one symbol, which is enough to carry the batch through the
 * Shape–Gather–Concat–Reshape chains of exporters.
 */
package org.bitscale.graph;
