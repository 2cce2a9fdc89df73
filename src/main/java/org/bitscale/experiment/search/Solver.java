package org.bitscale.experiment.search;

import java.util.List;
import org.bitscale.Progress;

/** Finds plans that suffer little for what they spend. */
public interface Solver {

    /**
     * A front of plans: none is as good as another one in both suffering and {@code axis} and better in one of them.
     *
     * @param axis the cost along which the front runs
     * @param limits that every plan keeps to
     * @param points how many plans are looked for, about evenly along the axis, at least 2
     * @return in rising order of {@code axis}; empty if no plan keeps to the limits
     */
    List<Choice> front(SearchSpace space, Cost axis, Limits limits, int points, Progress progress);
}
