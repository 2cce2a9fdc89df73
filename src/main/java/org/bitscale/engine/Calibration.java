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
import org.bitscale.quant.ValueHistogram;

/**
 * Runs data through a float graph once and observes what chosen tensors take. Each batch is reduced where it is
 * computed, so that memory does not grow with the data.
 */
public final class Calibration {

    private static final int SAMPLED = 64;

    private Calibration() {}

    /**
     * Observes tensors over all batches of {@code loader}.
     *
     * @param tensors names of tensors of {@code graph}, its input allowed
     * @return what each takes, by tensor name
     * @throws BadInputException if there is no data, or a tensor takes values that are not finite
     */
    public static Map<String, Summary> run(
            Graph graph,
            OperatorTable operators,
            Set<String> tensors,
            BatchLoader loader,
            int examples,
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
                            Counts counts = Counts.write(variable, text);
                            results.add(counts.bins());
                            rows.add(counts.row());
                        }
                    }
                },
                program);
        Map<String, Observer> observers = new LinkedHashMap<>();
        seen.forEach(tensor -> observers.put(tensor, new Observer()));
        String input = graph.onlyInput().name();
        String table = rows.isEmpty()
                ? program.assign("torch.zeros([0, 5])")
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
                    float[] values = result.get(2 * seen.size()).toFloatArray();
                    for (int i = 0; i < seen.size(); i++) {
                        String tensor = seen.get(i);
                        long count = elements(facts, tensor) * batch.size();
                        observers
                                .get(tensor)
                                .observe(summary(
                                        tensor, values, 5 * i, count, result.get(2 * i), result.get(2 * i + 1)));
                    }
                }
                done += batch.size();
                progress.update("calibrate", done, examples, "");
            }
        }
        if (done == 0) {
            throw new BadInputException("There are no examples to calibrate with; expected at least one");
        }
        Map<String, Summary> summaries = new LinkedHashMap<>();
        observers.forEach((tensor, observer) -> summaries.put(tensor, observer.summary()));
        return summaries;
    }

    /**
     * The lines that reduce a tensor.
     *
     * @param row smallest, largest, absolute sum, width of the bins, number of the first bin
     * @param bins values in each bin
     */
    private record Counts(String row, String bins) {

        /** One more bin than a histogram has at most: bins of this width need not start where the range does. */
        private static final int BINS = ValueHistogram.MOST_BINS + 1;

        /** The width is a power of two, exactly: a span divided by its mantissa. */
        static Counts write(String variable, TorchProgram text) {
            String flat = text.assign("torch.flatten(" + variable + ")");
            String min = text.assign("torch.min(" + flat + ")");
            String max = text.assign("torch.max(" + flat + ")");
            String low = text.assign("torch.clamp(" + min + ", None, 0.)");
            String span = text.assign(
                    "torch.clamp(torch.sub(torch.clamp(%s, 0., None), %s), 1.e-30, None)".formatted(max, low));
            String parts = text.assign("torch.frexp(" + span + ")");
            String width = text.assign(
                    "torch.div(torch.div(%s, (%s)[0]), %d)".formatted(span, parts, ValueHistogram.MOST_BINS));
            String first = text.assign("torch.floor(torch.div(%s, %s))".formatted(low, width));
            String numbers = text.assign(
                    "torch.to(torch.sub(torch.floor(torch.div(%s, %s)), %s), 4)".formatted(flat, width, first));
            String bins =
                    text.assign("torch.bincount(torch.clamp(%s, 0, %d), None, %d)".formatted(numbers, BINS - 1, BINS));
            String row = text.assign(
                    "torch.stack([%s, %s, torch.sum(torch.abs(%s)), %s, %s])".formatted(min, max, flat, width, first));
            return new Counts(row, bins);
        }
    }

    private static Summary summary(String tensor, float[] values, int at, long count, NDArray sample, NDArray bins) {
        float min = values[at];
        float max = values[at + 1];
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw new BadInputException(
                    "Tensor '%s' takes values that are not finite (%s to %s); check the data and the input scaling"
                            .formatted(tensor, min, max));
        }
        ValueHistogram histogram =
                ValueHistogram.of(Math.getExponent(values[at + 3]), (long) values[at + 4], bins.toLongArray());
        return Summary.ofBatch(new Range(min, max), values[at + 2], count, sample.toFloatArray(), histogram);
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
