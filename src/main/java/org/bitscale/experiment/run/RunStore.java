package org.bitscale.experiment.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps runs. Safe for use by several threads and by several processes at once. Every method throws {@link
 * org.bitscale.BadInputException} with one clear line if the disk is full, the folder cannot be written, or the database
 * is damaged or made by a newer version; nothing is lost then.
 */
public interface RunStore extends AutoCloseable {

    /** Keeps a run for good. A run with an id that is there already is refused with {@link IllegalStateException}. */
    void add(Run run);

    /**
     * The one run whose id is, or begins with, {@code id}.
     *
     * @throws org.bitscale.BadInputException if there is none or more than one
     */
    Run run(String id);

    /** How many runs a filter lets through. */
    int count(RunFilter filter);

    /** Runs a filter lets through, newest first. */
    List<RunRow> rows(RunFilter filter, int offset, int limit);

    /**
     * What a front is made of: every finished run that the filter lets through and that has all of {@code measures},
     * oldest first, reruns left out.
     */
    List<FrontRow> frontRows(RunFilter filter, List<Measure> measures);

    /**
     * A run as a point.
     *
     * @param id the run
     * @param groupHash the same for runs that differ in the seed alone
     * @param values the measures asked for, in their order
     */
    record FrontRow(String id, String groupHash, double[] values) {}

    /** The newest finished run of a trial. */
    Optional<Run> finished(String trialHash);

    /** Those of some trials that have a finished run. */
    Set<String> finished(Set<String> trialHashes);

    /** Keeps an experiment, or replaces file and trials of the one of that name. */
    void put(ExperimentRecord experiment);

    /** All experiments, oldest first. */
    List<ExperimentRecord> experiments();

    /** Says something about a run, instead of what was said before. */
    void annotate(String run, Annotation annotation);

    /** What is said about a run. */
    Annotation annotation(String run);

    /** Copies a file's contents into the store; the same contents are kept once. */
    StoredFile keep(Path file);

    /**
     * Where a stored file lies; for reading only.
     *
     * @throws org.bitscale.BadInputException if it is gone
     */
    Path path(StoredFile file);

    @Override
    void close();
}
