package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.data.Subset;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PackedSize;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.graph.quantize.QdqExport;
import org.bitscale.ptq.ChooseRanges;
import org.bitscale.ptq.Draft;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Summary;

/** A float network and its data, with what every estimate of a plan for it needs, computed once. Not thread-safe. */
public final class FloatNetwork {

    private static final int BATCH = 250;

    /** Examples on which layers are compared. */
    private static final int TRACED = 32;
    /** Values, four bytes each, of all layers' outputs that are kept. */
    private static final long MOST_TRACED_VALUES = 1 << 24;

    private final Identity identity;
    private final Workbench workbench;
    private final ModelFile file;
    private final PreparedModel model;
    private final Facts facts;
    private final TaskData data;
    private final long packedBytes;
    private final Map<String, Summary> observed = new LinkedHashMap<>();
    private int observedExamples;
    private Optional<Reference> reference = Optional.empty();

    private FloatNetwork(Identity identity, Workbench workbench) {
        this.identity = identity;
        this.workbench = workbench;
        this.file = ModelFile.read(identity.path(), workbench.operators());
        this.model = PreparedModel.of(file, workbench.operators());
        this.facts = ShapeInference.of(model.folded(), workbench.operators());
        this.data = workbench.data(identity.options(), file.graph());
        this.packedBytes = PackedSize.ofFloat(model.folded());
    }

    /** What tells whether model and data are still the same. */
    private record Identity(Path path, FileTime changed, long bytes, DataOptions options) {}

    /**
     * What the float network does with some examples.
     *
     * @param wanted how many were asked for
     * @param examples of the validation split
     * @param predictions for these
     * @param traced a few of them
     * @param outputs of the layers with weights for the few, by layer
     */
    public record Reference(
            int wanted, Dataset examples, Predictions predictions, Dataset traced, Map<String, float[]> outputs) {}

    /**
     * Reads a network and opens its data, unless {@code last} is the same.
     *
     * @throws BadInputException if one of them cannot be used
     */
    static FloatNetwork of(Optional<FloatNetwork> last, Path path, DataOptions options, Workbench workbench) {
        Identity identity = identity(path, options);
        Optional<FloatNetwork> same = last.filter(known -> known.identity.equals(identity));
        return same.isPresent() ? same.get() : new FloatNetwork(identity, workbench);
    }

    private static Identity identity(Path path, DataOptions options) {
        try {
            return new Identity(path, Files.getLastModifiedTime(path), Files.size(path), options);
        } catch (IOException e) {
            throw new BadInputException(
                    "Model file '%s' cannot be read (%s); check the path".formatted(path, e.getMessage()), e);
        }
    }

    /**
     * What tells whether something measured on a network and its validation examples is true of these.
     *
     * @param model SHA-256 of its file
     * @param examples hash of the validation split
     * @param format how examples become what the network reads
     */
    public record Content(String model, String examples, String format) {}

    /** What identifies network and data. */
    public Content content() {
        return new Content(file.sha256(), data.splitHash(), data.format().toString());
    }

    /** Its forms. */
    public PreparedModel model() {
        return model;
    }

    /** Types of the tensors of the form with batch normalizations folded. */
    public Facts facts() {
        return facts;
    }

    /** Its data. */
    public TaskData data() {
        return data;
    }

    /** Bytes of the float network if every number takes just its bits. */
    public long packedBytes() {
        return packedBytes;
    }

    /** The nodes that multiply with constant weights, in order. */
    public List<Node> weighted() {
        return model.folded().nodes().stream()
                .filter(node -> workbench.operators().of(node).role(node, facts) == QuantizationRole.WEIGHTED
                        && model.folded().constant(node, 1).isPresent())
                .toList();
    }

