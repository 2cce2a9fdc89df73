package org.bitscale.ui.compare;

import java.util.List;
import java.util.Optional;
import org.bitscale.experiment.compare.RunComparison;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;

/**
 * The runs that are compared.
 *
 * @param runs finished runs, the reference first
 * @param joined id of the float run that joined by itself
 * @param unfinished chosen runs that have no result
 * @param tooMany chosen runs that there is no room for
 */
record Lineup(List<Run> runs, Optional<String> joined, int unfinished, int tooMany) {

    static final Lineup EMPTY = new Lineup(List.of(), Optional.empty(), 0, 0);

    Lineup {
        runs = List.copyOf(runs);
    }

    /** Whether there is something to compare. */
    boolean isComplete() {
        return runs.size() > 1;
    }

    /** Whether a run only measured a float network. */
    static boolean isBaseline(Run run) {
        return run.trial().method() == Method.FLOAT && run.trial().training().isEmpty();
    }

    RunComparison comparison() {
        return new RunComparison(runs);
    }

    /** A letter that stands for a run everywhere on the screen: A is the reference. */
    static String letter(int run) {
        return String.valueOf((char) ('A' + run));
    }

    /** Label and, where it was trained, seed. */
    static String name(Run run) {
        return run.trial().training().isPresent()
                ? CompareTexts.text(
                        "run.seed",
                        run.trial().label(),
                        Long.toString(run.trial().seed()))
                : run.trial().label();
    }
}
