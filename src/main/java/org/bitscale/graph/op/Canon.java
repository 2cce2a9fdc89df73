package org.bitscale.graph.op;

import org.bitscale.graph.Tensor;

/** What an operator sees and may add while a graph is brought into canonical form. */
public interface Canon {

    /** What is known about the tensors so far. */
    Facts facts();

    /** Adds a constant and gives the name it got, derived from {@code hint} and unique in the graph. */
    String constant(String hint, Tensor value);

    /** A new tensor name, derived from {@code hint} and unique in the graph. */
    String name(String hint);
}
