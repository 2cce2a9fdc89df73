package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.Subset;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Calibration;
import org.bitscale.engine.QuantizedTraining;
import org.bitscale.engine.Training;
import org.bitscale.eval.CrossEntropy;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.quantize.PackedSize;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.QdqExport;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.MinMaxObserver;
import org.bitscale.quant.Observer;
import org.bitscale.quant.QParams;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Summary;
import org.bitscale.quant.TensorQuantSpec;

/** From a float network to a proved quantized file, with or without training. */
public final class Quantize {

    private static final int BATCH = 250;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public Quantize(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

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
        Facts facts = ShapeInference.of(model.folded(), workbench.operators());
        QuantPlan plan = PlanBuilder.of(model.folded(), facts, workbench.operators(), request.plan());
        checkBatchNorm(request);
        Placement placement = Placement.of(model.folded(), facts, workbench.operators(), plan);
        TaskData data = TaskData.open(request.data(), file.graph());
        Map<String, Summary> calibration = calibrate(model.folded(), placement, data, request.calibrationExamples());

        List<Training.Epoch> epochs = new ArrayList<>();
        Training.Quantized parts = request.training().isPresent()
                ? train(
                        model,
                        plan,
                        placement,
                        calibration,
                        data,
                        request.training().get(),
                        epochs)
                : withoutTraining(model.folded(), plan, placement, calibration);
        Graph deployed = QdqExport.of(parts.folded(), placement, parts.activations(), parts.weights(), request.layout())
                .withMetadata(Provenance.of(request, file, data));

        Verify verify = new Verify(workbench, progress);
        Predictions validation = verify.simulate(deployed, data.validation(), data.format(), BATCH);
        Predictions test = verify.simulate(deployed, data.test(), data.format(), BATCH);
        Predictions floatTest = verify.simulate(file.graph(), data.test(), data.format(), BATCH);
        OnnxWriter.write(deployed, request.out());
        Verification verification = verify.of(request.out(), deployed, test, data.test(), data.format(), true, BATCH);
        return new QuantizeResult(
                request.out(),
                size(request),
                PackedSize.of(
                        parts.folded(), parts.weights(), placement.ownSites().size()),
                PackedSize.ofFloat(model.folded()),
                plan,
                request.training().map(qat -> "QAT " + qat.method()).orElse("PTQ"),
                floatTest.accuracy(),
                validation.accuracy(),
                test.accuracy(),
                CrossEntropy.of(test.logits(), test.classes(), test.labels()),
                epochs,
                verification,
                Hashes.ofConstants(deployed),
                Evaluate.nearChance(floatTest.accuracy(), data.test()),
                data.format().scaling().toString(),
                (System.nanoTime() - start) / 1e9);
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

    private static void checkBatchNorm(QuantizeRequest request) {
        boolean keepsNorm = request.training()
                .map(qat -> qat.settings().batchNorm() != BatchNormMode.FOLD)
                .orElse(false);
        if (keepsNorm && request.plan().granularity() == Granularity.TENSOR) {
            throw new BadInputException("One weight scale a tensor cannot be kept when batch normalizations are folded "
                    + "after training; train with them folded, or with one scale a channel");
        }
    }

    private Map<String, Summary> calibrate(Graph folded, Placement placement, TaskData data, int examples) {
        Set<String> tensors = new LinkedHashSet<>();
        placement.ownSites().forEach(site -> tensors.add(site.tensor()));
        Dataset few =
                examples < data.validation().size() ? Subset.sample(data.validation(), examples, 0) : data.validation();
        try (BatchLoader loader = BatchLoader.sequential(few, data.format(), 64, workbench.loaders())) {
            Map<String, Observer> observers = Calibration.run(
                    folded,
                    workbench.operators(),
                    tensors,
                    loader,
                    few.size(),
                    MinMaxObserver::new,
                    workbench.engine(),
                    progress);
            Map<String, Summary> summaries = new LinkedHashMap<>();
            observers.forEach((tensor, observer) -> summaries.put(tensor, observer.summary()));
            return summaries;
        }
    }

    private Training.Quantized withoutTraining(
            Graph folded, QuantPlan plan, Placement placement, Map<String, Summary> calibration) {
        Map<Site, QParams> activations = new LinkedHashMap<>();
        for (Site site : placement.ownSites()) {
            activations.put(
                    site,
                    QParams.ofRange(
                            calibration.get(site.tensor()).range(), IntegerFormat.unsigned(site.bits()), false));
        }
        Map<String, QuantizedWeights> weights = new LinkedHashMap<>();
        for (Node node : folded.nodes()) {
            Optional<TensorQuantSpec> spec = plan.of(node.name()).weights();
            if (spec.isPresent()) {
                Weights real = Weights.of(node, folded.constants().get(node.input(1)));
                weights.put(
                        node.name(),
                        QuantizedWeights.of(
                                real,
                                QuantizedWeights.minMaxScales(real, spec.get()),
                                spec.get().format()));
            }
        }
        return new Training.Quantized(folded, activations, weights);
    }

    private Training.Quantized train(
            PreparedModel model,
            QuantPlan plan,
            Placement placement,
            Map<String, Summary> calibration,
            TaskData data,
            QuantizeRequest.Qat qat,
            List<Training.Epoch> epochs) {
        Graph whole = qat.settings().batchNorm() == BatchNormMode.FOLD ? model.folded() : model.normalized();
        Graph logits = PreparedModel.logits(whole, workbench.operators());
        QuantizedTraining task = new QuantizedTraining(plan, placement, qat.method(), calibration);
        try (Training training =
                new Training(logits, workbench.operators(), qat.settings(), Optional.of(task), workbench.engine())) {
            for (int epoch = 0; epoch < qat.settings().epochs(); epoch++) {
                epochs.add(training.epoch(epoch, data.train(), data.format(), workbench.loaders(), progress));
            }
            Training.Quantized trained = training.quantized();
            return new Training.Quantized(
                    withTail(model.folded(), trained.folded()), trained.activations(), trained.weights());
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
