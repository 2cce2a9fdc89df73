package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.List;

/** Says what identifies a model and data. */
public final class Describe {

    private final Workbench workbench;

    /** Works with {@code workbench}. */
    public Describe(Workbench workbench) {
        this.workbench = workbench;
    }

    /**
     * Model and data.
     *
     * @param modelHash SHA-256 of the model file
     * @param dataHash SHA-256 of the data's contents before it is split, in the shape that the model reads
     * @param train number of training examples
     * @param validation number of validation examples
     * @param test number of test examples
     * @param classes names of the classes
     * @param shape of one example: channels, height, width
     */
    public record Result(
            String modelHash,
            String dataHash,
            int train,
            int validation,
            int test,
            List<String> classes,
            List<Integer> shape) {

        /** Whether an accuracy is close to guessing. */
        public boolean isNearChance(double accuracy) {
            return Evaluate.nearChance(accuracy, classes.size());
        }
    }

    /**
     * Opens both.
     *
     * @throws org.bitscale.BadInputException if one of them cannot be used, or they do not fit
     */
    public Result run(Path model, DataOptions options) {
        ModelFile file = ModelFile.read(model, workbench.operators());
        PreparedModel.of(file, workbench.operators());
        TaskData data = workbench.data(options, file.graph());
        return new Result(
                file.sha256(),
                data.sourceHash(),
                data.train().size(),
                data.validation().size(),
                data.test().size(),
                data.train().info().classes(),
                data.train().info().shape());
    }
}
