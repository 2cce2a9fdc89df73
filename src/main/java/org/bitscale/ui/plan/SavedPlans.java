package org.bitscale.ui.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.spec.PlanFile;
import org.bitscale.graph.quantize.PlanSettings;

/** The user's own presets: a folder of plan files, for all workspaces. */
public final class SavedPlans {

    private static final String ENDING = ".yaml";
    private static final String NAMES = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}";

    private final Path folder;

    /** @param folder where they are kept; made with the first of them */
    public SavedPlans(Path folder) {
        this.folder = folder;
    }

    /** All names, in alphabetical order. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted(String.CASE_INSENSITIVE_ORDER)
                    .toList();
        } catch (IOException e) {
            throw new BadInputException(
                    "The presets in '%s' cannot be listed: %s".formatted(folder, DurableFile.reason(e)), e);
        }
    }

    /**
     * Reads a preset.
     *
     * @throws BadInputException if it is not there any more or is no plan
     */
    NamedPlan read(String name) {
        return new NamedPlan(name, PlanFile.read(file(name)));
    }

    /**
     * Keeps a plan, in place of one of that name.
     *
     * @throws BadInputException if the name is none for a file, or the folder cannot be written
     */
    void save(NamedPlan preset) {
        Path file = file(preset.name());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw DurableFile.failure(folder, e);
        }
        write(file, preset.plan());
    }

    /**
     * Deletes a preset.
     *
     * @return what it was
     */
    NamedPlan delete(String name) {
        NamedPlan preset = read(name);
        try {
            Files.delete(file(name));
        } catch (NoSuchFileException e) {
            return preset;
        } catch (IOException e) {
            throw new BadInputException("Preset '%s' cannot be deleted: %s".formatted(name, DurableFile.reason(e)), e);
        }
        return preset;
    }

    /** Writes a plan to a file anywhere. */
    static void write(Path file, PlanSettings plan) {
        try {
            DurableFile.write(file.toAbsolutePath(), PlanFile.write(plan).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DurableFile.failure(file, e);
        }
    }

    private Path file(String name) {
        if (!name.matches(NAMES) || name.endsWith(".") || name.endsWith(" ")) {
            throw new BadInputException(PlanTexts.text("refused.name", name));
        }
        return folder.resolve(name + ENDING);
    }
}
