package org.bitscale.experiment.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The waiting experiments: higher priority first, then in order of arrival, unless somebody moved them. */
final class WaitingLine {

    private final List<QueueEntry> entries = new ArrayList<>();

    /** Behind all of the same priority. */
    void add(QueueEntry entry) {
        int place = entries.size();
        while (place > 0 && entries.get(place - 1).priority().compareTo(entry.priority()) < 0) {
            place--;
        }
        entries.add(place, entry);
    }

    /** The first, taken out. */
    Optional<QueueEntry> take() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.remove(0));
    }

    /** Takes one out; whether it was there. */
    boolean remove(String id) {
        return entries.removeIf(entry -> entry.id().equals(id));
    }

    void clear() {
        entries.clear();
    }

    /** Moves one by a number of places, below 0 towards the first; it takes the priority of the one it passes. */
    void move(String id, int places) {
        int from = indexOf(id);
        int to = Math.max(0, Math.min(entries.size() - 1, from + places));
        for (int at = from; from >= 0 && at != to; at += Integer.signum(places)) {
            int next = at + Integer.signum(places);
            entries.get(at).setPriority(entries.get(next).priority());
            Collections.swap(entries, at, next);
        }
    }

    /** Gives one another priority; it goes behind those that have it. */
    void setPriority(String id, Priority priority) {
        int index = indexOf(id);
        if (index >= 0 && entries.get(index).priority() != priority) {
            QueueEntry entry = entries.remove(index);
            entry.setPriority(priority);
            add(entry);
        }
    }

    /** In order. */
    List<QueueEntry> entries() {
        return List.copyOf(entries);
    }

    private int indexOf(String id) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
