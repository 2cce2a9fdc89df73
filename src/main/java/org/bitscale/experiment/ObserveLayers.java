package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.Subset;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Weights;

/** Observes what the layers of a float network hold and read. */
public final class ObserveLayers {

    private static final int BATCH = 64;
    /** Values, four bytes each, that are looked at at the same time. */
    private static final long MOST_VALUES = 1 << 24;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public ObserveLayers(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * Observes every layer with constant weights.
     *
     * @param examples of the validation split, always the same ones; all, if there are fewer
     * @return in the order of the network
     * @throws BadInputException if model and data do not fit, or a layer reads values that are not finite
     */
    public List<LayerObservation> run(Path model, DataOptions options, int examples) {
        if (examples < 1) {
            throw new BadInputException("At least 1 example is needed, but " + examples + " came");
        }
        FloatNetwork network = workbench.floatNetwork(model, options);
        Graph folded = network.model().folded();
        List<Node> layers = network.weighted();
        Map<String, Histogram> inputs = inputs(network, layers, examples);
        return layers.stream()
                .map(node -> observation(
                        node, Weights.of(node, folded.constants().get(node.input(1))), inputs.get(node.input(0))))
                .toList();
    }

    private static LayerObservation observation(Node node, Weights weights, Histogram input) {
        float[] min = new float[weights.channels()];
        float[] max = new float[weights.channels()];
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
        float[] values = weights.values();
        for (int i = 0; i < values.length; i++) {
            int channel = weights.channel(i);
            min[channel] = Math.min(min[channel], values[i]);
            max[channel] = Math.max(max[channel], values[i]);
        }
        return new LayerObservation(
                node.name(), node.operator(), weights.sizes(), weights.axis(), Histogram.of(values), min, max, input);
    }

    /** Twice over the examples: for the ranges, then for what lies where in them. */
    private Map<String, Histogram> inputs(FloatNetwork network, List<Node> layers, int examples) {
        List<String> tensors =
                layers.stream().map(node -> node.input(0)).distinct().toList();
        Dataset all = network.data().validation();
        Dataset few = HeldExamples.of(examples < all.size() ? Subset.sample(all, examples, 0) : all);
        Graph folded = network.model().folded();
        long values = tensors.stream()
                .mapToLong(tensor -> TensorTrace.valuesPerExample(network.facts(), tensor))
                .sum();
        int affordable = (int) Math.max(1, Math.min(BATCH, MOST_VALUES / Math.max(1, values)));
        int batch = TensorTrace.batch(folded, affordable);
        Map<String, HistogramCounter> counters = new LinkedHashMap<>();
        try (TensorTrace trace = TensorTrace.of(folded, tensors, workbench)) {
            pass(
                    trace,
                    few,
                    network,
                    batch,
                    seen -> seen.forEach((tensor, taken) -> {
                        HistogramCounter range = HistogramCounter.over(taken);
                        requireFinite(tensor, range);
                        counters.merge(tensor, range, HistogramCounter::widened);
                    }));
            pass(
                    trace,
                    few,
                    network,
                    batch,
                    seen -> seen.forEach((tensor, taken) -> counters.get(tensor).add(taken)));
        }
        Map<String, Histogram> histograms = new HashMap<>();
        counters.forEach((tensor, counter) -> histograms.put(tensor, counter.histogram()));
        return histograms;
    }

    private void pass(
            TensorTrace trace, Dataset data, FloatNetwork network, int batch, Consumer<Map<String, float[]>> look) {
        int done = 0;
        try (BatchLoader loader = BatchLoader.sequential(data, network.data().format(), batch, workbench.loaders())) {
            while (loader.hasNext()) {
                progress.checkCancelled();
                look.accept(trace.run(loader.next()));
                done = Math.min(data.size(), done + batch);
                progress.update("observe", done, data.size(), "");
            }
        }
    }

    private static void requireFinite(String tensor, HistogramCounter range) {
        if (!Float.isFinite(range.min()) || !Float.isFinite(range.max())) {
            throw new BadInputException(
                    "Tensor '%s' takes values that are not finite (%s to %s); check the data and the input scaling"
                            .formatted(tensor, range.min(), range.max()));
        }
    }
}
