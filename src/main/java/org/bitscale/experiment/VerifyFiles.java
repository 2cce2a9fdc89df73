package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.ValueInfo;

/** Proves a quantized file beside the float one it came from. */
public final class VerifyFiles {

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public VerifyFiles(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param floatAccuracy the float network
     * @param simulatedAccuracy the quantized file in simulation
     * @param flips examples for which float and quantized network predict the same class
     * @param sessions ONNX Runtime in each way that was tried
     */
    public record Result(
            Accuracy floatAccuracy, Accuracy simulatedAccuracy, Agreement flips, List<Verification> sessions) {}

    /**
     * Compares on the split that {@code options} names, the test split if it names none, with default and without graph
     * optimisations, at each batch size.
     *
     * @throws BadInputException if the files do not belong together or the data does not fit
     */
    public Result run(Path floatModel, Path quantizedModel, DataOptions options, List<Integer> batchSizes) {
        ModelFile real = ModelFile.read(floatModel, workbench.operators());
        ModelFile quantized = ModelFile.read(quantizedModel, workbench.operators());
        if (!quantized.isQuantized()) {
            throw new BadInputException("'%s' holds no quantizers; give the float network first, then the quantized one"
                    .formatted(quantizedModel));
        }
        ValueInfo input = real.graph().onlyInput();
        ValueInfo quantizedInput = quantized.graph().onlyInput();
        if (!input.type()
                .shape()
                .withoutBatch()
                .equals(quantizedInput.type().shape().withoutBatch())) {
            throw new BadInputException(
                    "The two networks take different inputs: %s and %s".formatted(input.type(), quantizedInput.type()));
        }
        TaskData data = workbench.data(options, quantized.graph());
        Verify verify = new Verify(workbench, progress);
        Predictions floats = verify.simulate(real.graph(), data.named(), data.format(), 250);
        Predictions simulated = verify.simulate(quantized.graph(), data.named(), data.format(), 250);
        List<Verification> sessions = new ArrayList<>();
        for (boolean optimised : new boolean[] {true, false}) {
            for (int batchSize : batchSizes) {
                sessions.add(verify.of(
                        quantizedModel,
                        quantized.graph(),
                        simulated,
                        data.named(),
                        data.format(),
                        optimised,
                        batchSize));
            }
        }
        return new Result(
                floats.accuracy(),
                simulated.accuracy(),
                Agreement.of(floats.classesPredicted(), simulated.classesPredicted()),
                sessions);
    }
}
