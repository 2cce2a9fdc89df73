package org.bitscale.experiment.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bitscale.BadInputException;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.ActivationScaling;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.RangeRule;
import org.bitscale.quant.Target;
import org.bitscale.quant.WeightFormat;

/** Plans as files of their own, in YAML or JSON, with the keys that an experiment has under {@code plan}. */
public final class PlanFile {

    private PlanFile() {}

    /**
     * Reads a file.
     *
     * @throws BadInputException naming file, line, key, what was expected and what came
     */
    public static PlanSettings read(Path file) {
        return parse(ExperimentFile.text("Plan file", file), file.getFileName().toString());
    }

    /**
     * Reads a text.
     *
     * @param source what it is called in messages
     * @throws BadInputException as {@link #read}
     */
    public static PlanSettings parse(String text, String source) {
        return settings(new YamlReader(source).read(text, ExperimentSchema.plan()));
    }

    /** A plan as YAML, which {@link #parse} reads back unchanged. */
    public static String write(PlanSettings plan) {
        return ExperimentFile.yaml(section(plan), ExperimentSchema.plan());
    }

    /** A plan by the keys that an experiment has under {@code plan}. */
    public static Map<String, Object> section(PlanSettings plan) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("weights", plan.weightBits());
        section.put("activations", plan.activationBits());
        section.put("granularity", plan.granularity().name().toLowerCase(Locale.ROOT));
        if (plan.granularity() == Granularity.GROUP) {
            section.put("group_size", plan.groupSize());
        }
        section.put("weight_format", plan.weightFormat().word());
        section.put("edge_bits", plan.edgeBits());
        section.put("arithmetic_bits", plan.arithmeticBits());
        section.put("weight_range", plan.weightRange().toString());
        section.put("activation_range", plan.activationRange().toString());
        if (plan.isDynamic()) {
            section.put("activation_scaling", plan.activationScaling().word());
        }
        if (plan.target() != Target.ONNXRUNTIME) {
            section.put("target", plan.target().word());
        }
        if (!plan.layers().isEmpty()) {
            Map<String, Object> layers = new TreeMap<>();
            plan.layers().forEach((layer, bits) -> layers.put(layer, bits.toString()));
            section.put("layers", layers);
        }
        return section;
    }

    /** What such a section says; all keys but {@code layers} are there. */
    static PlanSettings settings(Map<String, Object> section) {
        Map<String, LayerOverride> layers = new LinkedHashMap<>();
        if (section.get("layers") instanceof Map<?, ?> own) {
            own.forEach((layer, bits) -> layers.put(layer.toString(), LayerOverride.parse(bits.toString())));
        }
        return new PlanSettings(
                WeightFormat.parse(section.get("weight_format").toString()),
                whole(section, "weights"),
                whole(section, "activations"),
                Granularity.valueOf(section.get("granularity").toString().toUpperCase(Locale.ROOT)),
                whole(section, "group_size"),
                whole(section, "edge_bits"),
                whole(section, "arithmetic_bits"),
                layers,
                RangeRule.parse(section.get("weight_range").toString()),
                RangeRule.parse(section.get("activation_range").toString()),
                Target.valueOf(section.get("target").toString().toUpperCase(Locale.ROOT)),
                ActivationScaling.valueOf(
                        section.get("activation_scaling").toString().toUpperCase(Locale.ROOT)));
    }

    private static int whole(Map<String, Object> section, String key) {
        return ((Number) section.get(key)).intValue();
    }
}
