package org.bitscale.experiment;

import java.nio.file.Path;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.CrossEntropy;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.Graph;

/** Measures a float or quantized network on data. */
public final class Evaluate {

    private static final int BATCH = 250;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public Evaluate(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * What a network is worth on one split.
     *
     * @param data name of the data
     * @param split where the examples come from
     * @param accuracy share of right answers
     * @param loss mean cross-entropy in nats, of the logits
     * @param scaling the input scaling used
     * @param nearChance whether the accuracy is close to guessing
     * @param quantized whether the network holds quantizers
     */
    public record Result(
            String data,
            String split,
            Accuracy accuracy,
            double loss,
            String scaling,
            boolean nearChance,
            boolean quantized) {}

    /**
     * Evaluates the split that {@code options} names, the test split if it names none.
     *
     * @throws org.bitscale.BadInputException if model and data do not fit
     */
    public Result run(Path model, DataOptions options) {
        ModelFile file = ModelFile.read(model, workbench.operators());
        Graph logits = PreparedModel.logits(file.graph(), workbench.operators());
        TaskData data = TaskData.open(options, file.graph());
        Dataset split = data.named();
        Predictions predictions = new Verify(workbench, progress).simulate(logits, split, data.format(), BATCH);
        Accuracy accuracy = predictions.accuracy();
        return new Result(
                split.info().name(),
                split.info().source(),
                accuracy,
                CrossEntropy.of(predictions.logits(), predictions.classes(), predictions.labels()),
                data.format().scaling().toString(),
                nearChance(accuracy, split),
                file.isQuantized());
    }

    /** Whether an accuracy is no more than half as much again as guessing gives. */
    static boolean nearChance(Accuracy accuracy, Dataset data) {
        return nearChance(accuracy.value(), data.info().classes().size());
    }

    /** The same for so many classes. */
    static boolean nearChance(double accuracy, int classes) {
        return accuracy < 1.5 / classes;
    }
}
