package org.bitscale.ui.runs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.ui.common.Background;

/**
 * Reads rows page by page in the background. Another question cancels the one before it; the same question asked again
 * waits until the answer is there, so that runs that end every second do not keep a large table from ever being read.
 */
final class RunLoader {

    private static final int FIRST_PAGE = 200;
    private static final int PAGE = 5000;
    private static final Duration TYPING = Duration.ofMillis(150);

    private final Background background;
    private final Consumer<Loaded> loaded;
    private final Consumer<Throwable> failed;
    private Background.Job waiting = Background.Job.NONE;
    private Background.Job reading = Background.Job.NONE;
    private boolean busy;
    private boolean again;
    private RunStore store;
    private RunFilter filter;

    /**
     * @param background where it reads
     * @param loaded hears the first page, and then all
     * @param failed hears what went wrong
     */
    RunLoader(Background background, Consumer<Loaded> loaded, Consumer<Throwable> failed) {
        this.background = background;
        this.loaded = loaded;
        this.failed = failed;
    }

    /**
     * What was read.
     *
     * @param rows newest first
     * @param all how many runs the workspace has, filtered or not
     * @param experiments their names, oldest first
     * @param complete whether these are all rows
     */
    record Loaded(List<RunRow> rows, int all, List<String> experiments, boolean complete) {

        static final Loaded NONE = new Loaded(List.of(), 0, List.of(), true);
    }

    /** Reads other rows. */
    void load(RunStore from, RunFilter with) {
        cancel();
        store = from;
        filter = with;
        waiting = background.after(TYPING, this::begin);
    }

    /** Reads the same rows anew. */
    void reload() {
        if (busy) {
            again = true;
        } else if (store != null) {
            begin();
        }
    }

    /** Forgets what was asked for. */
    void cancel() {
        waiting.cancel();
        reading.cancel();
        busy = false;
        again = false;
        store = null;
    }

    private void begin() {
        waiting.cancel();
        busy = true;
        again = false;
        RunStore from = store;
        RunFilter with = filter;
        reading = background.run(
                () -> first(from, with),
                page -> {
                    if (page.complete()) {
                        end(page);
                    } else {
                        loaded.accept(page);
                        reading = background.run(() -> all(from, with, page), this::end, this::fail);
                    }
                },
                this::fail);
    }

    private void end(Loaded all) {
        busy = false;
        loaded.accept(all);
        if (again) {
            begin();
        }
    }

    private void fail(Throwable failure) {
        busy = false;
        failed.accept(failure);
    }

    private static Loaded first(RunStore store, RunFilter filter) {
        List<RunRow> rows = store.rows(filter, 0, FIRST_PAGE);
        List<String> experiments =
                store.experiments().stream().map(ExperimentRecord::name).toList();
        return new Loaded(rows, store.count(RunFilter.ALL), experiments, rows.size() < FIRST_PAGE);
    }

    /** A run that is added meanwhile moves the pages: one may come twice and is passed over then. */
    private static Loaded all(RunStore store, RunFilter filter, Loaded first) {
        List<RunRow> rows = new ArrayList<>(first.rows());
        Set<String> seen = new HashSet<>();
        rows.forEach(row -> seen.add(row.id()));
        List<RunRow> page;
        do {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("another question was asked");
            }
            page = store.rows(filter, rows.size(), PAGE);
            page.stream().filter(row -> seen.add(row.id())).forEach(rows::add);
        } while (page.size() == PAGE);
        return new Loaded(rows, first.all(), first.experiments(), true);
    }
}
