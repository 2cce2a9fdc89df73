/**
 * Rewriting graphs: bringing a file's graph into canonical form, merging BatchNorm and biases into the layers before them,
 * cutting off the final softmax. Each pass is a class with one static function from graph to graph that keeps what the
 * network computes, up to float rounding.
 */
package org.bitscale.graph.pass;
