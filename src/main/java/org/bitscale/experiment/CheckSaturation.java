package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.deploy.OnnxPredictions;
import org.bitscale.deploy.OnnxSession;
import org.bitscale.deploy.Processor;
import org.bitscale.deploy.SessionSettings;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;
import org.bitscale.eval.Predictions;
import org.bitscale.experiment.saturation.LayerSaturation;
import org.bitscale.experiment.saturation.SaturatedNetwork;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.pass.FoldDequantize;
import org.bitscale.graph.quantize.ReducedRange;

/** Finds out what a quantized file is worth on x86 processors without VNNI, whose 8-bit products saturate at 16 bits. */
public final class CheckSaturation {

    private static final int BATCH = 100;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public CheckSaturation(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param exact accuracy where nothing saturates
     * @param saturated accuracy on a processor without VNNI
     * @param agreement examples for which both predict the same class
     * @param layers those computed in integers, in the order of the network
     * @param signedLayers those that read int8 codes, which are not emulated
     * @param reduced the file with reduced range, if one was asked for
     * @param here whether this computer's processor is one of those that saturate; empty if its features are unknown
     */
    public record Result(
            Accuracy exact,
            Accuracy saturated,
            Agreement agreement,
            List<LayerSaturation> layers,
            List<String> signedLayers,
            Optional<Reduced> reduced,
            Optional<Boolean> here) {}

    /**
     * The same network with weights of 7 bits in all output channels that could saturate: the same on every processor.
     *
     * @param file where it was written
     * @param layers how many layers were changed
     * @param accuracy of it
     * @param agreement examples for which it predicts the class that the given file does where nothing saturates
     */
    public record Reduced(Path file, int layers, Accuracy accuracy, Agreement agreement) {}

    /**
     * Evaluates the split that {@code options} names, the test split if it names none.
     *
     * @param file a quantized network
     * @param out where to write it with reduced range
     * @throws BadInputException if file and data do not fit, or the file holds no quantizers
     */
    public Result run(Path file, DataOptions options, Optional<Path> out) {
        out.ifPresent(OnnxWriter::requireWritable);
        if (out.filter(path -> path.toAbsolutePath()
                        .normalize()
                        .equals(file.toAbsolutePath().normalize()))
                .isPresent()) {
            throw new BadInputException("The result would overwrite '%s'; name another file".formatted(file));
        }
        ModelFile model = ModelFile.read(file, workbench.operators());
        if (!model.isQuantized()) {
            throw new BadInputException("'%s' holds no quantizers; expected a quantized network".formatted(file));
        }
        TaskData data = workbench.data(options, model.graph());
        Predictions exact = exact(model.graph(), data);
        try (SaturatedNetwork network = SaturatedNetwork.of(
                        model.graph(),
                        workbench.operators(),
                        workbench.settings().threads());
                BatchLoader loader = loader(data)) {
            Predictions saturated = network.run(loader, data.named().size(), progress);
            return new Result(
                    exact.accuracy(),
                    saturated.accuracy(),
                    Agreement.of(exact.classesPredicted(), saturated.classesPredicted()),
                    network.layers(),
                    network.signedLayers(),
                    out.map(path -> reduced(model.graph(), network, exact, data, path)),
                    here());
        }
    }

    private Reduced reduced(Graph graph, SaturatedNetwork network, Predictions exact, TaskData data, Path out) {
        Graph reduced = ReducedRange.of(graph, network.channelsAtRisk());
        Predictions predictions = exact(reduced, data);
        OnnxWriter.write(reduced, out);
        return new Reduced(
                out,
                network.channelsAtRisk().size(),
                predictions.accuracy(),
                Agreement.of(exact.classesPredicted(), predictions.classesPredicted()));
    }

    /** In float, as the file is written: where nothing saturates whatever the processor. */
    private Predictions exact(Graph graph, TaskData data) {
        try {
            Path file = Files.createTempFile("bitscale-", ".onnx");
            try {
                OnnxWriter.write(FoldDequantize.of(graph), file);
                SessionSettings settings =
                        SessionSettings.unoptimised(workbench.settings().threads());
                try (OnnxSession session = OnnxSession.open(file, settings);
                        BatchLoader loader = loader(data)) {
                    return OnnxPredictions.run(session, loader, data.named().size(), progress);
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "Nothing can be written to the folder for temporary files (%s); make room there"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private BatchLoader loader(TaskData data) {
        Dataset named = data.named();
        return BatchLoader.sequential(named, data.format(), BATCH, workbench.loaders());
    }

    private static Optional<Boolean> here() {
        Processor processor = Processor.current();
        if (!processor.isX86()) {
            return Optional.of(false);
        }
        return processor.featuresKnown() ? Optional.of(!processor.hasVnni()) : Optional.empty();
    }
}
