package org.bitscale.ui.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitscale.BadInputException;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Asking;

/** Finds where both networks spend their time. */
final class LayerTimesViewModel {

    private static final int THREADS = 1;

    private final DeployViewModel deploy;
    private final Asking asking;
    private final Map<String, Times> known = new HashMap<>();
    private final ReadOnlyObjectWrapper<Optional<Times>> result = new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * Times by layer.
     *
     * @param rows in the order of the float network; what belongs to no layer comes last
     * @param conversions share of the quantized network's time that goes into converting between float and integers
     */
    record Times(List<Row> rows, double conversions) {

        double real() {
            return rows.stream().mapToDouble(Row::real).sum();
        }

        double exported() {
            return rows.stream().mapToDouble(Row::exported).sum();
        }

        double longest() {
            return rows.stream()
                    .mapToDouble(row -> Math.max(row.real(), row.exported()))
                    .max()
                    .orElse(1);
        }
    }

    /**
     * A layer.
     *
     * @param layer its name; empty for what belongs to no layer
     * @param operators what computes it in the quantized network
     * @param real microseconds in the float network
     * @param exported microseconds in the run's network
     */
    record Row(String layer, String operators, double real, double exported) {}

    LayerTimesViewModel(DeployViewModel deploy) {
        this.deploy = deploy;
        this.asking = new Asking(deploy.background(), deploy.failures());
        deploy.chosen().addListener((observed, before, now) -> {
            if (!before.equals(now)) {
                asking.cancel();
                asking.problem().set("");
                result.set(now.map(chosen -> known.get(chosen.run().id())));
            }
        });
    }

    Asking asking() {
        return asking;
    }

    /** What was measured. */
    ReadOnlyObjectProperty<Optional<Times>> result() {
        return result.getReadOnlyProperty();
    }

    /** Begins, unless an experiment runs. */
    void measure() {
        try {
            Run run = deploy.run();
            deploy.requireIdle();
            asking.begin(() -> asking.prepares(deploy.files(
                    files -> asking.waitFor(deploy.desk().worker().layerTimes(files.floatModel(), THREADS), real -> {
                        asking.progressTo(0.5);
                        asking.waitFor(
                                deploy.desk().worker().layerTimes(files.exported(), THREADS),
                                exported -> end(run, times(names(run), real, exported)));
                    }),
                    asking::fail)));
        } catch (BadInputException e) {
            asking.problem().set(e.getMessage());
        }
    }

    private void end(Run run, Times times) {
        asking.end();
        known.put(run.id(), times);
        result.set(Optional.of(times));
    }

    private static List<String> names(Run run) {
        return run.layers().stream().map(LayerRecord::name).toList();
    }

    /**
     * Both networks by layer.
     *
     * @param order of the layers; others follow
     */
    static Times times(List<String> order, List<LayerTime> real, List<LayerTime> exported) {
        Map<String, Double> before = sums(real);
        Map<String, Double> after = sums(exported);
        Set<String> layers = new LinkedHashSet<>(order);
        layers.addAll(before.keySet());
        layers.addAll(after.keySet());
        layers.remove("");
        layers.add(""); // what belongs to no layer stands last
        List<Row> rows = new ArrayList<>();
        for (String layer : layers) {
            if (before.containsKey(layer) || after.containsKey(layer)) {
                rows.add(new Row(
                        layer,
                        operators(exported, layer),
                        before.getOrDefault(layer, 0.0),
                        after.getOrDefault(layer, 0.0)));
            }
        }
        double all = exported.stream().mapToDouble(LayerTime::microseconds).sum();
        double conversions = exported.stream()
                .filter(time -> time.operator().equals("QuantizeLinear")
                        || time.operator().equals("DequantizeLinear"))
                .mapToDouble(LayerTime::microseconds)
                .sum();
        return new Times(rows, all > 0 ? conversions / all : 0);
    }

    private static Map<String, Double> sums(List<LayerTime> times) {
        Map<String, Double> sums = new LinkedHashMap<>();
        times.forEach(time -> sums.merge(time.layer().orElse(""), time.microseconds(), Double::sum));
        return sums;
    }

    private static String operators(List<LayerTime> times, String layer) {
        Set<String> operators = new LinkedHashSet<>();
        times.stream()
                .filter(time -> time.layer().orElse("").equals(layer))
                .map(LayerTime::operator)
                .forEach(operators::add);
        return String.join(", ", operators);
    }

    void forget() {
        known.clear();
    }
}
