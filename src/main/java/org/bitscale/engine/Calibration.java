package org.bitscale.engine;

import ai.djl.ndarray.NDArray;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.BatchLoader;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.quant.Observer;
import org.bitscale.quant.Range;
import org.bitscale.quant.Summary;
import org.bitscale.quant.ValueHistogram;

/**
 * Runs data through a float graph once and observes what chosen tensors take. Each batch is reduced where it is computed,
 * so that memory does not grow with the data.
 */
public final class Calibration {

    private static final int SAMPLED = 64;

    /** One more bin than a histogram has at most: bins of the width chosen here need not start where the range does. */
    private static final int BINS = ValueHistogram.MOST_BINS + 1;

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
        TensorPass pass = new TensorPass(graph, operators, engine);
        Facts facts = pass.facts();
        Map<String, Observer> observers = new LinkedHashMap<>();
        int done = pass.run(
                tensors,
                (tensor, variable, text) -> reduced(variable, sampleStep(elements(facts, tensor)), text),
                (tensor, batch, results) -> observers
                        .computeIfAbsent(tensor, name -> new Observer())
                        .observe(summary(tensor, elements(facts, tensor) * batch.size(), results)),
                loader,
                examples,
                "calibrate",
                progress);
        if (done == 0) {
            throw new BadInputException("There are no examples to calibrate with; expected at least one");
        }
        Map<String, Summary> summaries = new LinkedHashMap<>();
        observers.forEach((tensor, observer) -> summaries.put(tensor, observer.summary()));
        return summaries;
    }

    /**
     * The lines that reduce a tensor: to a row (smallest, largest, absolute sum, width of the bins, number of the first
     * bin), to a sample, and to the values in each bin. The width is a power of two exactly: a span divided by its
     * mantissa.
     */
    private static List<String> reduced(String variable, long sampleStep, TorchProgram text) {
        String flat = text.assign("torch.flatten(" + variable + ")");
        String sample = text.assign("torch.slice(%s, 0, 0, 9223372036854775807, %d)".formatted(flat, sampleStep));
        String min = text.assign("torch.min(" + flat + ")");
        String max = text.assign("torch.max(" + flat + ")");
        String low = text.assign("torch.clamp(" + min + ", None, 0.)");
        String span =
                text.assign("torch.clamp(torch.sub(torch.clamp(%s, 0., None), %s), 1.e-30, None)".formatted(max, low));
        String parts = text.assign("torch.frexp(" + span + ")");
        String width =
                text.assign("torch.div(torch.div(%s, (%s)[0]), %d)".formatted(span, parts, ValueHistogram.MOST_BINS));
        String first = text.assign("torch.floor(torch.div(%s, %s))".formatted(low, width));
        String numbers =
                text.assign("torch.to(torch.sub(torch.floor(torch.div(%s, %s)), %s), 4)".formatted(flat, width, first));
        String bins =
                text.assign("torch.bincount(torch.clamp(%s, 0, %d), None, %d)".formatted(numbers, BINS - 1, BINS));
        String row = text.assign(
                "torch.stack([%s, %s, torch.sum(torch.abs(%s)), %s, %s])".formatted(min, max, flat, width, first));
        return List.of(row, sample, bins);
    }

    private static Summary summary(String tensor, long count, List<NDArray> results) {
        float[] row = results.get(0).toFloatArray();
        float min = row[0];
        float max = row[1];
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw new BadInputException(
                    "Tensor '%s' takes values that are not finite (%s to %s); check the data and the input scaling"
                            .formatted(tensor, min, max));
        }
        ValueHistogram histogram = ValueHistogram.of(
                Math.getExponent(row[3]), (long) row[4], results.get(2).toLongArray());
        return Summary.ofBatch(
                new Range(min, max), row[2], count, results.get(1).toFloatArray(), histogram);
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
