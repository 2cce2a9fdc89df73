package org.bitscale.experiment.spec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitscale.Texts;
import org.bitscale.data.Resize;
import org.bitscale.data.augment.Augmentation;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Distillation;
import org.bitscale.engine.EarlyStop;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.Precision;
import org.bitscale.engine.QuantizerAids;
import org.bitscale.engine.Schedule;
import org.bitscale.experiment.EstimateRequest;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.quant.ActivationScaling;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.ScaleSharing;
import org.bitscale.quant.Target;
import org.bitscale.quant.WeightFormat;

/** The keys of an experiment file, declared once. */
public final class ExperimentSchema {

    private static final Texts TEXTS = new Texts("org.bitscale.experiment.spec.messages");
    private static final double LARGEST_SEED = 9007199254740991.0; // what every JSON reader holds exactly

    private static final Schema BITS =
            new Schema.Text("bits like W4A8, 1 to 16 each", Optional.of("[Ww]([1-9]|1[0-6])[Aa]([1-9]|1[0-6])"));
    private static final Schema LAYER_BITS = new Schema.Text(
            "'float', bits like W4A8, or a format of weights like mxfp4:A8",
            Optional.of("[Ff][Ll][Oo][Aa][Tt]|[Ww]([1-9]|1[0-6])[Aa]([1-9]|1[0-6])"
                    + "|[A-Za-z][A-Za-z0-9_]{2,15}:[Aa]([1-9]|1[0-6])"));
    private static final Schema WIDTH =
            new Schema.Numeric(true, IntegerFormat.FEWEST_BITS, false, IntegerFormat.MOST_BITS);
    private static final Schema SEED = new Schema.Numeric(true, 0, false, LARGEST_SEED);
    private static final Schema COUNT = new Schema.Numeric(true, 1, false, Integer.MAX_VALUE);
    private static final Schema PIXELS = new Schema.Numeric(true, 0, false, 1 << 14);
    private static final Schema RANGE_RULE = new Schema.Text(
            "a range rule: " + RangeRule.FORM,
            Optional.of("minmax|moving-average|percentile( +(100|[5-9][0-9](\\.[0-9]{1,12})?))?|mse|entropy"));
    private static final Schema PTQ = new Schema.Text(
            "plain, best, or steps with commas between them such as 'ranges mse, adaround, bias'",
            Optional.of("[A-Za-z][A-Za-z0-9 .,=_-]{0,400}"));
    private static final Schema METHOD = choice(Method.values());

    /** How many bits go where. */
    private static final List<Schema.Key> BITS_OF_LAYERS = List.of(
            usual("weights", WIDTH, 8),
            usual("activations", WIDTH, 8),
            usual("granularity", choice(Granularity.values()), "channel"),
            usual(
                    "group_size",
                    new Schema.Numeric(true, ScaleSharing.SMALLEST_GROUP, false, ScaleSharing.LARGEST_GROUP),
                    ScaleSharing.USUAL_GROUP),
            usual("weight_format", choice(WeightFormat.values()), "integer"),
            usual("edge_bits", WIDTH, 8),
            usual("arithmetic_bits", WIDTH, 8),
            usual("weight_range", RANGE_RULE, "minmax"),
            usual("activation_range", RANGE_RULE, "minmax"),
            usual("activation_scaling", choice(ActivationScaling.values()), "static"),
            usual("target", choice(Target.values()), "onnxruntime"),
            optional("layers", new Schema.Named(LAYER_BITS)));

    /** Bits and what goes with them. */
    private static final List<Schema.Key> PLAN = Stream.concat(
                    BITS_OF_LAYERS.stream(),
                    Stream.of(
                            usual("layout", choice(Layout.values()), "fast"),
                            usual("ptq", PTQ, "plain"),
                            usual("calibration", COUNT, EstimateRequest.USUAL_CALIBRATION)))
            .toList();

