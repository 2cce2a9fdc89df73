/**
 * Changes to training examples that keep their meaning. A room of its own because nothing else of the data knows it:
 * what is calibrated and evaluated is never augmented. Decision: what becomes of an example depends on the training's
 * seed, the epoch and the example's number alone, never on the threads that prepare it, so that a training repeats bit
 * for bit; {@code AugmentationTest} and {@code BatchLoaderTest} confirm it.
 */
package org.bitscale.data.augment;
