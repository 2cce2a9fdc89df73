package org.bitscale.experiment.task;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Lets one slot of a pool measure times while the others hold still. */
final class Quiet {

    private final Set<Slot> busy = new HashSet<>();
    private Optional<Slot> measuring = Optional.empty();

    /** A slot begins to work; not while another measures. */
    synchronized void begin(Slot slot) throws InterruptedException {
        while (measuring.isPresent()) {
            wait();
        }
        busy.add(slot);
    }

    /** A slot has nothing to do. */
    synchronized void end(Slot slot) {
        busy.remove(slot);
        notifyAll();
    }

    /** Waits until no other slot works, and keeps it so until {@link #leave()}. */
    synchronized void enter(Slot slot) throws InterruptedException {
        busy.remove(slot);
        notifyAll();
        while (measuring.isPresent()) {
            wait();
        }
        measuring = Optional.of(slot);
        while (!busy.isEmpty()) {
            wait();
        }
    }

    /** Lets the others go on. */
    synchronized void leave() {
        measuring.ifPresent(busy::add);
        measuring = Optional.empty();
        notifyAll();
    }

    /** Whether a slot should hold still. */
    synchronized boolean wantsStill(Slot slot) {
        if (measuring.isEmpty() || measuring.get() == slot) {
            busy.add(slot);
            return false;
        }
        return true;
    }

    /** A slot holds still, or is between two pieces of work. */
    synchronized void still(Slot slot) {
        if (measuring.isPresent() && measuring.get() != slot) {
            busy.remove(slot);
            notifyAll();
        }
    }
}
