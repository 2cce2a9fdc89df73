package org.bitscale.experiment;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bitscale.BadInputException;
import org.bitscale.data.InputScaling;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.QuantizerAids;
import org.bitscale.engine.Refinements;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ptq.PtqRecipe;
import org.bitscale.quant.ActivationScaling;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.Target;
import org.bitscale.quant.WeightFormat;

/**
 * Records as JSON and back. The packages of the values know nothing of it: how they are written stands here. Keys are in
 * {@code snake_case} and sorted, absent options are left out.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule()
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addDeserializer(Path.class, new FromText<>(Path::of))
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new FromText<>(Instant::parse))
                    .addSerializer(PtqRecipe.class, ToStringSerializer.instance)
                    .addDeserializer(PtqRecipe.class, new FromText<>(PtqRecipe::parse))
                    .addSerializer(RangeRule.class, ToStringSerializer.instance)
                    .addDeserializer(RangeRule.class, new FromText<>(RangeRule::parse))
                    .addSerializer(Schedule.class, new ScheduleWriter())
                    .addDeserializer(Schedule.class, new ScheduleReader()))
            .addMixIn(Optimizer.class, OptimizerForm.class)
            .addMixIn(TrainingSettings.class, TrainingSettingsForm.class)
            .addMixIn(Trial.class, TrialForm.class)
            .addMixIn(PlanSettings.class, PlanSettingsForm.class)
            .addMixIn(Refinements.class, RefinementsForm.class)
            .addMixIn(LayerOverride.class, LayerOverrideForm.class)
            .addMixIn(InputScaling.class, InputScalingForm.class)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /** On one line. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records are plain values", e);
        }
    }

    /** As {@link #write}, with the entries of maps in the maps' own order. */
    static String writeInOrder(Object value) {
        try {
            return MAPPER.writer()
                    .without(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records are plain values", e);
        }
    }

    /** For people. */
    public static String writePretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records are plain values", e);
        }
    }

    /**
     * Reads what {@link #write} wrote. Keys that are not known, of a newer version, are passed over.
     *
     * @throws BadInputException if the text is no such value
     */
    public static <T> T read(String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new BadInputException("A %s in JSON is expected, but null came".formatted(type.getSimpleName()));
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    "A %s in JSON is expected, but: %s".formatted(type.getSimpleName(), reason(e)), e);
        }
    }

    /** Records refuse what is absent in words for programmers. */
    private static String reason(JsonProcessingException e) {
        return e.getCause() instanceof NullPointerException
                ? "a value that must be there is missing"
                : e.getOriginalMessage();
    }

    /**
     * Any JSON text as a tree.
     *
     * @throws BadInputException if it is none
     */
    public static JsonNode parse(String text) {
        return read(text, JsonNode.class);
    }

    /** As a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A tree, or maps and lists, as a value. */
    public static <T> T convert(Object tree, Class<T> type) {
        return MAPPER.convertValue(tree, type);
    }

    /** A tree as text with sorted keys: equal values give equal texts. */
    public static String canonical(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(MAPPER.treeToValue(tree, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is plain values", e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd"),
        @JsonSubTypes.Type(value = Optimizer.Adam.class, name = "adam"),
        @JsonSubTypes.Type(value = Optimizer.AdamW.class, name = "adamw"),
        @JsonSubTypes.Type(value = Optimizer.RmsProp.class, name = "rmsprop")
    })
    private interface OptimizerForm {}

    /** Plain training is written as it was before there were refinements, so that its hash stays. */
    private abstract static class TrainingSettingsForm {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NoRefinements.class)
        private Refinements refinements;
    }

    /** As they were written before there was anything for quantizers, so that their hash stays. */
    private abstract static class RefinementsForm {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NoAids.class)
        private QuantizerAids quantizers;
    }

    /** Equal to what is left out. */
    private static final class NoAids {
        @Override
        public boolean equals(Object other) {
            return other == null || other.equals(QuantizerAids.NONE);
        }

        @Override
        public int hashCode() {
            return QuantizerAids.NONE.hashCode();
        }
    }

    /** Equal to what is left out. */
    private static final class NoRefinements {
        @Override
        public boolean equals(Object other) {
            return other == null || other.equals(Refinements.NONE);
        }

        @Override
        public int hashCode() {
            return Refinements.NONE.hashCode();
        }
    }

    /** A trial with a plain recipe is written as it was before there were others, so that its hash stays. */
    private abstract static class TrialForm {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = PlainRecipe.class)
        private PtqRecipe ptq;
    }

    /** Equal to what is left out. */
    private static final class PlainRecipe {
        @Override
        public boolean equals(Object other) {
            return other == null || other.equals(PtqRecipe.PLAIN);
        }

        @Override
        public int hashCode() {
            return PtqRecipe.PLAIN.hashCode();
        }
    }

    /** A plan of integers with usual ranges is written as it was before there were others, so that its hash stays. */
    private abstract static class PlanSettingsForm {
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        private int groupSize;

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Integers.class)
        private WeightFormat weightFormat;

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UsualRange.class)
        private RangeRule weightRange;

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UsualRange.class)
        private RangeRule activationRange;

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UsualTarget.class)
        private Target target;

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Static.class)
        private ActivationScaling activationScaling;
    }

    /** Equal to what is left out. */
    private static final class Static {
        @Override
        public boolean equals(Object other) {
            return other == null || other == ActivationScaling.STATIC;
        }

        @Override
        public int hashCode() {
            return ActivationScaling.STATIC.hashCode();
        }
    }

    /** Equal to what is left out. */
    private static final class Integers {
        @Override
        public boolean equals(Object other) {
            return other == null || other == WeightFormat.INTEGER;
        }

        @Override
        public int hashCode() {
            return WeightFormat.INTEGER.hashCode();
        }
    }

    /** Equal to what is left out. */
    private static final class UsualRange {
        @Override
        public boolean equals(Object other) {
            return other == null || other.equals(RangeRule.MIN_MAX);
        }

        @Override
        public int hashCode() {
            return RangeRule.MIN_MAX.hashCode();
        }
    }

    /** Equal to what is left out. */
    private static final class UsualTarget {
        @Override
        public boolean equals(Object other) {
            return other == null || other.equals(Target.ONNXRUNTIME);
        }

        @Override
        public int hashCode() {
            return Target.ONNXRUNTIME.hashCode();
        }
    }

    /** A schedule with its usual numbers is a word in capitals, any other its word and its numbers. */
    private static final class ScheduleWriter extends JsonSerializer<Schedule> {

        @Override
        public void serialize(Schedule schedule, JsonGenerator out, SerializerProvider context) throws IOException {
            if (Schedule.usual().contains(schedule)) {
                out.writeString(schedule.word().toUpperCase(Locale.ROOT));
                return;
            }
            out.writeStartObject();
            out.writeStringField("name", schedule.word());
            if (schedule instanceof Schedule.Cosine cosine) {
                out.writeNumberField("final_rate", cosine.finalRate());
            } else if (schedule instanceof Schedule.Exponential exponential) {
                out.writeNumberField("final_rate", exponential.finalRate());
            } else if (schedule instanceof Schedule.OneCycle cycle) {
                out.writeNumberField("final_rate", cycle.finalRate());
                out.writeNumberField("first_rate", cycle.firstRate());
                out.writeNumberField("peak", cycle.peak());
            } else if (schedule instanceof Schedule.Step step) {
                out.writeNumberField("factor", step.factor());
                out.writeArrayFieldStart("points");
                for (double point : step.points()) {
                    out.writeNumber(point);
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        }
    }

    /** Reads what {@link ScheduleWriter} writes. */
    private static final class ScheduleReader extends JsonDeserializer<Schedule> {

        @Override
        public Schedule deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode tree = parser.readValueAsTree();
            if (tree.isTextual()) {
                return Schedule.of(tree.asText());
            }
            return switch (tree.path("name").asText()) {
                case "cosine" -> new Schedule.Cosine(number(tree, "final_rate"));
                case "exponential" -> new Schedule.Exponential(number(tree, "final_rate"));
                case "one_cycle" ->
                    new Schedule.OneCycle(number(tree, "peak"), number(tree, "first_rate"), number(tree, "final_rate"));
                case "step" -> {
                    List<Double> points = new ArrayList<>();
                    tree.path("points").forEach(point -> points.add(point.asDouble()));
                    yield new Schedule.Step(points, number(tree, "factor"));
                }
                default -> Schedule.of(tree.path("name").asText());
            };
        }

        private static double number(JsonNode tree, String key) {
            return tree.path(key).asDouble(Double.NaN);
        }
    }

    private abstract static class LayerOverrideForm {
        @JsonCreator
        static LayerOverride parse(String text) {
            return LayerOverride.parse(text);
        }

        @Override
        @JsonValue
        public abstract String toString();
    }

    private abstract static class InputScalingForm {
        @JsonCreator
        static InputScaling parse(String text) {
            return InputScaling.parse(text);
        }

        @Override
        @JsonValue
        public abstract String toString();
    }

    /** Reads a value that stands as its own text. */
    private static final class FromText<T> extends JsonDeserializer<T> {

        private final Function<String, T> parse;

        FromText(Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parse.apply(parser.getText());
        }
    }
}
