package org.bitscale.experiment.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.bitscale.BadInputException;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.ptq.PtqRecipe;

/** The trials of an experiment. */
public final class Expansion {

    /** More trials than this are taken for a mistake. */
    public static final int MOST_TRIALS = 1_000_000;

    private static final double SGD_RATE = 0.01;

    private final ExperimentSpec spec;
    private final Path model;
    private final String modelHash;
    private final DataOptions data;
    private final String dataHash;

    private Expansion(ExperimentSpec spec, Path model, String modelHash, DataOptions data, String dataHash) {
        this.spec = spec;
        this.model = model;
        this.modelHash = modelHash;
        this.data = data;
        this.dataHash = dataHash;
    }

    /**
     * What an experiment comes to.
     *
     * @param trials in a fixed order, each once; the first is the float network as it is
     * @param leftOut trials beyond the budget
     */
    public record Result(List<Trial> trials, int leftOut) {}

    /**
     * Expands an experiment.
     *
     * @param model where the network lies
     * @param modelHash its SHA-256
     * @param dataSource where the data lies
     * @param dataHash its fingerprint
     * @throws BadInputException if there are no trials, or more than {@value #MOST_TRIALS}, or one of them is impossible
     */
    public static Result of(ExperimentSpec spec, Path model, String modelHash, String dataSource, String dataHash) {
        count(spec);
        Expansion expansion = new Expansion(spec, model, modelHash, spec.data().options(dataSource), dataHash);
        Set<Trial> trials = new LinkedHashSet<>();
        trials.add(expansion.baseline());
        expansion.points().forEach(point -> trials.add(expansion.trial(point)));
        int most = spec.budget().trials().orElse(MOST_TRIALS);
        List<Trial> kept = trials.stream().limit(most).toList();
        return new Result(kept, trials.size() - kept.size());
    }

    /**
     * How many points the sweep has, before equal ones are merged; nothing is built for it.
     *
     * @throws BadInputException if there are none or more than {@value #MOST_TRIALS}
     */
    public static long count(ExperimentSpec spec) {
        ExperimentSpec.Sweep sweep = spec.sweep();
        requireParts(sweep);
        double count =
                switch (sweep.mode()) {
                    case "list" -> sweep.points().orElseThrow().size();
                    case "random" -> sweep.samples();
                    default ->
                        sweep.over().orElse(Map.of()).values().stream()
                                .mapToDouble(values -> ((List<?>) values).size())
                                .reduce(1, (a, b) -> a * b);
                };
        if (count > MOST_TRIALS) {
            throw new BadInputException(
                    "Experiment '%s' would have %.0f trials, but at most %d are expected; sweep fewer values, or draw some with mode: random"
                            .formatted(spec.name(), count, MOST_TRIALS));
        }
        if (count < 1) {
            throw new BadInputException(
                    "Experiment '%s' has no trials; give the sweep at least one point".formatted(spec.name()));
        }
        return (long) count;
    }

    private static void requireParts(ExperimentSpec.Sweep sweep) {
        boolean list = sweep.mode().equals("list");
        if (list && sweep.points().isEmpty()) {
            throw new BadInputException("A sweep with mode: list needs 'points'; list at least one");
        }
        if (!list && sweep.points().isPresent()) {
            throw new BadInputException("'points' belong to a sweep with mode: list, but the mode is " + sweep.mode());
        }
        if (list && sweep.over().isPresent()) {
            throw new BadInputException("'over' belongs to a sweep with mode: grid or random, but the mode is list");
        }
        if (sweep.mode().equals("random") && sweep.over().isEmpty()) {
            throw new BadInputException("A sweep with mode: random needs 'over'; name at least one dimension");
        }
        sweep.over().orElse(Map.of()).forEach((dimension, values) -> {
            if (values instanceof Map && !sweep.mode().equals("random")) {
                throw new BadInputException(
                        "A range of '%s' needs mode: random, but the mode is %s; list its values instead"
                                .formatted(dimension, sweep.mode()));
            }
        });
    }

    private List<Map<String, Object>> points() {
        return switch (spec.sweep().mode()) {
            case "list" -> spec.sweep().points().orElseThrow();
            case "random" -> drawn();
            default -> grid();
        };
    }

