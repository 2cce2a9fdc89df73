/**
 * The experiment file: what is tried, on what, and what for. YAML or JSON.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>One declaration.</b> {@link org.bitscale.experiment.spec.ExperimentSchema} lists the keys once; checking,
 *       defaults, messages and the JSON Schema come from it. Confirmed by {@code ExperimentFileTest}.
 *   <li><b>What can be set can be swept.</b> Every key of the plan and the recipe is a dimension of a sweep, with the same
 *       limits.
 *   <li><b>Every message names its place.</b> File, line, key, what was expected, what came.
 * </ul>
 */
package org.bitscale.experiment.spec;
