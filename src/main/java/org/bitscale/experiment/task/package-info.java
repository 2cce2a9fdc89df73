/**
 * Trials in processes of their own. A {@link org.bitscale.experiment.task.Worker} is the other end of a pipe: it reads
 * {@link org.bitscale.experiment.task.Request}s and writes {@link org.bitscale.experiment.task.Reply}s, one JSON object a
 * line. {@link org.bitscale.experiment.task.LocalPool} keeps some workers busy behind the port {@link
 * org.bitscale.experiment.task.TrialRunner}; {@link org.bitscale.experiment.task.Sweep} brings an experiment's trials to
 * it and the results to the store.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>A worker lives no longer than its parent.</b> It ends when its standard input does, which the kernel sees to
 *       however the parent died. Confirmed by {@code KilledSweepTest}.
 *   <li><b>Who works on a trial holds a lock on a file of its folder.</b> The kernel gives it back when the process is
 *       gone: no times are compared, so a clock that jumps does no harm. Confirmed by {@code SweepTest}.
 *   <li><b>Times are monotonic.</b> Deadlines and durations come from {@link System#nanoTime()}; the wall clock only dates
 *       records.
 *   <li><b>Results are whole before they are told.</b> A worker writes model and outcome beside their place and renames
 *       them; a parent that was killed before it kept them finds them next time.
 * </ul>
 */
package org.bitscale.experiment.task;
