/**
 * The search for the bits of each layer: a front of plans from what each layer suffers and what it costs.
 *
 * <p>A room of its own because several solvers answer one and the same question here.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>What layers suffer adds up.</b> The prediction of a plan is the sum of what its layers suffer alone; it orders
 *       plans, and is no forecast of a loss. The sum is what lets an exact solver choose among all plans; what is chosen is
 *       measured.
 *   <li><b>Costs are never estimated too low</b>, so that a plan found under a limit keeps to it once it is laid over the
 *       network.
 *   <li><b>A plan is explained by its neighbours</b>: what one step up or down would cost and save at each layer.
 *   <li><b>What is found becomes an experiment</b>, whose trials can be stopped and gone on with like any others.
 * </ul>
 */
package org.bitscale.experiment.search;
