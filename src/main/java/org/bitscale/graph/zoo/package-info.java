/** Networks built from scratch, so that there is something to train where nobody brings a model. */
package org.bitscale.graph.zoo;
