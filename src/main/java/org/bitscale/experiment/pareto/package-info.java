/**
 * Which runs are worth having: runs that differ in the seed alone become one {@link
 * org.bitscale.experiment.pareto.ParetoPoint}, and a {@link org.bitscale.experiment.pareto.ParetoAnalysis} tells which
 * points no other beats, and how sure that is.
 *
 * <p>A room of its own because command line, window and report must show one and the same front.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Seeds are one point.</b> Single runs on a front would reward lucky seeds; a front over means does not.
 *       Confirmed by {@code ParetoAnalysisTest}.
 *   <li><b>An interval is never narrower than what the examples allow.</b> All seeds are measured on the same examples;
 *       that they agree among themselves does not make those examples more. Confirmed by {@code EstimateTest}.
 *   <li><b>Two fronts.</b> The plain one is over means. The confident one leaves out only what is surely dominated, so it
 *       holds the plain one. Confirmed by {@code ParetoAnalysisTest}.
 *   <li><b>What fails a constraint stays in sight</b>, marked, but on no front. What lacks a measure is counted.
 * </ul>
 */
package org.bitscale.experiment.pareto;
