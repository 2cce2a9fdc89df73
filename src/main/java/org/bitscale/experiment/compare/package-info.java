/**
 * Runs side by side: what was measured, what differs in recipe and plan, and whose predictions flip.
 *
 * <p>A room of its own because window and files must say one and the same thing about the same runs.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>One run is the reference.</b> Every difference is against it; the others are not compared among themselves.
 *   <li><b>A difference is called better or worse only where the intervals do not overlap</b>; where they do, the figures
 *       stand, and the predictions on the same examples decide. Confirmed by {@code RunComparisonTest}.
 *   <li><b>Predictions are compared on the same examples</b>, those of the reference's data. Confirmed by {@code
 *       PredictionComparisonTest}.
 * </ul>
 */
package org.bitscale.experiment.compare;
