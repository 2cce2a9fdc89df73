package org.bitscale.experiment.sensitivity;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.engine.Curvature;
import org.bitscale.experiment.FloatNetwork;
import org.bitscale.experiment.PreparedModel;
import org.bitscale.experiment.Workbench;
import org.bitscale.graph.Graph;

/**
 * How the loss bends at the weights of every layer, which together with rounding errors tells what any number of bits
 * costs: measured once for all schemes.
 *
 * @param fisher by layer, the empirical Fisher information of each weight; empty if not wanted
 * @param traces by layer, the trace of its block of the Hessian; empty if not wanted
 */
record SecondOrder(Map<String, float[]> fisher, Map<String, Double> traces) {

    private static final int BATCH = 64;

    /** Measures what {@code measures} need. */
    static SecondOrder of(
            FloatNetwork network,
            Dataset examples,
            Set<SensitivityMeasure> measures,
            int probes,
            Workbench workbench,
            Progress progress) {
        boolean fisher = measures.contains(SensitivityMeasure.FISHER);
        boolean hessian = measures.contains(SensitivityMeasure.HESSIAN);
        if (!fisher && !hessian) {
            return new SecondOrder(Map.of(), Map.of());
        }
        Graph logits = PreparedModel.logits(network.model().folded(), workbench.operators());
        try (Curvature curvature = new Curvature(logits, workbench.operators(), workbench.engine(), 0)) {
            int batches = (examples.size() + BATCH - 1) / BATCH;
            if (fisher) {
                feed(network, examples, batches, "fisher", workbench, progress, curvature::addFisher);
            }
            if (hessian) {
                feed(network, examples, probes, "hessian", workbench, progress, curvature::addHutchinson);
            }
            return new SecondOrder(fisher ? curvature.fisher() : Map.of(), hessian ? curvature.traces() : Map.of());
        }
    }

    /** Gives so many batches, again from the first where there are not as many. */
    private static void feed(
            FloatNetwork network,
            Dataset examples,
            int batches,
            String phase,
            Workbench workbench,
            Progress progress,
            Consumer<Batch> taker) {
        int done = 0;
        while (done < batches) {
            try (BatchLoader loader =
                    BatchLoader.sequential(examples, network.data().format(), BATCH, workbench.loaders())) {
                while (loader.hasNext() && done < batches) {
                    progress.checkCancelled();
                    taker.accept(loader.next());
                    progress.update(phase, ++done, batches, "");
                }
            }
        }
    }
}
