package org.bitscale.experiment.run;

import java.util.Set;
import java.util.TreeSet;

/**
 * What people say about a run.
 *
 * @param starred whether it stands out
 * @param tags words to find it by
 * @param note free text
 */
public record Annotation(boolean starred, Set<String> tags, String note) {

    /** Nothing said. */
    public static final Annotation NONE = new Annotation(false, Set.of(), "");

    /** Copies, sorted. */
    public Annotation {
        tags = java.util.Collections.unmodifiableSet(new TreeSet<>(tags));
    }
}
