package org.bitscale.experiment;

import java.util.ArrayList;
import java.util.List;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;

/** Data as an experiment will use it: three splits in the shape that a network reads. */
public final class DataSheet {

    private final TaskData data;

    private DataSheet(TaskData data) {
        this.data = data;
    }

    /** The roles of data. */
    public enum Split {
        /** Gradients come from it. */
        TRAIN,
        /** Taken out of the training data; calibration and every choice use it. */
        VALIDATION,
        /** Only reported. */
        TEST
    }

    /**
     * Opens data in the shape of a network's input. Needs no native library.
     *
     * @param progress hears how many pictures were read, from several threads
     * @throws org.bitscale.BadInputException if it cannot be read or does not fit the network
     */
    public static DataSheet open(DataOptions options, ModelFile model, Progress progress) {
        return new DataSheet(TaskData.open(options, model.graph(), progress));
    }

    /** The examples of one role. */
    public Dataset examples(Split split) {
        return switch (split) {
            case TRAIN -> data.train();
            case VALIDATION -> data.validation();
            case TEST -> data.test();
        };
    }

    /** Names of the classes; the position is the label. */
    public List<String> classes() {
        return data.train().info().classes();
    }

    /** How many examples of each class a split has, in the order of {@link #classes()}. */
    public List<Integer> counts(Split split) {
        int[] counts = new int[classes().size()];
        Dataset examples = examples(split);
        for (int i = 0; i < examples.size(); i++) {
            counts[examples.label(i)]++;
        }
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return list;
    }

    /** How values are scaled for the network, for people. */
    public String scaling() {
        return data.format().scaling().toString();
    }

    /** SHA-256 of the contents before they are split. */
    public String hash() {
        return data.sourceHash();
    }
}
