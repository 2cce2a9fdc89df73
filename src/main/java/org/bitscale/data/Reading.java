package org.bitscale.data;

import java.util.Optional;

/**
 * How data is read where there is a choice.
 *
 * @param resize how pictures come to the size asked for
 * @param label name of the label column of a table, or its number, 1 for the first; empty to find it
 */
public record Reading(Resize resize, Optional<String> label) {
    /** Pictures are stretched, the label column is found. */
    public static final Reading USUAL = new Reading(Resize.STRETCH, Optional.empty());
}
