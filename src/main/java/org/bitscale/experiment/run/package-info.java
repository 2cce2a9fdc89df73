/**
 * What an experiment leaves behind: a {@link org.bitscale.experiment.run.Trial} is one thing to try, as data; a {@link
 * org.bitscale.experiment.run.Run} is the immutable record of having tried it. {@link
 * org.bitscale.experiment.run.RunStore} is the port behind which runs are kept.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>A trial is identified by content.</b> Its hash covers the hashes of model and data, plan and recipe, but no
 *       path and no thread count; so a finished trial is found again wherever its files lie.
 *   <li><b>A trial is data.</b> It travels as JSON to another process, or another computer, and means the same there.
 *   <li><b>Annotations stand beside runs.</b> Tags, stars and notes change; what was measured does not.
 * </ul>
 */
package org.bitscale.experiment.run;
