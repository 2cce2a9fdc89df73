package org.bitscale.engine;

import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.Dim;

/** Runs a classifier over data. */
public final class Evaluation {

    private Evaluation() {}

    /**
     * The outputs for all examples of {@code loader}.
     *
     * @param examples how many there are
     * @throws BadInputException if an output is not a number, or the model's input does not fit the data
     */
    public static Predictions run(Network network, BatchLoader loader, int examples, Progress progress) {
        if (examples == 0) {
            throw new BadInputException("There are no examples to evaluate; expected at least one");
        }
        String phase = "evaluate";
        boolean oneByOne = network.graph().onlyInput().type().shape().dim(0).equals(Dim.of(1));
        float[] logits = null;
        int[] labels = new int[examples];
        int classes = 0;
        int done = 0;
        while (loader.hasNext()) {
            progress.checkCancelled();
            Batch batch = loader.next();
            float[] output = oneByOne ? rowByRow(network, batch) : whole(network, batch);
            if (logits == null) {
                classes = output.length / batch.size();
                logits = new float[Math.multiplyExact(classes, examples)];
            }
            for (float value : output) {
                if (Float.isNaN(value)) {
                    throw new BadInputException(
                            "The network gives outputs that are not numbers (NaN) for examples %d to %d; "
                                            .formatted(done, done + batch.size() - 1)
                                    + "check the data and the input scaling");
                }
            }
            System.arraycopy(output, 0, logits, done * classes, output.length);
            System.arraycopy(batch.labels(), 0, labels, done, batch.size());
            done += batch.size();
            progress.update(phase, done, examples, "");
        }
        return new Predictions(logits, classes, labels);
    }

    private static float[] whole(Network network, Batch batch) {
        long[] sizes = Arrays.inputSizes(network.graph(), batch.size());
        return network.run(new FloatTensor(Arrays.values(batch, sizes, network.graph()), sizes))
                .values();
    }

    private static float[] rowByRow(Network network, Batch batch) {
        int row = batch.values().length / batch.size();
        float[] all = null;
        for (int i = 0; i < batch.size(); i++) {
            float[] values = java.util.Arrays.copyOfRange(batch.values(), i * row, (i + 1) * row);
            float[] output = whole(network, new Batch(values, new int[1], 1, new int[1]));
            if (all == null) {
                all = new float[output.length * batch.size()];
            }
            System.arraycopy(output, 0, all, i * output.length, output.length);
        }
        return all;
    }
}