    /** How a network is trained. */
    private static final List<Schema.Key> RECIPE = List.of(
            usual("epochs", new Schema.Numeric(true, 1, false, 100_000), 2),
            usual("batch_size", new Schema.Numeric(true, 2, false, 1 << 20), 128),
            optional("learning_rate", new Schema.Numeric(false, 0, true, 100)),
            usual("optimizer", new Schema.Choice(Optimizer.WORDS), "sgd"),
            usual("momentum", new Schema.Numeric(false, 0, false, 0.999999), 0.9),
            usual("nesterov", new Schema.Flag(), true),
            usual(
                    "schedule",
                    new Schema.Choice(
                            Schedule.usual().stream().map(Schedule::word).toList()),
                    "cosine"),
            optional("final_rate", new Schema.Numeric(false, 0, false, 1)),
            optional(
                    "step_points",
                    new Schema.Text(
                            "rising shares of the training between 0 and 1 with spaces between, such as 0.5 0.75",
                            Optional.of("0?\\.[0-9]+( +0?\\.[0-9]+)*"))),
            optional("step_factor", new Schema.Numeric(false, 0, true, 1)),
            usual("warm_up", new Schema.Numeric(false, 0, false, 100_000), 0.0),
            usual("weight_decay", new Schema.Numeric(false, 0, false, 0.999999), 1e-4),
            optional("batch_norm", choice(BatchNormMode.values())),
            usual("label_smoothing", new Schema.Numeric(false, 0, false, 0.999999), 0.0),
            optional("clip_norm", new Schema.Numeric(false, 0, false, 1e9)),
            usual("accumulate", new Schema.Numeric(true, 1, false, 1 << 16), 1),
            usual("distill", new Schema.Numeric(false, 0, false, 1), 0.0),
            usual("temperature", new Schema.Numeric(false, 0, true, 1000), Distillation.USUAL_TEMPERATURE),
            usual("average", new Schema.Numeric(false, 0, false, 0.999999999), 0.0),
            usual("early_stop", new Schema.Numeric(true, 0, false, 100_000), 0),
            usual("early_stop_on", choice(EarlyStop.Measure.values()), "accuracy"),
            usual("crop", PIXELS, 0),
            usual("shift", PIXELS, 0),
            usual("flip", new Schema.Flag(), false),
            usual("cutout", PIXELS, 0),
            usual("mixup", new Schema.Numeric(false, 0, false, Augmentation.LARGEST_MIXUP), 0.0),
            usual("precision", choice(Precision.values()), "float32"),
            usual("norm_batches", new Schema.Numeric(true, 0, false, QuantizerAids.MOST_NORM_BATCHES), 0),
            usual("damping", new Schema.Numeric(false, 0, false, QuantizerAids.LARGEST_DAMPING), 0.0),
            usual("clip_decay", new Schema.Numeric(false, 0, false, 0.999999), QuantizerAids.USUAL_CLIP_DECAY),
            usual(
                    "gradient_scaling",
                    new Schema.Numeric(false, 0, false, QuantizerAids.LARGEST_GRADIENT_SCALING),
                    QuantizerAids.USUAL_GRADIENT_SCALING),
            optional(
                    "progressive",
                    new Schema.Text(
                            "falling bits from 8 to 2 with spaces between, such as 8 4",
                            Optional.of("[2-8]( +[2-8])*"))),
            usual("seed", SEED, 0));

    /** What can be swept: everything of plan and recipe, the method, and weight and activation bits together. */
    private static final List<Schema.Key> DIMENSIONS = Stream.of(
                    List.of(optional("bits", BITS), optional("method", METHOD)), PLAN, RECIPE)
            .flatMap(List::stream)
            .map(key -> optional(key.name(), key.schema()))
            .toList();

    private static final Schema.Keyed RANGE = new Schema.Keyed(List.of(
            required("min", new Schema.Numeric(false, -1e300, false, 1e300)),
            required("max", new Schema.Numeric(false, -1e300, false, 1e300)),
            usual("scale", new Schema.Choice(List.of("linear", "log")), "linear")));

    private static final Schema.Keyed SWEEP = new Schema.Keyed(List.of(
            usual("mode", new Schema.Choice(List.of("grid", "list", "random")), "grid"),
            optional(
                    "over",
                    new Schema.Keyed(DIMENSIONS.stream()
                            .map(key -> optional(
                                    key.name(), new Schema.ListOrMapping(new Schema.Sequence(key.schema(), 1), RANGE)))
                            .toList())),
            optional("points", new Schema.Sequence(new Schema.Keyed(DIMENSIONS), 1)),
            usual("samples", new Schema.Numeric(true, 1, false, Expansion.MOST_TRIALS), 20),
            usual("seed", SEED, 0)));

    private static final Schema.Keyed SCALING = new Schema.Keyed(List.of(
            optional("scale", new Schema.Numeric(false, 0, true, 1e30)),
            optional("mean", new Schema.Sequence(new Schema.Numeric(false, -1e30, false, 1e30), 1)),
            optional("std", new Schema.Sequence(new Schema.Numeric(false, 0, true, 1e30), 1))));

    private static final Schema.Keyed DATA = new Schema.Keyed(List.of(
            required("source", text("a path or sample:NAME")),
            optional("hash", hash()),
            optional("scaling", SCALING),
            usual("validation", new Schema.Numeric(false, 0, true, 0.9), 0.05),
            optional("limit", COUNT),
            usual("seed", SEED, 0),
            optional("resize", new Schema.Choice(Resize.words())),
            optional("label", text("a column's name or number"))));

    private static final Schema.Keyed WHOLE = new Schema.Keyed(List.of(
            required(
                    "name",
                    new Schema.Text(
                            "a name of letters, digits, '.', '_', '-', at most 64",
                            Optional.of("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"))),
            required("model", text("a path of an ONNX file or sample:NAME")),
            optional("model_hash", hash()),
            required("data", DATA),
            usual("method", METHOD, "ptq"),
            usual("plan", new Schema.Keyed(PLAN), Map.of()),
            usual("recipe", new Schema.Keyed(RECIPE), Map.of()),
            usual("sweep", SWEEP, Map.of()),
            usual("evaluation", new Schema.Keyed(List.of(usual("latency", new Schema.Flag(), false))), Map.of()),
            usual(
                    "objectives",
                    new Schema.Sequence(measures(), 2),
                    List.of(Measure.ACCURACY.key(), Measure.PACKED_SIZE.key())),
            usual("constraints", new Schema.Sequence(constraint(), 0), List.of()),
            usual(
                    "budget",
                    new Schema.Keyed(List.of(
                            optional("trials", COUNT), optional("minutes", new Schema.Numeric(false, 0, true, 1e7)))),
                    Map.of())));

