package org.bitscale.experiment.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.Trial;
import org.bitscale.experiment.spec.RecipeFile;
import org.bitscale.graph.quantize.PlanSettings;

/**
 * Runs side by side.
 *
 * @param runs finished runs, at least one; the first is what the others are held against
 */
public record RunComparison(List<Run> runs) {

    private static final Map<String, Function<Trial, Optional<Object>>> SETTINGS = settings();

    /**
     * Copies.
     *
     * @throws IllegalArgumentException if there is no run
     */
    public RunComparison {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs a reference, but there is no run");
        }
    }

    /** What the others are held against. */
    public Run reference() {
        return runs.get(0);
    }

    /** Every measure that any of the runs has. */
    public List<MeasureRow> measures() {
        return Arrays.stream(Measure.values())
                .map(measure -> new MeasureRow(
                        measure, runs.stream().map(run -> run.metric(measure)).toList()))
                .filter(row -> row.values().stream().anyMatch(Optional::isPresent))
                .toList();
    }

    /**
     * The run that recipes and bits are held against: the reference; where that is in float and there are several that are
     * not, the first of these, as against float everything differs.
     */
    public int planBase() {
        List<Integer> quantized = quantized();
        return quantized.size() > 1 && !quantized.contains(0) ? quantized.get(0) : 0;
    }

    private List<Integer> quantized() {
        return IntStream.range(0, runs.size())
                .filter(run -> runs.get(run).trial().method().quantizes())
                .boxed()
                .toList();
    }

    private PlanRow row(PlanRow.Kind kind, String name, String operator, List<Optional<String>> values) {
        int base = planBase();
        List<Boolean> marked = IntStream.range(0, runs.size())
                .mapToObj(run -> (base == 0 || quantized().contains(run))
                        && !values.get(run).equals(values.get(base)))
                .toList();
        return new PlanRow(kind, name, operator, values, marked);
    }

    /** Recipe and bits: settings first, then layers in the order of the network. */
    public List<PlanRow> plans() {
        List<PlanRow> rows = new ArrayList<>();
        SETTINGS.forEach((name, setting) -> rows.add(row(
                PlanRow.Kind.SETTING,
                name,
                "",
                runs.stream()
                        .map(run -> setting.apply(run.trial()).map(RunComparison::text))
                        .toList())));
        rows.removeIf(row -> row.values().stream().allMatch(Optional::isEmpty));
        rows.addAll(layers());
        return rows;
    }

    private List<PlanRow> layers() {
        List<Map<String, LayerRecord>> byName = runs.stream()
                .map(run -> run.layers().stream()
                        .collect(Collectors.toMap(
                                LayerRecord::name, layer -> layer, (first, second) -> first, LinkedHashMap::new)))
                .map(layers -> (Map<String, LayerRecord>) layers)
                .toList();
        Set<String> names = new LinkedHashSet<>();
        byName.forEach(layers -> names.addAll(layers.keySet()));
        return names.stream()
                .map(name -> row(
                        PlanRow.Kind.LAYER,
                        name,
                        byName.stream()
                                .filter(layers -> layers.containsKey(name))
                                .findFirst()
                                .orElseThrow()
                                .get(name)
                                .operator(),
                        byName.stream()
                                .map(layers ->
                                        Optional.ofNullable(layers.get(name)).map(LayerRecord::scheme))
                                .toList()))
                .filter(RunComparison::isQuantizedSomewhere)
                .toList();
    }

    /** What is never quantized, such as a Relu, is no choice. */
    private static boolean isQuantizedSomewhere(PlanRow layer) {
        return layer.values().stream().flatMap(Optional::stream).anyMatch(scheme -> !scheme.equals("float"));
    }

    private static Map<String, Function<Trial, Optional<Object>>> settings() {
        Map<String, Function<Trial, Optional<Object>>> settings = new LinkedHashMap<>();
        settings.put("method", trial -> Optional.of(trial.method()));
        settings.put("weight_bits", trial -> trial.plan().map(PlanSettings::weightBits));
        settings.put("activation_bits", trial -> trial.plan().map(PlanSettings::activationBits));
        settings.put("edge_bits", trial -> trial.plan().map(PlanSettings::edgeBits));
        settings.put("arithmetic_bits", trial -> trial.plan().map(PlanSettings::arithmeticBits));
        settings.put("granularity", trial -> trial.plan().map(PlanSettings::granularity));
        settings.put("weight_range", trial -> trial.plan().map(PlanSettings::weightRange));
        settings.put("activation_range", trial -> trial.plan().map(PlanSettings::activationRange));
        settings.put("target", trial -> trial.plan().map(plan -> plan.target().word()));
        settings.put("ptq", trial -> Optional.of(trial)
                .filter(t -> t.method() == Method.PTQ)
                .map(Trial::ptq));
        settings.put("layout", trial -> trial.plan().map(plan -> trial.layout()));
        settings.put("calibration_examples", trial -> trial.plan().map(plan -> trial.calibrationExamples()));
        settings.put("epochs", training(TrainingSettings::epochs));
        settings.put("batch_size", training(TrainingSettings::batchSize));
        settings.put("learning_rate", training(TrainingSettings::learningRate));
        settings.put("optimizer", training(TrainingSettings::optimizer));
        settings.put("schedule", training(recipe -> recipe.schedule().word()));
        settings.put("weight_decay", training(TrainingSettings::weightDecay));
        settings.put("batch_norm", training(TrainingSettings::batchNorm));
        RecipeFile.REFINEMENTS.forEach(key -> settings.put(key, trial -> trial.training()
                .flatMap(recipe ->
                        Optional.ofNullable(RecipeFile.refinements(recipe).get(key)))));
        settings.put("seed", training(TrainingSettings::seed));
        settings.put("data", trial -> Optional.of(trial.data().spec()));
        settings.put("validation_share", trial -> Optional.of(trial.data().validationShare()));
        settings.put("data_seed", trial -> Optional.of(trial.data().seed()));
        settings.put("model", trial -> Optional.of(trial.model().getFileName()));
        return settings;
    }

    private static Function<Trial, Optional<Object>> training(Function<TrainingSettings, Object> setting) {
        return trial -> trial.training().map(setting);
    }

    private static String text(Object value) {
        if (value instanceof Optimizer optimizer) {
            return optimizer.word();
        }
        return value instanceof Enum<?> ? value.toString().toLowerCase(Locale.ROOT) : value.toString();
    }
}
