package org.bitscale.ptq;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.data.BatchLoader;
import org.bitscale.engine.InputMoments;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.DeadCode;
import org.bitscale.graph.pass.LayerWeights;
import org.bitscale.graph.pass.ScalableInput;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.quant.TensorQuantSpec;

/**
 * Protects the weights that large activations meet (Lin et al. 2024, "AWQ: Activation-aware Weight Quantization"): input
 * channel j of a layer is multiplied by {@code s_j = r_j^α}, r being the root mean square of what it takes (the paper has
 * the mean magnitude), and divided by it where it is made. Of {@code steps} + 1 exponents α from 0 to 1 each layer gets the
 * one under which its output is off least, weights alone quantized: {@code Σ eᵀ·X·Xᵀ·e} over the rows e of errors. With
 * more than {@value #LARGEST} weights an output channel, and in grouped convolutions, a layer stays as it is.
 *
 * @param steps between the exponents tried
 */
record Awq(int steps) implements PtqStep {

    private static final int LARGEST = 4096;

    /** A layer that reads a scaled tensor. */
    private record Reader(Node node, Weights weights, TensorQuantSpec spec, double[] moments, int size, int kernel) {

        int channel(int place) {
            return place / kernel;
        }
    }

    @Override
    public Draft apply(Draft draft, PtqContext context) {
        Graph graph = draft.folded();
        LayerWeights changed = new LayerWeights(graph);
        int done = 0;
        List<ScalableInput> inputs = ScalableInput.of(graph, ShapeInference.of(graph, context.operators()));
        for (ScalableInput input : inputs) {
            context.progress().checkCancelled();
            context.progress()
                    .update("awq", done++, inputs.size(), input.maker().name());
            Map<Node, Reader> readers = new LinkedHashMap<>();
            for (Node node : input.readers()) {
                reader(graph, node, context).ifPresent(reader -> readers.put(node, reader));
            }
            if (readers.size() == input.readers().size()) {
                double[] factors = best(List.copyOf(readers.values()), context);
                changed.divide(input.maker(), factors);
                input.readers().forEach(node -> changed.multiply(node, factors));
            }
        }
        return draft.with(changed.graph());
    }

    /** A layer with what it is multiplied with; empty where it cannot be scaled so. */
    private Optional<Reader> reader(Graph graph, Node node, PtqContext context) {
        Tensor tensor = graph.constants().get(node.input(1));
        Weights weights = Weights.of(node, tensor);
        Optional<TensorQuantSpec> spec = context.plan().of(node.name()).weights();
        boolean grouped = node.is("Conv") && node.attributes().integer("group", 1) != 1;
        if (spec.isEmpty() || grouped || weights.perChannel() > LARGEST) {
            return Optional.empty();
        }
        Graph needed = DeadCode.removed(graph.withOutputs(List.of(new ValueInfo(
                node.input(0), ShapeInference.of(graph, context.operators()).type(node.input(0))))));
        int kernel = node.is("Conv") ? weights.perChannel() / tensor.size(1) : 1;
        try (BatchLoader loader = context.examples().batches()) {
            return InputMoments.of(
                            needed,
                            context.operators(),
                            node,
                            tensor,
                            loader,
                            context.examples().size(),
                            context.engine(),
                            context.quiet())
                    .map(moments -> new Reader(node, weights, spec.get(), moments.groups()[0], moments.size(), kernel));
        }
    }

    private double[] best(List<Reader> readers, PtqContext context) {
        double[] power = new double[readers.get(0).size() / readers.get(0).kernel()];
        for (Reader reader : readers) {
            for (int i = 0; i < reader.size(); i++) {
                power[reader.channel(i)] += reader.moments()[i * reader.size() + i];
            }
        }
        double[] best = new double[0];
        double smallest = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= steps; step++) {
            context.progress().checkCancelled();
            double[] factors = new double[power.length];
            for (int c = 0; c < factors.length; c++) {
                factors[c] = power[c] > 0 ? Math.pow(power[c], 0.5 * step / steps) : 1;
            }
            factors = ScaleFactors.bounded(factors);
            double error = 0;
            for (Reader reader : readers) {
                error += error(reader, factors, context);
            }
            if (error < smallest) {
                smallest = error;
                best = factors;
            }
        }
        return best;
    }

    /** What a layer's output is off by, squared and summed over the examples, with its weights quantized under factors. */
    private static double error(Reader reader, double[] factors, PtqContext context) {
        Weights weights = reader.weights();
        float[] scaled = weights.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) factors[reader.channel(weights.place(i))];
        }
        Weights under = new Weights(scaled, weights.sizes(), weights.axis());
        float[] found =
                QuantizedWeights.of(under, reader.spec(), context.weightRange()).reals(under);
        for (int i = 0; i < found.length; i++) {
            found[i] = (float) (found[i] / factors[reader.channel(weights.place(i))] - weights.values()[i]);
        }
        Weights errors = new Weights(found, weights.sizes(), weights.axis());
        int size = reader.size();
        double sum = 0;
        for (int c = 0; c < errors.channels(); c++) {
            float[] row = errors.values(c);
            for (int i = 0; i < size; i++) {
                double product = 0;
                for (int j = 0; j < size; j++) {
                    product += reader.moments()[i * size + j] * row[j];
                }
                sum += row[i] * product;
            }
        }
        return sum;
    }
}
