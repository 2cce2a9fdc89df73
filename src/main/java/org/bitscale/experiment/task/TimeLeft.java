package org.bitscale.experiment.task;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.bitscale.experiment.run.Trial;

/**
 * How long a sweep will still take, learned from its own trials: so long for an epoch, so long for all the rest. Trials
 * with training take many times as long as those without; a mean over both would promise too much while the quick ones
 * end.
 */
final class TimeLeft {

    private int trialsAhead;
    private long epochsAhead;
    private double epochSeconds;
    private long epochs;
    private double restSeconds;
    private int ended;

    /**
     * A trial on its way.
     *
     * @param seconds it has taken so far
     */
    record Underway(Trial trial, double seconds) {}

    /** @param ahead trials that have not ended */
    TimeLeft(Collection<Trial> ahead) {
        trialsAhead = ahead.size();
        epochsAhead = ahead.stream().mapToLong(Trial::epochs).sum();
    }

    /** An epoch was trained. */
    void epoch(double seconds) {
        epochSeconds += seconds;
        epochs++;
    }

    /** A trial was finished, which took so many seconds beside its epochs. */
    void finished(double besideEpochs) {
        restSeconds += Math.max(0, besideEpochs);
        ended++;
    }

    /** A trial will take no more time. */
    void leave(Trial trial) {
        trialsAhead--;
        epochsAhead -= trial.epochs();
    }

    /**
     * Seconds until all trials have ended; empty while too little is known.
     *
     * @param underway trials that have begun
     * @param workers trials that run at the same time
     */
    OptionalDouble seconds(List<Underway> underway, int workers) {
        if (trialsAhead == 0) {
            return OptionalDouble.of(0);
        }
        if (epochsAhead > 0 ? epochs == 0 : ended == 0) {
            return OptionalDouble.empty();
        }
        double taken = 0;
        double longest = 0;
        for (Underway trial : underway) {
            double whole = cost(1, trial.trial().epochs());
            taken += Math.min(whole, trial.seconds());
            longest = Math.max(longest, whole - trial.seconds());
        }
        double spread = (cost(trialsAhead, epochsAhead) - taken) / Math.min(workers, trialsAhead);
        return OptionalDouble.of(Math.max(longest, spread));
    }

    private double cost(int trials, long epochsOfAll) {
        double rest = ended == 0 ? 0 : restSeconds / ended;
        return trials * rest + (epochsOfAll == 0 ? 0 : epochsOfAll * epochSeconds / epochs);
    }
}
