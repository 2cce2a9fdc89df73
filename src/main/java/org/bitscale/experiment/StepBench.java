package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSources;
import org.bitscale.data.DatasetInfo;
import org.bitscale.deploy.Processor;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.Optimizer;
import org.bitscale.engine.QatMethod;
import org.bitscale.engine.QuantizedTraining;
import org.bitscale.engine.Schedule;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingSettings;
import org.bitscale.eval.Interval;
import org.bitscale.eval.Median;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.graph.zoo.PlainNetwork;
import org.bitscale.quant.QuantPlan;

/**
 * Measures what a training step takes, in float and through quantizers. The ways take turns, a step each, so that what
 * else goes on in the computer meets all of them; ratios are those of steps in the same round.
 */
public final class StepBench {

    private static final int WARM_UP = 5;
    private static final int FEWEST = 10;
    private static final int BATCHES = 8;
    private static final int CALIBRATION = 256;
    /** Small, so that thousands of steps change nothing about their cost. */
    private static final double LEARNING_RATE = 1e-4;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public StepBench(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * What to measure.
     *
     * @param model a network; without, a plain one of seven convolutions with drawn weights
     * @param data what it is trained on
     * @param bits of weights and activations where they are quantized
     * @param methods of training through quantizers
     * @param batch examples a step
     * @param seconds how long at least, all ways together, after the warm-up
     */
    public record Request(
            Optional<Path> model,
            DataOptions data,
            PlanSettings bits,
            List<QatMethod> methods,
            int batch,
            double seconds) {

        /** Checks batch and time. */
        public Request {
            if (batch < 1 || !(seconds > 0)) {
                throw new BadInputException("Expected at least 1 example a step and a time above 0 s, but came " + batch
                        + " and " + seconds);
            }
        }
    }

    /**
     * One way to train.
     *
     * @param method through quantizers; empty for float
     * @param median of its steps, in milliseconds
     * @param interval 95 % interval of the median
     * @param ratio median of what its step took of the float step of the same round
     * @param ratioInterval 95 % interval of the ratio
     */
    public record Way(
            Optional<QatMethod> method, double median, Interval interval, double ratio, Interval ratioInterval) {}

    /**
     * What came out.
     *
     * @param network its file's name, or its own
     * @param input shape of a batch
     * @param bits such as {@code W4A8}
     * @param rounds steps of each way that were timed
     * @param threads of the engine
     * @param device where it computes
     * @param processor its name
     * @param ways float first
     */
    public record Result(
            String network,
            String input,
            String bits,
            int rounds,
            int threads,
            String device,
            String processor,
            List<Way> ways) {}

    /**
     * Measures.
     *
     * @throws BadInputException if model or data cannot be used
     */
    public Result run(Request request) {
        Graph graph = request.model()
                .map(path -> ModelFile.read(path, workbench.operators())
                        .form(workbench.operators())
                        .real())
                .orElseGet(() -> plain(request.data()));
        PreparedModel model = PreparedModel.of(graph, workbench.operators());
        TaskData data = workbench.data(request.data(), graph);
        DatasetInfo info = data.train().info();
        List<Batch> batches = batches(data, request.batch());
        Map<Optional<QatMethod>, Training> trainings = trainings(request, model, data);
        try {
            List<double[]> rounds = rounds(List.copyOf(trainings.values()), batches, request.seconds());
            return new Result(
                    request.model().map(path -> path.getFileName().toString()).orElse(graph.name()),
                    "%d×%d×%d×%d".formatted(request.batch(), info.channels(), info.height(), info.width()),
                    "W%dA%d"
                            .formatted(
                                    request.bits().weightBits(), request.bits().activationBits()),
                    rounds.size(),
                    workbench.settings().threads(),
                    workbench.settings().device().name().toLowerCase(Locale.ROOT),
                    Processor.current().model(),
                    ways(List.copyOf(trainings.keySet()), rounds));
        } finally {
            trainings.values().forEach(Training::close);
        }
    }

    private static Graph plain(DataOptions data) {
        DatasetInfo info = DataSources.open(DataRequest.of(data.spec())).train().info();
        return PlainNetwork.of(
                info.channels(), info.height(), info.width(), info.classes().size(), 1);
    }

    private List<Batch> batches(TaskData data, int size) {
        if (data.train().size() < size) {
            throw new BadInputException("A step of %d examples is asked for, but there are only %d for training"
                    .formatted(size, data.train().size()));
        }
        List<Batch> batches = new ArrayList<>();
        try (BatchLoader loader =
                BatchLoader.shuffled(data.train(), data.format(), size, 0, 0, true, workbench.loaders())) {
            while (loader.hasNext() && batches.size() < BATCHES) {
                batches.add(loader.next());
            }
        }
        return batches;
    }

    private Map<Optional<QatMethod>, Training> trainings(Request request, PreparedModel model, TaskData data) {
        TrainingSettings recipe = new TrainingSettings(
                1, request.batch(), LEARNING_RATE, Optimizer.sgd(), Schedule.CONSTANT, 1e-4, BatchNormMode.KEEP, 0);
        Facts facts = ShapeInference.of(model.folded(), workbench.operators());
        QuantPlan plan = PlanBuilder.of(model.folded(), facts, workbench.operators(), request.bits());
        Placement placement = Placement.of(model.folded(), facts, workbench.operators(), plan);
        var calibration = new Calibrate(workbench, ContentCache.NONE, progress)
                .observe(model.folded(), Calibrate.tensors(placement), data, CALIBRATION);
        Map<Optional<QatMethod>, Training> trainings = new LinkedHashMap<>();
        trainings.put(Optional.empty(), training(model, recipe, Optional.empty()));
        for (QatMethod method : request.methods()) {
            trainings.put(
                    Optional.of(method),
                    training(model, recipe, Optional.of(new QuantizedTraining(plan, placement, method, calibration))));
        }
        return trainings;
    }

    private Training training(PreparedModel model, TrainingSettings recipe, Optional<QuantizedTraining> quantized) {
        return new Training(
                PreparedModel.logits(model.normalized(), workbench.operators()),
                workbench.operators(),
                recipe,
                quantized,
                workbench.engine());
    }

    /** Milliseconds by round and way; who begins changes with the round. */
    private List<double[]> rounds(List<Training> trainings, List<Batch> batches, double seconds) {
        List<double[]> rounds = new ArrayList<>();
        long start = System.nanoTime();
        for (int round = -WARM_UP; round < FEWEST || (System.nanoTime() - start) / 1e9 < seconds; round++) {
            progress.checkCancelled();
            if (round == 0) {
                start = System.nanoTime();
            }
            Batch batch = batches.get(Math.floorMod(round, batches.size()));
            double[] times = new double[trainings.size()];
            for (int i = 0; i < times.length; i++) {
                int way = Math.floorMod(round + i, times.length);
                long before = System.nanoTime();
                trainings.get(way).step(batch);
                times[way] = (System.nanoTime() - before) / 1e6;
            }
            if (round >= 0) {
                rounds.add(times);
                long passed = (long) ((System.nanoTime() - start) / 1e9);
                progress.update("bench", Math.min(passed, (long) seconds), (long) seconds, "");
            }
        }
        return rounds;
    }

    private static List<Way> ways(List<Optional<QatMethod>> methods, List<double[]> rounds) {
        return IntStream.range(0, methods.size())
                .mapToObj(way -> {
                    Median median = Median.of(
                            rounds.stream().mapToDouble(round -> round[way]).toArray());
                    Median ratio = Median.of(rounds.stream()
                            .mapToDouble(round -> round[way] / round[0])
                            .toArray());
                    return new Way(
                            methods.get(way), median.value(), median.interval(), ratio.value(), ratio.interval());
                })
                .toList();
    }
}
