package org.bitscale.eval;

import java.util.Objects;

/**
 * One thing a result is judged by.
 *
 * @param name the figure's name, not blank
 * @param direction which way it gets better
 */
public record Objective(String name, Direction direction) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Objective {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an objective needs a name, but it is blank");
        }
        Objects.requireNonNull(direction, "direction");
    }
}
