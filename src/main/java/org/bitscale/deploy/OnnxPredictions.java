package org.bitscale.deploy;

import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.eval.Predictions;

/** Runs a classifier in ONNX Runtime over data. */
public final class OnnxPredictions {

    private OnnxPredictions() {}

    /**
     * The outputs for all examples of {@code loader}.
     *
     * @param examples how many there are, at least 1
     * @throws BadInputException if the model does not take the data
     */
    public static Predictions run(OnnxSession session, BatchLoader loader, int examples, Progress progress) {
        float[] logits = null;
        int[] labels = new int[examples];
        int classes = 0;
        int done = 0;
        while (loader.hasNext()) {
            progress.checkCancelled();
            Batch batch = loader.next();
            long[] shape = session.inputs().get(0).shape().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            shape[0] = batch.size();
            float[] output = session.logits(batch.values(), shape);
            if (logits == null) {
                classes = output.length / batch.size();
                logits = new float[Math.multiplyExact(classes, examples)];
            }
            System.arraycopy(output, 0, logits, done * classes, output.length);
            System.arraycopy(batch.labels(), 0, labels, done, batch.size());
            done += batch.size();
            progress.update("ONNX Runtime", done, examples, "");
        }
        if (logits == null) {
            throw new BadInputException("There are no examples to run; expected at least one");
        }
        return new Predictions(logits, classes, labels);
    }
}
