/**
 * Trials in processes of their own. A {@link org.bitscale.experiment.task.Worker} is the other end of a pipe: it reads
 * {@link org.bitscale.experiment.task.Request}s and writes {@link org.bitscale.experiment.task.Reply}s, one JSON object a
 * line. {@link org.bitscale.experiment.task.LocalPool} keeps some workers busy behind the port {@link
 * org.bitscale.experiment.task.TrialRunner}; {@link org.bitscale.experiment.task.Sweep} brings an experiment's trials to
 * it and the results to the store. {@link org.bitscale.experiment.task.ExperimentQueue} runs one experiment after another
 * in the background, and {@link org.bitscale.experiment.task.WarmWorker} answers questions that a person waits for.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>A worker lives no longer than its parent.</b> It ends when its standard input does, which the kernel sees to
 *       however the parent died. Confirmed by {@code KilledSweepTest}.
 *   <li><b>Who works on a trial holds a lock on a file of its folder.</b> The kernel gives it back when the process is
 *       gone: no times are compared, so a clock that jumps does no harm. Confirmed by {@code SweepTest}.
 *   <li><b>A worker's temporary files go with it.</b> Each has a folder of its own that its parent removes; what a killed
 *       parent left is removed by the next one. Confirmed by {@code ScratchFolderTest} and {@code WarmWorkerTest}.
 *   <li><b>Times are monotonic.</b> Deadlines and durations come from {@link System#nanoTime()}; the wall clock only dates
 *       records.
 *   <li><b>Results are whole before they are told.</b> A worker writes model and outcome beside their place and renames
 *       them; a parent that was killed before it kept them finds them next time.
 *   <li><b>An estimate is a small trial.</b> Same calibration, same rounding, same exported graph, on fewer examples:
 *       with all of them it is the trial's figure. Confirmed by {@code EstimatePlanTest}.
 *   <li><b>Whoever asks again wants only the newest answer.</b> Older estimates end as cancelled, so that a slider can be
 *       moved without a queue behind it. Confirmed by {@code WarmWorkerTest}.
 *   <li><b>A pause stops the clock.</b> Budgets, durations and the time left do not count it. Confirmed by
 *       {@code SweepControlTest}.
 * </ul>
 */
package org.bitscale.experiment.task;
