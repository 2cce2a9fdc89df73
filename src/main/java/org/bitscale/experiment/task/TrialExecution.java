package org.bitscale.experiment.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Progress;
import org.bitscale.engine.Training;
import org.bitscale.experiment.CheckpointFile;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.Quantize;
import org.bitscale.experiment.QuantizeRequest;
import org.bitscale.experiment.QuantizeResult;
import org.bitscale.experiment.Score;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Trial;

/** Runs one trial in this process. */
final class TrialExecution {

    private final Workbench workbench;
    private final Consumer<EpochRecord> epochs;
    private final Progress progress;

    TrialExecution(Workbench workbench, Consumer<EpochRecord> epochs, Progress progress) {
        this.workbench = workbench;
        this.epochs = epochs;
        this.progress = progress;
    }

    /**
     * From the checkpoint, if there is one, to model and outcome in the task's folder.
     *
     * @throws BadInputException if the trial cannot be run, or its model or data are not what they were
     */
    TrialOutcome run(TrialTask task) {
        if (Files.exists(task.outcome())) {
            return readOutcome(task);
        }
        long start = System.nanoTime();
        Trial trial = task.trial();
        requireSameContents(trial);
        QuantizeRequest request = new QuantizeRequest(
                trial.model(),
                trial.data(),
                trial.plan(),
                trial.method().qat(),
                trial.training(),
                trial.calibrationExamples(),
                trial.layout(),
                task.model(),
                trial.ptq());
        ContentCache cache = task.cache().map(ContentCache::in).orElse(ContentCache.NONE);
        QuantizeResult result = new Quantize(
                        workbench,
                        cache,
                        Optional.of(new CheckpointFile(task.checkpoint(), task.hash())),
                        epoch -> epochs.accept(record(epoch)),
                        progress)
                .run(request);
        Map<Measure, Metric> metrics = metrics(result);
        TrialOutcome outcome = new TrialOutcome(
                Environments.of(workbench),
                (System.nanoTime() - start) / 1e9,
                result.epochs().stream().mapToDouble(Training.Epoch::seconds).sum(),
                metrics,
                result.epochs().stream().map(TrialExecution::record).toList(),
                result.layers(),
                result.weightsHash());
        writeOutcome(task, outcome);
        return outcome;
    }

    private void requireSameContents(Trial trial) {
        Describe.Result found = new Describe(workbench).run(trial.model(), trial.data());
        require("model", trial.model().toString(), trial.modelHash(), found.modelHash());
        require("data", trial.data().spec(), trial.dataHash(), found.dataHash());
    }

    private static void require(String what, String name, String expected, String found) {
        if (!expected.equals(found)) {
            throw new BadInputException(
                    "The %s '%s' is not what it was: its hash was %.12s…, now it is %.12s…; start the experiment anew"
                            .formatted(what, name, expected, found));
        }
    }

    private static EpochRecord record(Training.Epoch epoch) {
        return new EpochRecord(
                epoch.number() + 1,
                epoch.loss(),
                epoch.accuracy(),
                epoch.seconds(),
                Optional.of(epoch.waiting()),
                epoch.validation().map(Training.Validation::loss),
                epoch.validation().map(Training.Validation::accuracy));
    }

    private static Map<Measure, Metric> metrics(QuantizeResult result) {
        Map<Measure, Metric> metrics = new EnumMap<>(Measure.class);
        List<LayerRecord> layers = result.layers();
        metrics.put(Measure.ACCURACY, Metric.of(result.validation().accuracy()));
        metrics.put(Measure.LOSS, loss(result.validation()));
        metrics.put(Measure.TEST_ACCURACY, Metric.of(result.test().accuracy()));
        metrics.put(Measure.TEST_LOSS, loss(result.test()));
        metrics.put(Measure.PACKED_SIZE, Metric.exact(result.packedBytes()));
        metrics.put(Measure.FILE_SIZE, Metric.exact(result.fileBytes()));
        metrics.put(
                Measure.BOPS,
                Metric.exact(layers.stream().mapToLong(LayerRecord::bops).sum()));
        metrics.put(
                Measure.MACS,
                Metric.exact(layers.stream().mapToLong(LayerRecord::macs).sum()));
        metrics.put(
                Measure.PARAMETERS,
                Metric.exact(layers.stream().mapToLong(LayerRecord::parameters).sum()));
        metrics.put(
                Measure.AGREEMENT,
                Metric.exact(result.verification().agreement().share()));
        return metrics;
    }

    private static Metric loss(Score score) {
        return new Metric(
                score.loss(),
                Optional.of(score.lossInterval()),
                score.accuracy().total());
    }

    private static TrialOutcome readOutcome(TrialTask task) {
        try {
            return Json.read(Files.readString(task.outcome()), TrialOutcome.class);
        } catch (IOException e) {
            throw new BadInputException("'%s' cannot be read: %s".formatted(task.outcome(), e.getMessage()), e);
        }
    }

    private static void writeOutcome(TrialTask task, TrialOutcome outcome) {
        try {
            DurableFile.write(task.outcome(), Json.write(outcome).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DurableFile.failure(task.outcome(), e);
        }
    }
}
