package org.bitscale.experiment.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;

/** Plans that were searched for, as an experiment that tries them all. */
public final class SearchedExperiment {

    private SearchedExperiment() {}

    /**
     * The experiment's text; one trial for each plan and seed.
     *
     * @param name of the experiment
     * @param model as the file shall name it
     * @param data as it shall be read
     * @param method what is done with every plan
     * @param epochs of training, where the method trains
     * @param seeds one trial each
     * @param base what all plans share
     * @param layers the bits of single layers, by plan
     */
    public static String text(
            String name,
            String model,
            DataOptions data,
            Method method,
            int epochs,
            List<Long> seeds,
            PlanSettings base,
            List<Map<String, LayerOverride>> layers) {
        List<Map<String, Object>> points = seeds.stream()
                .flatMap(seed -> layers.stream().map(plan -> point(plan, seed, seeds.size() > 1)))
                .toList();
        Map<String, Object> recipe = new LinkedHashMap<>();
        if (method.qat().isPresent()) {
            recipe.put("epochs", epochs);
        }
        if (seeds.size() == 1) {
            recipe.put("seed", seeds.get(0));
        }
        return ExperimentFile.write(new ExperimentSpec(
                name,
                model,
                Optional.empty(),
                new ExperimentSpec.Data(
                        data.spec(),
                        Optional.empty(),
                        data.scaling()
                                .map(scaling -> new ExperimentSpec.Scaling(
                                        Optional.of(scaling.divisor()),
                                        Optional.of(scaling.mean()),
                                        Optional.of(scaling.std()))),
                        data.validationShare(),
                        data.limit(),
                        data.seed(),
                        data.resize().map(resize -> resize.word()),
                        data.label()),
                method.name().toLowerCase(Locale.ROOT),
                PlanFile.section(base.withLayers(Map.of())),
                recipe,
                new ExperimentSpec.Sweep("list", Optional.empty(), Optional.of(points), 20, 0),
                new ExperimentSpec.Evaluation(false),
                List.of(Measure.ACCURACY, Measure.PACKED_SIZE),
                List.of(),
                new ExperimentSpec.Budget(OptionalInt.empty(), OptionalDouble.empty())));
    }

    private static Map<String, Object> point(Map<String, LayerOverride> plan, long seed, boolean withSeed) {
        Map<String, Object> layers = new TreeMap<>();
        plan.forEach((layer, scheme) -> layers.put(layer, scheme.toString()));
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("layers", layers);
        if (withSeed) {
            point.put("seed", seed);
        }
        return point;
    }
}
