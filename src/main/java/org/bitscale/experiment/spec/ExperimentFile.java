package org.bitscale.experiment.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Json;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Reads and writes experiment files. */
public final class ExperimentFile {

    private ExperimentFile() {}

    /**
     * Reads a file.
     *
     * @throws BadInputException naming file, line, key, what was expected and what came
     */
    public static ExperimentSpec read(Path file) {
        return parse(text(file), file.getFileName().toString());
    }

    /**
     * A file's text.
     *
     * @throws BadInputException if it cannot be read
     */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException("Experiment file '%s' does not exist; check the path".formatted(file), e);
        } catch (MalformedInputException e) {
            throw new BadInputException(
                    "Experiment file '%s' is no text in UTF-8; a YAML or JSON file is expected".formatted(file), e);
        } catch (IOException e) {
            throw new BadInputException("Experiment file '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Reads a text.
     *
     * @param source what it is called in messages
     * @throws BadInputException as {@link #read}
     */
    public static ExperimentSpec parse(String text, String source) {
        Map<String, Object> tree = new YamlReader(source).read(text, ExperimentSchema.whole());
        return Json.convert(tree, ExperimentSpec.class);
    }

    /** An experiment as YAML, which {@link #parse} reads back unchanged. */
    public static String write(ExperimentSpec spec) {
        JsonNode tree = Json.tree(spec);
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(Json.convert(tree, Object.class));
    }
}