    /** How many weights each of them has, in order. */
    public Map<String, Long> weightCounts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        weighted()
                .forEach(node -> counts.put(node.name(), (long)
                        model.folded().constants().get(node.input(1)).elements()));
        return counts;
    }

    /** What the tensors of a placement take on some examples of the validation split. */
    Map<String, Summary> calibration(Placement placement, int examples, Progress progress) {
        if (observedExamples != examples) {
            observed.clear();
            observedExamples = examples;
        }
        Set<String> missing = new HashSet<>(Calibrate.tensors(placement));
        missing.removeAll(observed.keySet());
        if (!missing.isEmpty()) {
            // With all that a plan can ask for, so that the next plan finds it.
            missing.addAll(Calibrate.tensors(whole()));
            missing.removeAll(observed.keySet());
            observed.putAll(new Calibrate(workbench, ContentCache.NONE, progress)
                    .observe(model.folded(), missing, data, examples));
        }
        return observed;
    }

    private Placement whole() {
        return Placement.of(
                model.folded(),
                facts,
                workbench.operators(),
                PlanBuilder.of(model.folded(), facts, workbench.operators(), PlanSettings.of(8, 8)));
    }

    /**
     * A plan laid over the network without training.
     *
     * @param parts what is quantized how
     * @param sites activations with parameters of their own
     * @param deployed what would be exported
     */
    public record Quantized(Draft parts, int sites, Graph deployed) {}

    /**
     * Quantizes without training, as an export would be.
     *
     * @param settings how ranges are chosen
     */
    public Quantized quantized(QuantPlan plan, PlanSettings settings, int calibrationExamples, Progress progress) {
        Placement placement = Placement.of(model.folded(), facts, workbench.operators(), plan);
        Draft parts = ChooseRanges.of(
                model.folded(),
                plan,
                placement,
                calibration(placement, calibrationExamples, progress),
                settings.weightRange(),
                settings.activationRange());
        Graph deployed = QdqExport.of(model.folded(), placement, parts.activations(), parts.weights(), Layout.FAST);
        return new Quantized(parts, placement.ownSites().size(), deployed);
    }

    /** What a graph says about examples. */
    public Predictions predictions(Graph graph, Dataset examples, Progress progress) {
        return new Verify(workbench, progress).simulate(graph, examples, data.format(), BATCH);
    }

    /** What the float network does with so many examples of the validation split. */
    public Reference reference(int examples, Progress progress) {
        if (reference.filter(known -> known.wanted() == examples).isEmpty()) {
            reference = Optional.of(refer(examples, progress));
        }
        return reference.get();
    }

    private Reference refer(int wanted, Progress progress) {
        Dataset all = data.validation();
        Dataset examples = HeldExamples.of(wanted < all.size() ? Subset.sample(all, wanted, 0) : all);
        Graph real = file.form(workbench.operators()).real();
        Predictions predictions = predictions(real, examples, progress);
        Dataset traced = HeldExamples.of(Subset.sample(examples, tracedExamples(), 0));
        Map<String, float[]> outputs = outputs(model.folded(), weighted(), traced);
        return new Reference(wanted, examples, predictions, traced, outputs);
    }

    /** What layers give in a graph for the few examples that layers are compared on, by layer. */
    public Map<String, float[]> outputs(Graph graph, List<Node> layers, Reference reference) {
        return outputs(graph, layers, reference.traced());
    }

    private Map<String, float[]> outputs(Graph graph, List<Node> layers, Dataset examples) {
        Set<String> wanted = layers.stream().map(Node::name).collect(Collectors.toSet());
        Map<String, String> tensors = new LinkedHashMap<>();
        graph.nodes().stream()
                .filter(node -> wanted.contains(node.name()))
                .forEach(node -> tensors.put(node.name(), node.output()));
        Map<String, float[]> values = TensorTrace.of(graph, tensors.values(), examples, data.format(), workbench);
        Map<String, float[]> outputs = new LinkedHashMap<>();
        tensors.forEach((layer, tensor) -> outputs.put(layer, values.get(tensor)));
        return outputs;
    }

    private int tracedExamples() {
        long values = weighted().stream()
                .mapToLong(node -> TensorTrace.valuesPerExample(facts, node.output()))
                .sum();
        int affordable = (int) Math.max(1, Math.min(TRACED, MOST_TRACED_VALUES / Math.max(1, values)));
        return TensorTrace.batch(model.folded(), affordable);
    }
}
