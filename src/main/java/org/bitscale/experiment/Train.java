package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSources;
import org.bitscale.data.DatasetInfo;
import org.bitscale.data.InputScaling;
import org.bitscale.data.ValueKind;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.eval.Accuracy;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.pass.FoldBatchNorm;
import org.bitscale.graph.zoo.DepthwiseNetwork;
import org.bitscale.graph.zoo.Perceptron;
import org.bitscale.graph.zoo.ResidualNetwork;

/** Trains a float network from scratch: something to start from. */
public final class Train {

    private static final int BATCH = 250;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public Train(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /** A network that can be built from scratch. */
    public enum Architecture {
        /** Residual, 8 layers. */
        RESNET8 {
            @Override
            Graph graph(DatasetInfo data, long seed) {
                return residual(1, data, seed);
            }
        },
        /** Residual, 14 layers. */
        RESNET14 {
            @Override
            Graph graph(DatasetInfo data, long seed) {
                return residual(2, data, seed);
            }
        },
        /** Residual, 20 layers. */
        RESNET20 {
            @Override
            Graph graph(DatasetInfo data, long seed) {
                return residual(3, data, seed);
            }
        },
        /** Depthwise separable, 12 layers. */
        MOBILENET12 {
            @Override
            Graph graph(DatasetInfo data, long seed) {
                return DepthwiseNetwork.of(
                        data.channels(),
                        data.height(),
                        data.width(),
                        data.classes().size(),
                        seed);
            }
        },
        /** Fully connected, 3 layers: for tables. */
        MLP3 {
            @Override
            Graph graph(DatasetInfo data, long seed) {
                return Perceptron.of(
                        data.channels(),
                        data.height(),
                        data.width(),
                        data.classes().size(),
                        seed);
            }
        };

        /** An untrained network for data of this shape. */
        abstract Graph graph(DatasetInfo data, long seed);

        private static Graph residual(int blocks, DatasetInfo data, long seed) {
            return ResidualNetwork.of(
                    blocks,
                    data.channels(),
                    data.height(),
                    data.width(),
                    data.classes().size(),
                    seed);
        }
    }

    /**
     * A training to run.
     *
     * @param architecture what to build
     * @param data what to train on
     * @param settings the recipe
     * @param teacher a network to learn from, of the same task; used by a recipe with distillation, which needs it
     * @param out where the model goes
     */
    public record Request(
            Architecture architecture, DataOptions data, TrainingSettings settings, Optional<Path> teacher, Path out) {

        /** Checks that there is a teacher where one is needed. */
        public Request {
            if (teacher.isPresent() != settings.refinements().distillation().isPresent()) {
                throw new BadInputException(
                        teacher.isPresent()
                                ? "A teacher is named, but nothing is learned from it; give it a weight with --distill"
                                : "Distillation needs a teacher; name a trained network with --teacher");
            }
        }
    }

    /**
     * What came out.
     *
     * @param file the model
     * @param epochs epoch by epoch
     * @param validation accuracy on the validation split
     * @param test accuracy on the test split
     * @param seconds how long it took
     */
    public record Result(Path file, List<Training.Epoch> epochs, Accuracy validation, Accuracy test, double seconds) {}

    /**
     * Trains and writes the model.
     *
     * @throws BadInputException if the data is unusable or the training diverges; nothing is written then
     */
    public Result run(Request request) {
        long start = System.nanoTime();
        OnnxWriter.requireWritable(request.out());
        DatasetInfo info = DataSources.open(DataRequest.of(request.data().spec())
                        .with(request.data().reading()))
                .train()
                .info();
        Graph graph = request.architecture().graph(info, request.settings().seed());
        TaskData data = standardized(TaskData.open(request.data(), graph), request.data());
        Optional<ModelFile> teacher = request.teacher().map(file -> ModelFile.read(file, workbench.operators()));
        Verify verify = new Verify(workbench, progress);
        TrainingLoop.Task task =
                new TrainingLoop.Task(graph, request.settings(), List.of(), teacher.map(this::logits), data);
        TrainingLoop.Trained<Graph> result = new TrainingLoop(workbench, Optional.empty(), epoch -> {}, progress)
                .run(
                        task,
                        Training::trained,
                        training -> Score.ofEpoch(verify.simulate(
                                FoldBatchNorm.of(training.trained()), data.validation(), data.format(), BATCH)));
        Graph trained = result.network()
                .withMetadata(Provenance.ofTraining(
                        request.architecture().name(), request.settings(), teacher, data, workbench));
        Accuracy validation = verify.simulate(trained, data.validation(), data.format(), BATCH)
                .accuracy();
        Accuracy test =
                verify.simulate(trained, data.test(), data.format(), BATCH).accuracy();
        OnnxWriter.write(trained, request.out());
        return new Result(request.out(), result.epochs(), validation, test, (System.nanoTime() - start) / 1e9);
    }

    /** Features of a table are brought to one size, unless it is said how they are scaled; the model's file says it then. */
    private static TaskData standardized(TaskData data, DataOptions options) {
        boolean table = data.train().info().kind() == ValueKind.FEATURES;
        return table && options.scaling().isEmpty() ? data.with(InputScaling.standardizing(data.train())) : data;
    }

    private Graph logits(ModelFile model) {
        return PreparedModel.logits(
                PreparedModel.of(model, workbench.operators()).folded(), workbench.operators());
    }
}
