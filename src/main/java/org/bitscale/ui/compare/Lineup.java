package org.bitscale.ui.compare;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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

    /** Bits and method of a run; with its seed, or even its id, where another run has the same. */
    String name(int run) {
        Run named = runs.get(run);
        String label = named.trial().label();
        if (alone(named, other -> other.trial().label().equals(label))) {
            return label;
        }
        return alone(
                        named,
                        other -> other.trial().label().equals(label)
                                && other.trial().seed() == named.trial().seed())
                ? CompareTexts.text(
                        "run.seed", label, Long.toString(named.trial().seed()))
                : CompareTexts.text(
                        "run.id", label, named.id().substring(named.id().lastIndexOf('-') + 1));
    }

    private boolean alone(Run run, Predicate<Run> alike) {
        return runs.stream().filter(other -> !other.id().equals(run.id())).noneMatch(alike);
    }

    /** The place of a run. */
    OptionalInt indexOf(String id) {
        return IntStream.range(0, runs.size())
                .filter(run -> runs.get(run).id().equals(id))
                .findFirst();
    }
}
