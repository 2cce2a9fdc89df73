package org.bitscale.experiment.pareto;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.StoredFile;

/** A store that holds just what it is given, for reading. */
public record FakeRunStore(List<RunRow> given, List<Run> runs, List<ExperimentRecord> experiments) implements RunStore {

    @Override
    public List<RunRow> rows(RunFilter filter, int offset, int limit) {
        return given.stream()
                .filter(row -> filter.experiment().isEmpty()
                        || filter.experiment().get().equals(row.experiment()))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public int count(RunFilter filter) {
        return rows(filter, 0, Integer.MAX_VALUE).size();
    }

    @Override
    public Run run(String id) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst().orElseThrow();
    }

    @Override
    public void add(Run run) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FrontRow> frontRows(RunFilter filter, List<Measure> measures) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Run> finished(String trialHash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> finished(Set<String> trialHashes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(ExperimentRecord experiment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void annotate(String run, Annotation annotation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Annotation annotation(String run) {
        return Annotation.NONE;
    }

    @Override
    public StoredFile keep(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path path(StoredFile file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
