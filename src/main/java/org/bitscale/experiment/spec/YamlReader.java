package org.bitscale.experiment.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML, and JSON as YAML, against a schema into plain maps, lists, texts and numbers, defaults filled in. */
final class YamlReader {

    private static final int MOST_CHARACTERS = 16 << 20;
    private static final int MOST_ALIASES = 50;
    private static final int DEEPEST = 20;

    private final String source;

    /** @param source what the text is called in messages */
    YamlReader(String source) {
        this.source = source;
    }

    /**
     * Reads a text.
     *
     * @throws BadInputException naming line, key, what was expected and what came
     */
    Map<String, Object> read(String text, Schema.Keyed schema) {
        return keyed(compose(text), schema, "", 0);
    }

    /**
     * Reads the value of one key.
     *
     * @throws BadInputException as {@link #read}; without a line if the source has no name
     */
    Object read(String text, Schema schema, String key) {
        return value(compose(text), schema, key, 0);
    }

    private Node compose(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setUseMarks(true)
                .setAllowDuplicateKeys(false)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setCodePointLimit(MOST_CHARACTERS)
                .build();
        try {
            requireShallow(text, settings);
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new BadInputException(source + " is empty; 'bitscale schema' tells the keys"));
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> " line " + (mark.getLine() + 1))
                    .orElse("");
            throw new BadInputException(
                    "%sthis is no YAML: %s".formatted(source.isEmpty() ? "" : source + line + ": ", e.getProblem()), e);
        } catch (YamlEngineException e) {
            throw new BadInputException("%s: this is no YAML: %s".formatted(source, oneLine(e.getMessage())), e);
        }
    }

    /** Nodes are composed recursively: what is nested thousands deep would overflow the stack. */
    private void requireShallow(String text, LoadSettings settings) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > DEEPEST) {
                throw new BadInputException("%s line %d: this is nested more than %d deep; an experiment file never is"
                        .formatted(
                                source, event.getStartMark().map(Mark::getLine).orElse(0) + 1, DEEPEST));
            }
        }
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private Object value(Node node, Schema schema, String key, int depth) {
        if (depth > DEEPEST) {
            throw error(node, "'%s' is nested too deeply".formatted(key));
        }
        if (schema instanceof Schema.Keyed keyed) {
            return keyed(node, keyed, key, depth);
        }
        if (schema instanceof Schema.Named named) {
            return named(node, named, key, depth);
        }
        if (schema instanceof Schema.Sequence list) {
            return list(node, list, key, depth);
        }
        if (schema instanceof Schema.ListOrMapping either) {
            return node instanceof MappingNode && !isNamed(either)
                    ? keyed(node, either.mapping(), "range", depth)
                    : list(node, either.list(), key, depth);
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw unexpected(node, key, schema, kind(node));
        }
        return scalar(scalar, schema, key);
    }

    /** A dimension whose values are mappings themselves has no ranges. */
    private static boolean isNamed(Schema.ListOrMapping either) {
        return either.list().item() instanceof Schema.Named;
    }

    private Map<String, Object> keyed(Node node, Schema.Keyed schema, String path, int depth) {
        Map<String, Node> nodes = entries(node, path);
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> names = schema.keys().stream().map(Schema.Key::name).toList();
        nodes.forEach((name, value) -> {
            if (!names.contains(name)) {
                throw error(
                        value,
                        "unknown key '%s'%s; %s"
                                .formatted(
                                        name, path.isEmpty() ? "" : " in '" + path + "'", Nearest.hint(name, names)));
            }
        });
        for (Schema.Key key : schema.keys()) {
            Node given = nodes.get(key.name());
            if (given != null && !isNull(given)) {
                values.put(key.name(), value(given, key.schema(), key.name(), depth + 1));
            } else if (key.required()) {
                throw error(
                        node,
                        "'%s' is missing%s; expected %s"
                                .formatted(
                                        key.name(),
                                        path.isEmpty() ? "" : " in '" + path + "'",
                                        Schema.expected(key.schema())));
            } else {
                usual(key).ifPresent(value -> values.put(key.name(), value));
            }
        }
        return values;
    }

    /** A section that is not given has its keys' own defaults. */
    private static Optional<Object> usual(Schema.Key key) {
        if (key.usual().isPresent() && key.schema() instanceof Schema.Keyed keyed) {
            Map<String, Object> values = new LinkedHashMap<>();
            keyed.keys().forEach(inner -> usual(inner).ifPresent(value -> values.put(inner.name(), value)));
            return Optional.of(values);
        }
        return key.usual();
    }

    private Map<String, Object> named(Node node, Schema.Named schema, String key, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        entries(node, key).forEach((name, value) -> values.put(name, value(value, schema.value(), name, depth + 1)));
        return values;
    }

    private Map<String, Node> entries(Node node, String path) {
        if (!(node instanceof MappingNode mapping)) {
            throw error(
                    node,
                    "%s must be keys with values, but %s came"
                            .formatted(path.isEmpty() ? "the file" : "'" + path + "'", kind(node)));
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                throw error(
                        tuple.getKeyNode(), "a key must be a word, but %s came".formatted(kind(tuple.getKeyNode())));
            }
            if (entries.put(name.getValue(), tuple.getValueNode()) != null) {
                throw error(name, "key '%s' stands here twice; remove one".formatted(name.getValue()));
            }
        }
        return entries;
    }

    private List<Object> list(Node node, Schema.Sequence schema, String key, int depth) {
        List<Object> values = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                values.add(value(item, schema.item(), key, depth + 1));
            }
        } else {
            values.add(value(node, schema.item(), key, depth + 1));
        }
        if (values.size() < schema.fewest()) {
            throw error(
                    node,
                    "'%s' must have at least %d entries, but has %d".formatted(key, schema.fewest(), values.size()));
        }
        return values;
    }

    private Object scalar(ScalarNode node, Schema schema, String key) {
        String text = node.getValue();
        boolean quoted = node.getScalarStyle() != ScalarStyle.PLAIN;
        boolean isText = schema instanceof Schema.Text || schema instanceof Schema.Choice;
        return Optional.of(text)
                .filter(plain -> isText || !quoted)
                .flatMap(plain -> Schema.value(schema, plain))
                .orElseThrow(() -> unexpected(node, key, schema, "'" + text + "'"));
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().matches("|~|null");
    }

    private static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        return node instanceof SequenceNode ? "a list" : "'" + ((ScalarNode) node).getValue() + "'";
    }

    private BadInputException unexpected(Node node, String key, Schema schema, String came) {
        return error(node, "'%s' must be %s, but %s came".formatted(key, Schema.expected(schema), came));
    }

    private BadInputException error(Node node, String message) {
        if (source.isEmpty()) {
            return new BadInputException(message);
        }
        int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
        return new BadInputException("%s line %d: %s".formatted(source, line, message));
    }
}
