package org.bitscale.experiment;

import java.nio.file.Path;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.eval.Predictions;

/** Asks a float or quantized network about every example of a split, computed as {@link Evaluate} does. */
public final class PredictFile {

    private static final int BATCH = 250;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public PredictFile(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * The predictions.
     *
     * @throws org.bitscale.BadInputException if model and data do not fit
     */
    public FilePredictions run(Path model, DataOptions options, Split split) {
        ModelFile file = ModelFile.read(model, workbench.operators());
        TaskData data = workbench.data(options, file.graph());
        Dataset examples =
                switch (split) {
                    case VALIDATION -> data.validation();
                    case TEST -> data.test();
                };
        Predictions predictions = new Verify(workbench, progress)
                .simulate(PreparedModel.logits(file.graph(), workbench.operators()), examples, data.format(), BATCH);
        int[] predicted = predictions.classesPredicted();
        float[] confidence = new float[predicted.length];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = probability(predictions, i, predicted[i]);
        }
        return new FilePredictions(
                examples.info().source(),
                examples.info().classes(),
                predictions.classes(),
                predictions.labels(),
                predicted,
                confidence);
    }

    /** Softmax of the largest output. */
    private static float probability(Predictions predictions, int example, int largest) {
        int row = example * predictions.classes();
        double sum = 0;
        for (int c = 0; c < predictions.classes(); c++) {
            sum += Math.exp((double) predictions.logits()[row + c] - predictions.logits()[row + largest]);
        }
        return (float) (1 / sum);
    }
}
