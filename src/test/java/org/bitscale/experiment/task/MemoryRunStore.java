package org.bitscale.experiment.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.experiment.run.StoredFile;

/** Keeps runs while a test lasts. */
final class MemoryRunStore implements RunStore {

    private final Path folder;
    private final List<Run> runs = new ArrayList<>();
    private final Map<String, ExperimentRecord> experiments = new HashMap<>();

    MemoryRunStore(Path folder) {
        this.folder = folder;
    }

    synchronized List<Run> all() {
        return List.copyOf(runs);
    }

    @Override
    public synchronized void add(Run run) {
        runs.add(run);
    }

    @Override
    public synchronized Run run(String id) {
        return runs.stream().filter(run -> run.id().startsWith(id)).findFirst().orElseThrow();
    }

    @Override
    public int count(RunFilter filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RunRow> rows(RunFilter filter, int offset, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FrontRow> frontRows(RunFilter filter, List<Measure> measures) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized Optional<Run> finished(String trialHash) {
        return runs.stream()
                .filter(run ->
                        run.status() == Run.Status.FINISHED && run.trialHash().equals(trialHash))
                .reduce((first, last) -> last);
    }

    @Override
    public Set<String> finished(Set<String> trialHashes) {
        return trialHashes.stream().filter(hash -> finished(hash).isPresent()).collect(Collectors.toSet());
    }

    @Override
    public synchronized void put(ExperimentRecord experiment) {
        experiments.put(experiment.name(), experiment);
    }

    @Override
    public synchronized List<ExperimentRecord> experiments() {
        return List.copyOf(experiments.values());
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
        try {
            String name = UUID.randomUUID().toString();
            Files.createDirectories(folder);
            Files.copy(file, folder.resolve(name));
            return new StoredFile(name, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path path(StoredFile file) {
        return folder.resolve(file.hash());
    }

    @Override
    public void close() {}
}
