package org.bitscale.experiment.spec;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Json;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Reads and writes experiment files. */
public final class ExperimentFile {

    private static final long MOST_BYTES = 16 << 20;

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
        return text("Experiment file", file);
    }

    static String text(String kind, Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadInputException("%s '%s' has %d MiB; a YAML or JSON file of at most %d MiB is expected"
                        .formatted(kind, file, Files.size(file) >> 20, MOST_BYTES >> 20));
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException("%s '%s' does not exist; check the path".formatted(kind, file), e);
        } catch (MalformedInputException e) {
            throw new BadInputException(
                    "%s '%s' is no text in UTF-8; a YAML or JSON file is expected".formatted(kind, file), e);
        } catch (IOException e) {
            throw new BadInputException("%s '%s' cannot be read: %s".formatted(kind, file, e.getMessage()), e);
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

    /** An experiment as YAML, keys in the schema's order, which {@link #parse} reads back unchanged. */
    public static String write(ExperimentSpec spec) {
        return yaml(Json.convert(Json.tree(spec), Map.class), ExperimentSchema.whole());
    }

    static String yaml(Map<?, ?> tree, Schema.Keyed schema) {
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(ordered(tree, schema));
    }

    /** What is empty says as much as what is not there. */
    private static Map<String, Object> ordered(Map<?, ?> tree, Schema.Keyed schema) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (Schema.Key key : schema.keys()) {
            Object value = tree.get(key.name());
            if (value instanceof Map<?, ?> inner && key.schema() instanceof Schema.Keyed keyed) {
                value = ordered(inner, keyed);
            }
            boolean empty = value == null
                    || value instanceof Map<?, ?> map && map.isEmpty()
                    || value instanceof List<?> list && list.isEmpty();
            if (!empty) {
                ordered.put(key.name(), value);
            }
        }
        return ordered;
    }
}
