/** ONNX files: the only package that touches the protobuf classes when a model is read or written. */
package org.bitscale.graph.onnx;
