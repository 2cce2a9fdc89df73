/**
 * Handing a run's network over to whoever runs it: the file, a card that tells what it is and how it is fed, and a program
 * that feeds it.
 *
 * <p>A room of its own because what leaves the workspace is read by people who have nothing else: it must be whole and it
 * must work.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>The card is written from the file itself</b>, from its input, scaling and class names, so that the code in it
 *       runs as it stands. Confirmed by {@code HandoverTest}, which compiles and runs it.
 *   <li><b>Nothing that is not ours is overwritten:</b> not the float network, not a workspace's files, not a folder with
 *       something in it. Confirmed by {@code HandoverTest}.
 * </ul>
 */
package org.bitscale.experiment.handover;
