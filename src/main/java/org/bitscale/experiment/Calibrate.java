package org.bitscale.experiment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.Subset;
import org.bitscale.engine.Calibration;
import org.bitscale.graph.Graph;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.quant.Summary;

/** Observes what the tensors that will be quantized take on examples of the validation split. */
final class Calibrate {

    private static final int BATCH = 64;

    private final Workbench workbench;
    private final ContentCache cache;
    private final Progress progress;

    Calibrate(Workbench workbench, ContentCache cache, Progress progress) {
        this.workbench = workbench;
        this.cache = cache;
        this.progress = progress;
    }

    /** What decides a calibration. */
    private record Content(String model, String data, String format, int examples, List<String> tensors, int threads) {}

    /** What is kept. */
    private record Observed(Map<String, Summary> summaries) {}

    /** Summaries by tensor name, computed once for each content. */
    Map<String, Summary> run(ModelFile file, Graph folded, Placement placement, TaskData data, int examples) {
        Set<String> tensors = tensors(placement);
        Content content = new Content(
                file.sha256(),
                data.splitHash(),
                data.format().toString(),
                examples,
                List.copyOf(tensors),
                workbench.settings().threads());
        return cache.get(
                        "observed",
                        content,
                        Observed.class,
                        () -> new Observed(observe(folded, tensors, data, examples)))
                .summaries();
    }

    /** The tensors that are quantized with parameters of their own. */
    static Set<String> tensors(Placement placement) {
        Set<String> tensors = new LinkedHashSet<>();
        placement.ownSites().forEach(site -> tensors.add(site.tensor()));
        return tensors;
    }

    /** So many examples of the validation split; all, if there are fewer. */
    static Dataset examples(TaskData data, int examples) {
        return examples < data.validation().size() ? Subset.sample(data.validation(), examples, 0) : data.validation();
    }

    /** Summaries by tensor name, computed anew. */
    Map<String, Summary> observe(Graph folded, Set<String> tensors, TaskData data, int examples) {
        Dataset few = examples(data, examples);
        try (BatchLoader loader = BatchLoader.sequential(few, data.format(), BATCH, workbench.loaders())) {
            return Calibration.run(
                    folded, workbench.operators(), tensors, loader, few.size(), workbench.engine(), progress);
        }
    }
}
