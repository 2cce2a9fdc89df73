package org.bitscale.ptq;

import java.util.Map;
import java.util.Set;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.engine.ChannelStatistics;
import org.bitscale.engine.Recording;
import org.bitscale.engine.TorchEngine;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.RangeRule;

/**
 * What steps work with.
 *
 * @param operators the operators
 * @param engine computes
 * @param plan bits by layer
 * @param placement where activations are quantized
 * @param weightRange how ranges of weights are chosen where no step says otherwise
 * @param activationRange how ranges of activations are chosen where no step says otherwise
 * @param examples what steps look at
 * @param progress hears and cancels
 */
public record PtqContext(
        OperatorTable operators,
        TorchEngine engine,
        QuantPlan plan,
        Placement placement,
        RangeRule weightRange,
        RangeRule activationRange,
        Examples examples,
        Progress progress) {

    /** What the channels of tensors take over all examples. */
    Map<String, ChannelStatistics> statistics(Graph graph, Set<String> tensors) {
        return statistics(graph, tensors, 1);
    }

    /** What the channels of tensors take over all examples, channels being axis 1, or −1 for the last. */
    Map<String, ChannelStatistics> statistics(Graph graph, Set<String> tensors, int axis) {
        try (BatchLoader loader = examples.batches()) {
            return ChannelStatistics.of(graph, operators, tensors, axis, loader, examples.size(), engine, quiet());
        }
    }

    /** What a tensor takes for each of the first {@code count} examples. */
    Recording recorded(Graph graph, String tensor, int count) {
        Examples few = examples.first(count);
        try (BatchLoader loader = few.batches()) {
            return Recording.of(graph, operators, tensor, loader, few.size(), engine, quiet());
        }
    }

    /** Cancels, but does not hear: many short passes are one long step. */
    Progress quiet() {
        return new Progress() {
            @Override
            public void update(String phase, long done, long total, String detail) {}

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        };
    }
}
