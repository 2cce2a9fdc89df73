package org.bitscale.ptq;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.engine.Reconstruction;
import org.bitscale.engine.ReconstructionSettings;
import org.bitscale.engine.Recording;
import org.bitscale.graph.Graph;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.Block;
import org.bitscale.graph.pass.Layers;
import org.bitscale.graph.quantize.ClippedSites;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.QuantPlan;

/**
 * Learns for every weight whether it is rounded up or down, part after part in the order of the network: each part is fed
 * what the network quantized so far gives, and learns to give what it gives in float.
 *
 * @param wholeBlocks whether a part is a block (BRECQ) or a single layer (AdaRound)
 * @param settings of the optimizer
 */
record Reconstruct(boolean wholeBlocks, ReconstructionSettings settings) implements PtqStep {

    /** Values, four bytes each, of a part's inputs or results that are kept; fewer examples are used where they are more. */
    private static final long MOST_VALUES = 1L << 25;

    @Override
    public Draft apply(Draft draft, PtqContext context) {
        requireIntegers(context.plan());
        Graph real = draft.folded();
        Facts facts = ShapeInference.of(real, context.operators());
        Layers layers = new Layers(real);
        List<Block> blocks = wholeBlocks
                ? Block.ofNetwork(real, facts, context.operators())
                : Block.layers(real, facts, context.operators());
        Draft now = draft;
        for (Block block : blocks) {
            Map<String, QuantizedWeights> weights = new LinkedHashMap<>(now.weights());
            weights.keySet()
                    .retainAll(block.nodes().stream().map(node -> node.name()).toList());
            if (!weights.isEmpty()) {
                now = reconstructed(now, block, block.graph(real, facts), weights, block.label(layers), context);
            }
        }
        return now;
    }

    /** What is learned is whether an integer is the one below or above. */
    private static void requireIntegers(QuantPlan plan) {
        plan.layers().forEach((name, layer) -> layer.weights().ifPresent(weights -> {
            if (!(weights.format() instanceof IntegerFormat)) {
                throw new BadInputException(
                        ("adaround and blocks learn whether an integer is rounded up or down, but layer "
                                        + "'%s' has %s; take gptq, which rounds to any levels, or neither")
                                .formatted(name, weights.format().label()));
            }
        }));
    }

    private Draft reconstructed(
            Draft draft,
            Block block,
            Graph part,
            Map<String, QuantizedWeights> weights,
            String label,
            PtqContext context) {
        Reconstruction.Task task = new Reconstruction.Task(part, context.placement(), draft.activations(), weights);
        int count = examples(part, context);
        try (Recording target = context.recorded(draft.folded(), block.exit(), count);
                Recording quantized = context.recorded(draft.deployed(context.placement()), block.entry(), count);
                Recording real = context.recorded(draft.folded(), block.entry(), settings.drop() > 0 ? count : 1)) {
            Reconstruction.Result result = new Reconstruction(context.operators(), context.engine(), settings)
                    .run(task, quantized, real, target, label, context.progress());
            Map<Site, QParams> activations = new LinkedHashMap<>();
            result.activations()
                    .forEach((site, learned) ->
                            activations.put(site, ClippedSites.within(draft.folded(), site, learned)));
            return draft.with(result.weights(), activations);
        }
    }

    private int examples(Graph part, PtqContext context) {
        long values = Math.max(values(part.onlyInput()), values(part.onlyOutput()));
        int all = context.examples().size();
        return (int) Math.max(Math.min(settings.batchSize(), all), Math.min(all, MOST_VALUES / Math.max(1, values)));
    }

    /** Values of one example. */
    private static long values(ValueInfo tensor) {
        return tensor.type().shape().withoutBatch().elements().orElseThrow().factor();
    }
}