    /** Every combination; the dimensions are in alphabetical order, and the last changes fastest. */
    private List<Map<String, Object>> grid() {
        List<Map<String, Object>> points = new ArrayList<>(List.of(Map.of()));
        for (Map.Entry<String, Object> dimension :
                spec.sweep().over().orElse(Map.of()).entrySet()) {
            List<Map<String, Object>> longer = new ArrayList<>();
            for (Map<String, Object> point : points) {
                for (Object value : (List<?>) dimension.getValue()) {
                    longer.add(with(point, dimension.getKey(), value));
                }
            }
            points = longer;
        }
        return points;
    }

    private static Map<String, Object> with(Map<String, Object> point, String dimension, Object value) {
        Map<String, Object> longer = new LinkedHashMap<>(point);
        longer.put(dimension, value);
        return longer;
    }

    private List<Map<String, Object>> drawn() {
        SplittableRandom random = new SplittableRandom(spec.sweep().seed());
        List<Map<String, Object>> points = new ArrayList<>();
        for (int i = 0; i < spec.sweep().samples(); i++) {
            Map<String, Object> point = new LinkedHashMap<>();
            spec.sweep()
                    .over()
                    .orElseThrow()
                    .forEach((dimension, values) -> point.put(dimension, draw(dimension, values, random)));
            points.add(point);
        }
        return points;
    }

    private static Object draw(String dimension, Object values, SplittableRandom random) {
        if (values instanceof List<?> list) {
            return list.get(random.nextInt(list.size()));
        }
        Map<?, ?> range = (Map<?, ?>) values;
        if (!(ExperimentSchema.dimension(dimension) instanceof Schema.Numeric limits)) {
            throw new BadInputException("'%s' has no order, so it has no range; list its values".formatted(dimension));
        }
        double low = ((Number) range.get("min")).doubleValue();
        double high = ((Number) range.get("max")).doubleValue();
        boolean within =
                low <= high && high <= limits.high() && (limits.aboveLow() ? low > limits.low() : low >= limits.low());
        boolean logarithmic = "log".equals(range.get("scale"));
        if (!within || logarithmic && low <= 0) {
            throw new BadInputException("The range of '%s' must lie within %s, min below max%s, but %s to %s came"
                    .formatted(
                            dimension,
                            Schema.expected(limits),
                            logarithmic ? " and above 0 for a logarithmic scale" : "",
                            low,
                            high));
        }
        if (limits.whole()) {
            return random.nextLong((long) low, (long) high + 1);
        }
        double share = random.nextDouble();
        return logarithmic ? low * Math.pow(high / low, share) : low + (high - low) * share;
    }

    private Trial baseline() {
        return new Trial(
                model,
                modelHash,
                data,
                dataHash,
                Method.FLOAT,
                Optional.empty(),
                Optional.empty(),
                1,
                Layout.FAST,
                spec.evaluation().latency());
    }

    private Trial trial(Map<String, Object> point) {
        Values values = new Values(spec, point);
        Method method = Method.valueOf(values.word("method").toUpperCase(Locale.ROOT));
        return new Trial(
                model,
                modelHash,
                data,
                dataHash,
                method,
                method.quantizes() ? Optional.of(PlanFile.settings(values.values)) : Optional.empty(),
                method == Method.PTQ ? Optional.empty() : Optional.of(recipe(values)),
                method.quantizes() ? values.whole("calibration") : 1,
                method.quantizes() ? Layout.valueOf(values.word("layout").toUpperCase(Locale.ROOT)) : Layout.FAST,
                spec.evaluation().latency(),
                method == Method.PTQ ? PtqRecipe.parse(values.word("ptq")) : PtqRecipe.PLAIN);
    }

    private static TrainingSettings recipe(Values values) {
        boolean folds = PlanFile.settings(values.values).needsFoldedNorm();
        return RecipeFile.settings(values.values, SGD_RATE, folds ? BatchNormMode.FOLD : BatchNormMode.KEEP);
    }

    /** Plan, recipe and method of the experiment with what one point says instead. */
    private static final class Values {

        private final Map<String, Object> values = new LinkedHashMap<>();

        Values(ExperimentSpec spec, Map<String, Object> point) {
            values.putAll(spec.plan());
            values.putAll(spec.recipe());
            values.put("method", spec.method());
            if (point.get("bits") instanceof String bits) {
                LayerOverride widths = LayerOverride.parse(bits);
                values.put("weights", widths.weightBits());
                values.put("activations", widths.activationBits());
            }
            values.putAll(point);
        }

        String word(String key) {
            return values.get(key).toString();
        }

        int whole(String key) {
            return ((Number) values.get(key)).intValue();
        }
    }
}
