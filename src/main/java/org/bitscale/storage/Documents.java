package org.bitscale.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;

/**
 * The plain files beside the database, one a run, experiment and annotation, as JSON. The database can be rebuilt from
 * them.
 *
 * @param folder the workspace
 */
record Documents(Path folder) {

    static final String RUNS = "runs";
    static final String EXPERIMENTS = "experiments";
    static final String ANNOTATIONS = "annotations";

    private static final String ENDING = ".json";
    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
    private static final Pattern SAFE_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,79}");

    /** Makes the folders. */
    void create() throws IOException {
        for (String name : List.of(RUNS, EXPERIMENTS, ANNOTATIONS)) {
            Files.createDirectories(folder.resolve(name));
        }
    }

    /** Where a run's document lies. */
    Path run(String id) {
        return folder.resolve(RUNS).resolve(safe(id) + ENDING);
    }

    /** Where what is said about a run lies. */
    Path annotation(String id) {
        return folder.resolve(ANNOTATIONS).resolve(safe(id) + ENDING);
    }

    /** Where an experiment's document lies. */
    Path experiment(String name) {
        return folder.resolve(EXPERIMENTS).resolve(fileName(name));
    }

    void writeRun(String id, String json) {
        write(run(id), json);
    }

    void writeAnnotation(String id, Annotation annotation) {
        write(annotation(id), Json.write(annotation));
    }

    void writeExperiment(ExperimentRecord experiment) {
        write(experiment(experiment.name()), Json.write(experiment));
    }

    /** All documents of a kind, sorted by name; none where the folder is missing. */
    List<Path> all(String kind) throws IOException {
        Path folderOfKind = folder.resolve(kind);
        if (!Files.isDirectory(folderOfKind)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folderOfKind)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    /** Whether there is any run's document. */
    boolean hasRuns() throws IOException {
        return !all(RUNS).isEmpty();
    }

    /** The name of a document without its ending: a run's id. */
    static String id(Path document) {
        String name = document.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    static String read(Path document) throws IOException {
        return Files.readString(document);
    }

    /** Names that any file system keeps apart stay as they are; others get a part of their hash. */
    static String fileName(String experiment) {
        if (SAFE_NAME.matcher(experiment).matches()) {
            return experiment + ENDING;
        }
        String readable = experiment.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String hash = Sha256.of(experiment.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
        return readable.substring(0, Math.min(40, readable.length())) + "." + hash + ENDING;
    }

    /** An id as part of a path. */
    private static String safe(String id) {
        if (!SAFE_ID.matcher(id).matches()) {
            throw new BadInputException(
                    "A run's id of letters, digits, '-' and '_' is expected, but '%s' came".formatted(id));
        }
        return id;
    }

    private static void write(Path file, String json) {
        try {
            DurableFile.write(file, json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DurableFile.failure(file, e);
        }
    }
}
