package org.bitscale.experiment.spec;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Json;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * An experiment file as the fields of a form: every key that holds a value, each with one line of text (the points of a
 * list with one line each). What the fields say is checked as a file is, against the same declaration.
 */
public final class ExperimentFields {

    /** Section of what a sweep varies, a field for each dimension. */
    public static final String OVER = "sweep.over.";

    private static final Pattern RANGE = Pattern.compile("([-+.0-9eE]+?)\\s*\\.\\.\\s*([-+.0-9eE]+)\\s*(log|linear)?");
    private static final DumpSettings FLOW = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.FLOW)
            .setWidth(Integer.MAX_VALUE)
            .build();

    private static final Map<String, Declared> DECLARED = declared();

    private ExperimentFields() {}

    /** How a field is written. */
    public enum Kind {
        /** Any text. */
        TEXT,
        /** A number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        FLAG,
        /** One of some words. */
        CHOICE,
        /** Values with commas between them. */
        LIST,
        /** Names with values: {@code conv1: W8A8, fc: float}. */
        NAMED,
        /** Values with commas between them, or a range such as {@code 0.001..0.1 log}. */
        SWEPT,
        /** A line for each point: {@code - {bits: W4A4, method: lsq}}. */
        POINTS
    }

    /**
     * A field.
     *
     * @param path its key with the sections around it, such as {@code recipe.epochs}
     * @param kind how it is written
     * @param help what it means
     * @param expected what may stand in it, in words
     * @param words of a choice
     * @param usual what holds if nothing is written
     * @param required whether something must be written
     */
    public record Field(
            String path,
            Kind kind,
            String help,
            String expected,
            List<String> words,
            Optional<String> usual,
            boolean required) {}

    private record Declared(Field field, Schema schema) {}

    /** All fields, in the file's order. */
    public static List<Field> all() {
        return DECLARED.values().stream().map(Declared::field).toList();
    }

    private static Map<String, Declared> declared() {
        Map<String, Declared> fields = new LinkedHashMap<>();
        collect(fields, "", "", ExperimentSchema.whole(), false);
        return fields;
    }

    private static void collect(
            Map<String, Declared> fields, String prefix, String section, Schema.Keyed keyed, boolean optional) {
        for (Schema.Key key : keyed.keys()) {
            String path = prefix + key.name();
            if (key.schema() instanceof Schema.Keyed inner) {
                collect(fields, path + ".", key.name(), inner, optional || !key.required());
            } else {
                Field field = new Field(
                        path,
                        kind(key.schema()),
                        ExperimentSchema.help(section, key.name()),
                        Schema.expected(key.schema()),
                        key.schema() instanceof Schema.Choice choice ? choice.words() : List.of(),
                        key.usual().map(ExperimentFields::text),
                        key.required() && !optional);
                fields.put(path, new Declared(field, key.schema()));
            }
        }
    }

    private static Kind kind(Schema schema) {
        if (schema instanceof Schema.Numeric) {
            return Kind.NUMBER;
        }
        if (schema instanceof Schema.Flag) {
            return Kind.FLAG;
        }
        if (schema instanceof Schema.Choice) {
            return Kind.CHOICE;
        }
        if (schema instanceof Schema.Named) {
            return Kind.NAMED;
        }
        if (schema instanceof Schema.ListOrMapping) {
            return Kind.SWEPT;
        }
        if (schema instanceof Schema.Sequence list) {
            return list.item() instanceof Schema.Keyed ? Kind.POINTS : Kind.LIST;
        }
        return Kind.TEXT;
    }

    /**
     * What a field says.
     *
     * @param path of the field
     * @param text what is written in it, not blank
     * @throws BadInputException in one line, if it is not what may stand there
     */
    public static Object value(String path, String text) {
        Declared declared = DECLARED.get(path);
        String written = text.strip();
        String key = path.substring(path.lastIndexOf('.') + 1);
        return switch (declared.field().kind()) {
            case TEXT, NUMBER, FLAG, CHOICE ->
                Schema.value(declared.schema(), written)
                        .orElseThrow(() -> new BadInputException("Expected is %s, but '%s' came"
                                .formatted(declared.field().expected(), written)));
            case LIST -> new YamlReader("").read(bracketed(written, "[", "]"), declared.schema(), key);
            case NAMED -> new YamlReader("").read(bracketed(written, "{", "}"), declared.schema(), key);
            case SWEPT -> new YamlReader("").read(swept(written), declared.schema(), key);
            case POINTS -> new YamlReader("The list").read(text, declared.schema(), key);
        };
    }

    private static String bracketed(String text, String open, String close) {
        return text.startsWith(open) ? text : open + text + close;
    }

    private static String swept(String text) {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            return "{min: %s, max: %s, scale: %s}"
                    .formatted(range.group(1), range.group(2), range.group(3) == null ? "linear" : range.group(3));
        }
        return text.startsWith("{") ? text : bracketed(text, "[", "]");
    }

    /**
     * The experiment that fields describe.
     *
     * @param values by path, as {@link #value} gives them; a field that is absent has its usual value
     * @throws BadInputException if they do not fit together
     */
    public static ExperimentSpec spec(Map<String, Object> values) {
        Map<String, Object> tree = new LinkedHashMap<>();
        values.forEach((path, value) -> put(tree, List.of(path.split("\\.")), value));
        return ExperimentFile.parse(new Dump(DumpSettings.builder().build()).dumpToString(tree), "the experiment");
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, List<String> path, Object value) {
        if (path.size() == 1) {
            tree.put(path.get(0), value);
        } else {
            Map<String, Object> inner =
                    (Map<String, Object>) tree.computeIfAbsent(path.get(0), key -> new LinkedHashMap<>());
            put(inner, path.subList(1, path.size()), value);
        }
    }

    /** What the fields of an experiment say, by path; those with their usual value are left out. */
    public static Map<String, String> texts(ExperimentSpec spec) {
        Map<?, ?> tree = Json.convert(Json.tree(spec), Map.class);
        Map<String, String> texts = new LinkedHashMap<>();
        DECLARED.forEach((path, declared) -> at(tree, List.of(path.split("\\.")))
                .map(value -> declared.field().kind() == Kind.POINTS ? points((List<?>) value) : text(value))
                .filter(text -> !text.isEmpty() && !declared.field().usual().equals(Optional.of(text)))
                .ifPresent(text -> texts.put(path, text)));
        return texts;
    }

    private static Optional<Object> at(Map<?, ?> tree, List<String> path) {
        Object value = tree.get(path.get(0));
        if (path.size() == 1 || value == null) {
            return Optional.ofNullable(value);
        }
        return at((Map<?, ?>) value, path.subList(1, path.size()));
    }

    private static String points(List<?> points) {
        return points.stream().map(point -> "- " + flow(point)).collect(Collectors.joining("\n"));
    }

    /** A value as it is written in a field. */
    private static String text(Object value) {
        if (value instanceof List<?> list) {
            boolean nested = list.stream().anyMatch(Map.class::isInstance);
            String flow = flow(list.stream().map(ExperimentFields::plain).toList());
            return nested ? flow : flow.substring(1, flow.length() - 1);
        }
        if (value instanceof Map<?, ?> map) {
            if (map.containsKey("min") && map.containsKey("max")) {
                return text(map.get("min")) + ".." + text(map.get("max"))
                        + ("log".equals(map.get("scale")) ? " log" : "");
            }
            String flow = flow(map);
            return flow.substring(1, flow.length() - 1);
        }
        return plain(value).toString();
    }

    /** Whole numbers without a fraction, however they are held. */
    private static Object plain(Object value) {
        if (value instanceof Double || value instanceof Float) {
            BigDecimal number = new BigDecimal(value.toString()).stripTrailingZeros();
            return number.scale() <= 0 && number.precision() - number.scale() <= 15
                    ? (Object) number.longValue()
                    : value;
        }
        return value;
    }

    private static String flow(Object value) {
        return new Dump(FLOW).dumpToString(value).strip();
    }
}
