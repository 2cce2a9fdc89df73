package org.bitscale.experiment.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Trials that wait for a slot of a pool, in order of arrival. */
final class JobQueue {

    private final Deque<Job> jobs = new ArrayDeque<>();
    private boolean held;

    synchronized void add(Job job) {
        jobs.add(job);
        notifyAll();
    }

    /** The next one; waits until there is one and the queue is not held. */
    synchronized Job take() throws InterruptedException {
        while (held || jobs.isEmpty()) {
            wait();
        }
        return jobs.remove();
    }

    /** Takes one out; whether it was still waiting. */
    synchronized boolean remove(Job job) {
        return jobs.remove(job);
    }

    /** Gives nothing out until it is let go. */
    synchronized void hold(boolean hold) {
        held = hold;
        notifyAll();
    }

    /** Takes all out. */
    synchronized List<Job> drain() {
        List<Job> all = List.copyOf(jobs);
        jobs.clear();
        return all;
    }
}
