package org.bitscale.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSource;
import org.bitscale.data.DataSources;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.InputFormat.AxisOrder;
import org.bitscale.data.InputScaling;
import org.bitscale.data.Splits;
import org.bitscale.data.Subset;
import org.bitscale.data.TrainValidation;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Shape;

/**
 * Data opened for a model: three roles and the scaling.
 *
 * @param train what gradients come from
 * @param validation taken out of the training data; calibration and every choice use it
 * @param test only reported
 * @param named the split that the user named, else the test split
 * @param format how values are scaled and ordered for the network
 * @param sourceHash SHA-256 of the data before it is split, in the shape that the network reads
 */
public record TaskData(
        Dataset train, Dataset validation, Dataset test, Dataset named, InputFormat format, String sourceHash) {

    /**
     * Opens data in the shape of a model's input.
     *
     * @throws BadInputException if it does not fit the model
     */
    static TaskData open(DataOptions options, Graph model) {
        return open(options, model, Progress.NONE);
    }

    /** The same, telling how many pictures were read. */
    static TaskData open(DataOptions options, Graph model, Progress progress) {
        Shape input = model.onlyInput().type().shape();
        DataSource source = DataSources.open(request(options, input), progress);
        InputScaling scaling = options.scaling()
                .or(() -> Optional.ofNullable(model.metadata().get(Metadata.INPUT_SCALING))
                        .map(InputScaling::parse))
                .orElseGet(() -> source.train().info().kind().defaultScaling());
        TrainValidation split = Splits.stratified(source.train(), options.validationShare(), options.seed());
        TaskData data = new TaskData(
                limited(split.train(), options),
                limited(split.validation(), options),
                limited(source.test(), options),
                limited(source.named(), options),
                new InputFormat(scaling, order(input)),
                Hashes.of(
                        source.train().info().contentHash(),
                        source.test().info().contentHash()));
        data.checkClasses(model);
        return data;
    }

    /** The same data, scaled. */
    TaskData with(InputScaling scaling) {
        return new TaskData(train, validation, test, named, new InputFormat(scaling, format.order()), sourceHash);
    }

    private static DataRequest request(DataOptions options, Shape input) {
        boolean picture = input.rank() == 4
                && input.dim(1).isKnown()
                && input.dim(2).isKnown()
                && input.dim(3).isKnown();
        if (!picture) {
            return DataRequest.of(options.spec()).with(options.reading());
        }
        DataRequest request = order(input) == AxisOrder.CHANNELS_LAST
                ? new DataRequest(options.spec(), size(input, 3), size(input, 1), size(input, 2))
                : new DataRequest(options.spec(), size(input, 1), size(input, 2), size(input, 3));
        return request.with(options.reading());
    }

    /** TensorFlow's exporters keep channels last: such an input ends in 1, 3 or 4 and does not begin so. */
    private static AxisOrder order(Shape input) {
        return input.rank() == 4 && isChannels(input.dim(3)) && !isChannels(input.dim(1))
                ? AxisOrder.CHANNELS_LAST
                : AxisOrder.CHANNELS_FIRST;
    }

    private static boolean isChannels(Dim dim) {
        return dim.isKnown() && (dim.size() == 1 || dim.size() == 3 || dim.size() == 4);
    }

    private static OptionalInt size(Shape shape, int axis) {
        return OptionalInt.of(Math.toIntExact(shape.dim(axis).size()));
    }

    private static Dataset limited(Dataset data, DataOptions options) {
        return options.limit().isPresent() && options.limit().getAsInt() < data.size()
                ? Subset.sample(data, options.limit().getAsInt(), options.seed())
                : data;
    }

    /** SHA-256 of the three splits as they are used. */
    String splitHash() {
        return Hashes.of(
                train.info().contentHash(),
                validation.info().contentHash(),
                test.info().contentHash());
    }

    /**
     * Checks that a model has an output for every class.
     *
     * @throws BadInputException if it has not
     */
    void checkClasses(Graph model) {
        Shape output = model.onlyOutput().type().shape();
        long outputs = output.withoutBatch()
                .elements()
                .filter(d -> d.isKnown())
                .map(d -> d.size())
                .orElse(-1L);
        List<String> classes = test.info().classes();
        if (outputs >= 0 && outputs < classes.size()) {
            throw new BadInputException("The model gives %d outputs, but the data has %d classes (%s); "
                            .formatted(outputs, classes.size(), String.join(", ", classes))
                    + "use data of the classes that the model was trained on");
        }
    }
}
