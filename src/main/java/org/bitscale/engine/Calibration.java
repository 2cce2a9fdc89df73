package org.bitscale.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.quant.Observer;
import org.bitscale.quant.Range;
import org.bitscale.quant.Summary;

/**
 * Runs data through a float graph once and lets observers see what chosen tensors take. Each batch is reduced where it is
 * computed, so that memory does not grow with the data.
 */
public final class Calibration {

    private static final int SAMPLED = 64;

    private Calibration() {}

    /**
     * Observes tensors over all batches of {@code loader}.
     *
     * @param tensors names of tensors of {@code graph}, its input allowed
     * @param newObserver makes the observer of one tensor
     * @return the observers by tensor name
     * @throws BadInputException if there is no data, or a tensor takes values that are not finite
     */
    public static Map<String, Observer> run(
            Graph graph,
            OperatorTable operators,
            Set<String> tensors,
            BatchLoader loader,
            int examples,
            Supplier<Observer> newObserver,
            TorchEngine engine,
            Progress progress) {
        Facts facts = ShapeInference.of(graph, operators);
        Set<String> wanted = new LinkedHashSet<>(tensors);
        TorchProgram program = new TorchProgram();
        List<String> seen = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        List<String> results = new ArrayList<>();
        GraphCompiler.write(
                graph,
                facts,
                operators,
                new GraphCompiler.Weaving() {
                    @Override
                    public void computed(String tensor, String variable, TorchProgram text) {
                        if (wanted.contains(tensor)) {
                            seen.add(tensor);
                            results.add(text.assign("torch.slice(torch.flatten(%s), 0, 0, 9223372036854775807, %d)"
                                    .formatted(variable, sampleStep(elements(facts, tensor)))));
                            rows.add(text.assign(
                                    "torch.stack([torch.min(%1$s), torch.max(%1$s), torch.sum(torch.abs(%1$s))])"
                                            .formatted(variable)));
                        }
                    }
                },
                program);
        Map<String, Observer> observers = new LinkedHashMap<>();
        seen.forEach(tensor -> observers.put(tensor, newObserver.get()));
        String input = graph.onlyInput().name();
        String table = rows.isEmpty()
                ? program.assign("torch.zeros([0, 3])")
                : program.assign("torch.stack([" + String.join(", ", rows) + "])");
        results.add(table);
        int done = 0;
        try (PtNDManager manager = engine.newManager();
                PtSymbolBlock module = engine.load(List.of(program.method("forward", results)))) {
            Map<String, PtNDArray> constants = new LinkedHashMap<>();
            program.arguments().stream().filter(name -> !name.equals(input)).forEach(name -> {
                Tensor constant = graph.constants().get(name);
                constants.put(name, Arrays.array(manager, constant));
            });
            while (loader.hasNext()) {
                progress.checkCancelled();
                Batch batch = loader.next();
                try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
                    PtNDArray x = Arrays.batch(scope, batch, graph);
                    PtNDArray[] arguments = program.arguments().stream()
                            .map(name -> name.equals(input) ? x : constants.get(name))
                            .toArray(PtNDArray[]::new);
                    NDList result = Network.call(module, "forward", arguments, scope);
                    float[] values = result.get(seen.size()).toFloatArray();
                    for (int i = 0; i < seen.size(); i++) {
                        String tensor = seen.get(i);
                        long count = elements(facts, tensor) * batch.size();
                        observers.get(tensor).observe(summary(tensor, values, 3 * i, count, result.get(i)));
                    }
                }
                done += batch.size();
                progress.update("calibrate", done, examples, "");
            }
        }
        if (done == 0) {
            throw new BadInputException("There are no examples to calibrate with; expected at least one");
        }
        return observers;
    }

    private static Summary summary(String tensor, float[] values, int at, long count, NDArray sample) {
        float min = values[at];
        float max = values[at + 1];
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw new BadInputException(
                    "Tensor '%s' takes values that are not finite (%s to %s); check the data and the input scaling"
                            .formatted(tensor, min, max));
        }
        return new Summary(new Range(min, max), values[at + 2], count, sample.toFloatArray());
    }

    /** Values of one example. */
    private static long elements(Facts facts, String tensor) {
        return facts.type(tensor)
                .shape()
                .withoutBatch()
                .elements()
                .orElseThrow()
                .factor();
    }

    /** The distance at which values are sampled: about {@value #SAMPLED} an example, never in step with its rows. */
    private static long sampleStep(long elements) {
        long step = Math.max(1, elements / SAMPLED);
        while (BigInteger.valueOf(step).gcd(BigInteger.valueOf(elements)).longValue() != 1) {
            step++;
        }
        return step;
    }
}