    private ExperimentSchema() {}

    /** The file as a whole. */
    static Schema.Keyed whole() {
        return WHOLE;
    }

    /** A plan on its own. */
    static Schema.Keyed plan() {
        return new Schema.Keyed(BITS_OF_LAYERS);
    }

    /** The limits of one dimension of a sweep. */
    static Schema dimension(String name) {
        return DIMENSIONS.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow()
                .schema();
    }

    private static Schema.Key required(String name, Schema schema) {
        return new Schema.Key(name, schema, true, Optional.empty());
    }

    private static Schema.Key optional(String name, Schema schema) {
        return new Schema.Key(name, schema, false, Optional.empty());
    }

    private static Schema.Key usual(String name, Schema schema, Object usual) {
        return new Schema.Key(name, schema, false, Optional.of(usual));
    }

    private static Schema text(String expected) {
        return new Schema.Text(expected, Optional.empty());
    }

    private static Schema hash() {
        return new Schema.Text("a SHA-256 of 64 hexadecimal digits", Optional.of("[0-9a-f]{64}"));
    }

    private static Schema choice(Enum<?>[] values) {
        return new Schema.Choice(Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList());
    }

    /** What a choice may rest on: the test split is only reported. */
    private static List<String> choosable() {
        return Arrays.stream(Measure.values())
                .filter(measure -> measure != Measure.TEST_ACCURACY && measure != Measure.TEST_LOSS)
                .map(Measure::key)
                .toList();
    }

    private static Schema measures() {
        return new Schema.Choice(choosable());
    }

    private static Schema constraint() {
        String names = String.join("|", choosable());
        return new Schema.Text(
                "a limit like 'accuracy >= 0.9' or 'packed_size <= 20 KiB' on one of " + names.replace("|", ", "),
                Optional.of("(" + names + ")\\s*(>=|<=)\\s*[0-9.eE+-]+\\s*([KkMmGg]i?[Bb]|[Bb])?"));
    }

    /** The JSON Schema (draft 2020-12) of experiment files, for editors that check while one types. */
    public static String jsonSchema() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Bitscale experiment");
        root.setAll(json(WHOLE, ""));
        return Json.writePretty(root);
    }

    private static ObjectNode json(Schema schema, String path) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (schema instanceof Schema.Text text) {
            node.put("type", "string");
            text.pattern().ifPresent(pattern -> node.put("pattern", "^(" + pattern + ")$"));
        } else if (schema instanceof Schema.Numeric number) {
            node.put("type", number.whole() ? "integer" : "number");
            node.put(number.aboveLow() ? "exclusiveMinimum" : "minimum", number.low());
            node.put("maximum", number.high());
        } else if (schema instanceof Schema.Flag) {
            node.put("type", "boolean");
        } else if (schema instanceof Schema.Choice choice) {
            choice.words().forEach(node.putArray("enum")::add);
        } else if (schema instanceof Schema.Sequence list) {
            ObjectNode many = JsonNodeFactory.instance.objectNode();
            many.put("type", "array");
            many.put("minItems", list.fewest());
            many.set("items", json(list.item(), path));
            if (list.fewest() > 1) {
                return many;
            }
            node.putArray("anyOf").add(many).add(json(list.item(), path));
        } else if (schema instanceof Schema.Named named) {
            node.put("type", "object");
            node.set("additionalProperties", json(named.value(), path));
        } else if (schema instanceof Schema.ListOrMapping either) {
            node.putArray("anyOf").add(json(either.list(), path)).add(json(either.mapping(), "range"));
        } else if (schema instanceof Schema.Keyed keyed) {
            keyed(node, keyed, path);
        }
        return node;
    }

    private static void keyed(ObjectNode node, Schema.Keyed keyed, String path) {
        node.put("type", "object");
        node.put("additionalProperties", false);
        ObjectNode properties = node.putObject("properties");
        List<String> required = new ArrayList<>();
        for (Schema.Key key : keyed.keys()) {
            ObjectNode property = json(key.schema(), key.name());
            property.put("description", help(path, key.name()));
            key.usual()
                    .filter(usual -> !(usual instanceof Map))
                    .ifPresent(usual -> property.set("default", Json.tree(usual)));
            properties.set(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            required.forEach(node.putArray("required")::add);
        }
    }

    /** What a key means: its own text under its section, else that of the key wherever it stands. */
    static String help(String section, String key) {
        String own = section.isEmpty() ? key : section + "." + key;
        return TEXTS.has(own) ? TEXTS.text(own) : TEXTS.text(key);
    }
}
