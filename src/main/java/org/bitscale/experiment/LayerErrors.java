package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.eval.Sqnr;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;

/**
 * How far the layers of an exported file are from those of the float network it came from. With training in between, what
 * was learned differs too, and counts as error.
 */
public final class LayerErrors {

    /** As many as an estimate looks at: those of them that layers are compared on are the same. */
    private static final int EXAMPLES = 256;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public LayerErrors(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * Compares the outputs of the layers with weights on a few examples of the validation split.
     *
     * @return in the order of the float network; layers that the file does not have are left out
     * @throws BadInputException if the files do not belong together or the data does not fit
     */
    public List<PlanEstimate.LayerError> run(Path floatModel, Path exported, DataOptions data) {
        FloatNetwork real = workbench.floatNetwork(floatModel, data);
        FloatNetwork.Reference reference = real.reference(EXAMPLES, progress);
        progress.checkCancelled();
        ModelFile file = ModelFile.read(exported, workbench.operators());
        if (!file.isQuantized()) {
            throw new BadInputException("'%s' holds no quantizers; give the float network first, then the quantized one"
                    .formatted(exported));
        }
        Graph graph = file.graph();
        Map<String, String> tensors = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (reference.outputs().containsKey(node.name())) {
                tensors.put(node.name(), node.output());
            }
        }
        if (tensors.isEmpty()) {
            throw new BadInputException("'%s' has no layer of '%s'; give the float network that it came from"
                    .formatted(exported, floatModel));
        }
        Map<String, float[]> values = TensorTrace.of(
                graph, tensors.values(), reference.traced(), real.data().format(), workbench);
        List<PlanEstimate.LayerError> errors = new ArrayList<>();
        reference.outputs().forEach((layer, output) -> {
            if (tensors.containsKey(layer)) {
                errors.add(new PlanEstimate.LayerError(layer, "", Sqnr.of(output, values.get(tensors.get(layer)))));
            }
        });
        return errors;
    }
}
