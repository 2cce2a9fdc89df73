package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.QuantizedTraining;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.FoldBatchNorm;
import org.bitscale.graph.quantize.DynamicExport;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PackedSize;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.graph.quantize.QdqExport;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Summary;

/** From a float network to a proved file, quantized or not, with or without training. */
public final class Quantize {

    private static final int BATCH = 250;

    private final Workbench workbench;
    private final ContentCache cache;
    private final Optional<CheckpointFile> checkpoints;
    private final Consumer<Training.Epoch> epochs;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}; keeps nothing for another time. */
    public Quantize(Workbench workbench, Progress progress) {
        this(workbench, ContentCache.NONE, Optional.empty(), epoch -> {}, progress);
    }

    /**
     * Works with {@code workbench} and tells {@code progress}.
     *
     * @param cache knows baselines and calibrations
     * @param checkpoints where a training is kept after each epoch, and goes on from
     * @param epochs hears each epoch, those of the checkpoint too
     */
    public Quantize(
            Workbench workbench,
            ContentCache cache,
            Optional<CheckpointFile> checkpoints,
            Consumer<Training.Epoch> epochs,
            Progress progress) {
        this.workbench = workbench;
        this.cache = cache;
        this.checkpoints = checkpoints;
        this.epochs = epochs;
        this.progress = progress;
    }

    /**
     * A network ready for export.
     *
     * @param graph what is written
     * @param plan bits by layer
     * @param packedBytes bytes if every number takes just its bits
     * @param epochs of its training
     */
    private record Candidate(Graph graph, QuantPlan plan, long packedBytes, List<Training.Epoch> epochs) {}

    /**
     * Runs a request.
     *
     * @throws BadInputException if something in it is wrong; nothing is written then
     */
    public QuantizeResult run(QuantizeRequest request) {
        long start = System.nanoTime();
        OnnxWriter.requireWritable(request.out());
        requireOtherFile(request);
        ModelFile file = ModelFile.read(request.model(), workbench.operators());
        PreparedModel model = PreparedModel.of(file, workbench.operators());
        TaskData data = workbench.data(request.data(), file.graph());
        request.training().ifPresent(recipe -> recipe.refinements()
                .augmentation()
                .requireFits(data.train().info().shape()));
        Candidate candidate = request.plan().isPresent()
                ? quantized(request, request.plan().get(), file, model, data)
                : inFloat(request, model, data);
        Graph deployed = candidate.graph().withMetadata(Provenance.of(request, file, data, workbench));

        Baseline baseline = Baseline.of(file, data, workbench, cache, progress);
        Verify verify = new Verify(workbench, progress);
        // A range found as the network runs is that of all examples computed at once.
        int batch = request.plan().map(PlanSettings::isDynamic).orElse(false) ? 1 : BATCH;
        Predictions validation = verify.simulate(deployed, data.validation(), data.format(), batch);
        Predictions test = verify.simulate(deployed, data.test(), data.format(), batch);
        OnnxWriter.write(deployed, request.out());
        Verification verification = verify.of(request.out(), deployed, test, data.test(), data.format(), true, batch);
        return new QuantizeResult(
                request.out(),
                size(request),
                candidate.packedBytes(),
                PackedSize.ofFloat(model.folded()),
                candidate.plan(),
                LayerRecord.of(model.folded(), candidate.plan(), workbench.operators()),
                request.description(),
                baseline,
                Score.of(validation),
                Score.of(test),
                candidate.epochs(),
                verification,
                Hashes.ofConstants(deployed),
                Evaluate.nearChance(baseline.test().accuracy(), data.test()),
                data.format().scaling().toString(),
                (System.nanoTime() - start) / 1e9);
    }

    private Candidate quantized(
            QuantizeRequest request, PlanSettings bits, ModelFile file, PreparedModel model, TaskData data) {
        Facts facts = ShapeInference.of(model.folded(), workbench.operators());
        QuantPlan plan = PlanBuilder.of(model.folded(), facts, workbench.operators(), bits);
        Placement placement = Placement.of(model.folded(), facts, workbench.operators(), plan);
        Training.Quantized parts;
        List<Training.Epoch> trained = List.of();
        if (request.method().isPresent()) {
            request.method().get().requireFits(plan);
            TrainingSettings recipe = request.training().orElseThrow();
            List<QuantizedTraining> stages = new ArrayList<>();
            for (PlanSettings raised : raised(bits, recipe)) {
                stages.add(stage(request, raised, file, model, data));
            }
            stages.add(stage(request, bits, file, model, data));
            TrainingLoop.Task training =
                    new TrainingLoop.Task(logits(model, recipe), recipe, stages, teacher(model), data);
            TrainingLoop.Trained<Training.Quantized> result = new TrainingLoop(workbench, checkpoints, epochs, progress)
                    .run(training, Training::quantized, network -> {
                        Training.Quantized now = whole(model, network.quantized());
                        return validation(exported(now, placement, request.layout()), data);
                    });
            trained = result.epochs();
            parts = whole(model, result.network());
        } else {
            parts = new PostTraining(workbench, cache, progress).run(request, file, model, plan, placement, data);
        }
        if (bits.isDynamic()) {
            return new Candidate(
                    DynamicExport.of(parts.folded(), plan, parts.weights(), request.layout()),
                    plan,
                    PackedSize.of(parts.folded(), parts.weights(), 0),
                    trained);
        }
        return new Candidate(
                exported(parts, placement, request.layout()),
                plan,
                PackedSize.of(
                        parts.folded(), parts.weights(), placement.ownSites().size()),
                trained);
    }

    /** The bits before the plan's own, where they fall step by step. */
    private static List<PlanSettings> raised(PlanSettings bits, TrainingSettings recipe) {
        List<PlanSettings> plans =
                ProgressivePlans.of(bits, recipe.refinements().quantizers().progressive());
        if (plans.size() > recipe.epochs()) {
            throw new BadInputException(("Training begins at other bits %d times before its own, but has only %d "
                            + "epochs; give it an epoch for each and one more")
                    .formatted(plans.size() - 1, recipe.epochs()));
        }
        return plans.subList(0, plans.size() - 1);
    }

    private QuantizedTraining stage(
            QuantizeRequest request, PlanSettings bits, ModelFile file, PreparedModel model, TaskData data) {
        Facts facts = ShapeInference.of(model.folded(), workbench.operators());
        QuantPlan plan = PlanBuilder.of(model.folded(), facts, workbench.operators(), bits);
        Placement placement = Placement.of(model.folded(), facts, workbench.operators(), plan);
        Map<String, Summary> calibration = new Calibrate(workbench, cache, progress)
                .run(file, model.folded(), placement, data, request.calibrationExamples());
        return new QuantizedTraining(plan, placement, request.method().orElseThrow(), calibration);
    }

    private Candidate inFloat(QuantizeRequest request, PreparedModel model, TaskData data) {
        QuantPlan plan = new QuantPlan(Map.of());
        if (request.training().isEmpty()) {
            return new Candidate(model.folded(), plan, PackedSize.ofFloat(model.folded()), List.of());
        }
        TrainingSettings recipe = request.training().get();
        TrainingLoop.Task training =
                new TrainingLoop.Task(logits(model, recipe), recipe, List.of(), teacher(model), data);
        TrainingLoop.Trained<Graph> result = new TrainingLoop(workbench, checkpoints, epochs, progress)
                .run(
                        training,
                        Training::trained,
                        network -> validation(withTail(model.folded(), FoldBatchNorm.of(network.trained())), data));
        Graph folded = withTail(model.folded(), FoldBatchNorm.of(result.network()));
        return new Candidate(folded, plan, PackedSize.ofFloat(folded), result.epochs());
    }

    /** A training's parts with what was cut off behind the logits. */
    private static Training.Quantized whole(PreparedModel model, Training.Quantized parts) {
        return new Training.Quantized(withTail(model.folded(), parts.folded()), parts.activations(), parts.weights());
    }

    private static Graph exported(Training.Quantized parts, Placement placement, Layout layout) {
        return QdqExport.of(parts.folded(), placement, parts.activations(), parts.weights(), layout);
    }

    private Training.Validation validation(Graph deployed, TaskData data) {
        return Score.ofEpoch(
                new Verify(workbench, progress).simulate(deployed, data.validation(), data.format(), BATCH));
    }

    /** The float network that everything starts from. */
    private Optional<Graph> teacher(PreparedModel model) {
        return Optional.of(PreparedModel.logits(model.folded(), workbench.operators()));
    }

    private Graph logits(PreparedModel model, TrainingSettings recipe) {
        Graph whole = recipe.batchNorm() == BatchNormMode.FOLD ? model.folded() : model.normalized();
        return PreparedModel.logits(whole, workbench.operators());
    }

    private static long size(QuantizeRequest request) {
        try {
            return Files.size(request.out());
        } catch (IOException e) {
            throw new BadInputException("'%s' cannot be read back: %s".formatted(request.out(), e.getMessage()), e);
        }
    }

    private static void requireOtherFile(QuantizeRequest request) {
        if (request.out()
                .toAbsolutePath()
                .normalize()
                .equals(request.model().toAbsolutePath().normalize())) {
            throw new BadInputException(
                    "The quantized file would overwrite the float network '%s'; name another with --out"
                            .formatted(request.model()));
        }
    }

    /** The trained network with what was cut off behind its logits. */
    private static Graph withTail(Graph whole, Graph trained) {
        Map<String, Node> trainedNodes = new LinkedHashMap<>();
        trained.nodes().forEach(node -> trainedNodes.put(node.name(), node));
        List<Node> nodes = whole.nodes().stream()
                .map(node -> trainedNodes.getOrDefault(node.name(), node))
                .toList();
        Map<String, Tensor> constants = new LinkedHashMap<>(whole.constants());
        constants.putAll(trained.constants());
        return whole.with(nodes, constants);
    }
}
