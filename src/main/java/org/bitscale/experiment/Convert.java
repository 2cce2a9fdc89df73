package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bitscale.BadInputException;
import org.bitscale.engine.FloatTensor;
import org.bitscale.engine.Network;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.onnx.OnnxReader;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.quantize.QonnxExport;
import org.bitscale.graph.quantize.QuantizedForm;

/** Writes a quantized file in another form, and compares what the two compute. */
public final class Convert {

    private static final int EXAMPLES = 64;

    private final Workbench workbench;

    /** Works with {@code workbench}. */
    public Convert(Workbench workbench) {
        this.workbench = workbench;
    }

    /** What a file can become. */
    public enum Target {
        /** QONNX's Quant nodes, any bit width said as it is. */
        QONNX,
        /** The real-valued network, without quantizers. */
        FLOAT
    }

    /**
     * What came out.
     *
     * @param out the file
     * @param bits that occur, such as {@code W4A8}; empty where none do
     * @param examples random inputs that both files were given, values from 0 to 1
     * @param largestDifference between their outputs
     * @param outputDeviation standard deviation of the given file's outputs, to compare it with
     */
    public record Result(Path out, String bits, int examples, double largestDifference, double outputDeviation) {}

    /**
     * Reads, writes, reads again and compares.
     *
     * @throws BadInputException if the file cannot be read or has no such form; nothing is written then
     */
    public Result run(Path model, Target target, Path out) {
        OnnxWriter.requireWritable(out);
        if (out.toAbsolutePath().normalize().equals(model.toAbsolutePath().normalize())) {
            throw new BadInputException(
                    "The result would overwrite '%s'; name another file with --out".formatted(model));
        }
        ModelFile file = ModelFile.read(model, workbench.operators());
        if (!file.isQuantized()) {
            throw new BadInputException("'%s' holds no quantizers; expected a quantized network".formatted(model));
        }
        QuantizedForm form = file.form(workbench.operators());
        Graph converted =
                switch (target) {
                    case QONNX -> QonnxExport.of(file.graph(), workbench.operators());
                    case FLOAT -> form.real();
                };
        Map<String, FloatTensor> inputs = inputs(file.graph());
        float[] before = outputs(file.graph(), inputs);
        OnnxWriter.write(converted, out);
        float[] after = outputs(new OnnxReader(workbench.operators()).read(out), inputs);
        double largest = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < before.length; i++) {
            largest = Math.max(largest, Math.abs((double) before[i] - after[i]));
            sum += before[i];
            squares += (double) before[i] * before[i];
        }
        double mean = sum / before.length;
        return new Result(
                out, form.describe(), EXAMPLES, largest, Math.sqrt(Math.max(0, squares / before.length - mean * mean)));
    }

    private float[] outputs(Graph graph, Map<String, FloatTensor> inputs) {
        List<float[]> parts = new ArrayList<>();
        try (Network network = Network.of(graph, workbench.operators(), workbench.engine())) {
            Map<String, FloatTensor> outputs = network.run(inputs);
            graph.outputs()
                    .forEach(output -> parts.add(outputs.get(output.name()).values()));
        }
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static Map<String, FloatTensor> inputs(Graph graph) {
        SplittableRandom random = new SplittableRandom(0);
        Map<String, FloatTensor> inputs = new LinkedHashMap<>();
        for (ValueInfo input : graph.inputs()) {
            List<Dim> dims = input.type().shape().dims();
            long[] sizes = new long[dims.size()];
            int count = 1;
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = dims.get(i).isKnown() ? dims.get(i).size() : i == 0 ? EXAMPLES : 1;
                count = Math.multiplyExact(count, Math.toIntExact(sizes[i]));
            }
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) random.nextDouble();
            }
            inputs.put(input.name(), new FloatTensor(values, sizes));
        }
        return inputs;
    }
}
