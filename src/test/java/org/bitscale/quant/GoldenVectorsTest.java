package org.bitscale.quant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bitscale.SharedMaterial;
import org.junit.jupiter.api.Test;

/** The rule of rounding against numbers that PyTorch and ONNX Runtime gave. */
class GoldenVectorsTest {

    /**
     * PyTorch multiplies with 1/scale: of its values per tensor so many fall on the other side of a tie. (The file's note
     * says 41 of 3,680, counted over 80 cases; the file holds 40 of them.)
     */
    private static final int TIES_OF_TORCH = 15;

    private static final int VALUES_PER_TENSOR = 1840;

    private static JsonNode read(String file) throws IOException {
        return new ObjectMapper()
                .readTree(SharedMaterial.path("vectors/" + file).toFile());
    }

    private static float[] floats(JsonNode tensor) {
        JsonNode data = tensor.get("data");
        float[] values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) data.get(i).asDouble();
        }
        return values;
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    /** A format with these limits, or a wider one where none has them. */
    private static IntegerFormat format(int qmin, int qmax) {
        for (int bits = 2; bits <= IntegerFormat.MOST_BITS; bits++) {
            for (boolean narrow : new boolean[] {true, false}) {
                IntegerFormat format = new IntegerFormat(bits, qmin < 0, narrow && qmin < 0);
                if (format.qmin() <= qmin && format.qmax() >= qmax) {
                    return format;
                }
            }
        }
        throw new IllegalArgumentException("no format holds " + qmin + " to " + qmax);
    }

    private static float fakeQuantized(float x, QParams parameters, int qmin, int qmax) {
        int code = parameters.quantize(x, format(qmin, qmax));
        return parameters.dequantize(Math.max(qmin, Math.min(qmax, code)));
    }

    /** How often PyTorch's values differ from ours; each time it must be because its quotient fell across a tie. */
    private static int differences(float[] x, float[] torch, QParams parameters, int qmin, int qmax) {
        int differences = 0;
        for (int i = 0; i < x.length; i++) {
            float ours = fakeQuantized(x[i], parameters, qmin, qmax);
            if (ours != torch[i]) {
                float divided = x[i] / parameters.scale();
                float multiplied = x[i] * (1 / parameters.scale());
                assertThat(Math.rint(divided))
                        .as("x = %s, scale = %s: %s and %s round to", x[i], parameters.scale(), divided, multiplied)
                        .isNotEqualTo(Math.rint(multiplied));
                double tie = Math.min(Math.rint(divided), Math.rint(multiplied)) + 0.5;
                assertThat(Math.abs(divided - tie)).isLessThanOrEqualTo(2 * Math.ulp((float) tie));
                assertThat(Math.abs(multiplied - tie)).isLessThanOrEqualTo(2 * Math.ulp((float) tie));
                double code = Math.rint(multiplied) + parameters.zeroPoint();
                assertThat(parameters.dequantize((int) Math.max(qmin, Math.min(qmax, code))))
                        .as("PyTorch's own rule at x = %s", x[i])
                        .isEqualTo(torch[i]);
                differences++;
            }
        }
        return differences;
    }

    @Test
    void pytorchPerTensorDiffersAtTiesOnly() throws IOException {
        int values = 0;
        int differences = 0;
        for (JsonNode test : read("fake_quantize_torch.json").get("per_tensor")) {
            QParams parameters = new QParams(
                    (float) test.get("scale").asDouble(), test.get("zero_point").asInt());
            int qmin = test.get("qmin").asInt();
            int qmax = test.get("qmax").asInt();
            float[] x = floats(test.get("x"));
            float[] torch = floats(test.get("y"));
            assertThat(floats(test.get("learnable").get("y"))).isEqualTo(torch);
            differences += differences(x, torch, parameters, qmin, qmax);
            values += x.length;
        }
        assertThat(values).isEqualTo(VALUES_PER_TENSOR);
        assertThat(differences).isEqualTo(TIES_OF_TORCH);
    }

    @Test
    void pytorchPerChannel() throws IOException {
        int differences = 0;
        for (JsonNode test : read("fake_quantize_torch.json").get("per_channel")) {
            float[] scales = floats(test.get("scale"));
            int[] zeroPoints = ints(test.get("zero_point").get("data"));
            int[] sizes = ints(test.get("x").get("shape"));
            float[] x = floats(test.get("x"));
            float[] torch = floats(test.get("y"));
            for (int i = 0; i < x.length; i++) {
                int channel = index(i, sizes, test.get("axis").asInt(), 1);
                differences += differences(
                        new float[] {x[i]},
                        new float[] {torch[i]},
                        new QParams(scales[channel], zeroPoints[channel]),
                        test.get("qmin").asInt(),
                        test.get("qmax").asInt());
            }
        }
        assertThat(differences).isZero();
    }

    /** Which of {@code sizes[axis] / block} parameters (times those of the axes before) element {@code i} has. */
    private static int index(int i, int[] sizes, int axis, int block) {
        int inner = 1;
        for (int k = axis + 1; k < sizes.length; k++) {
            inner *= sizes[k];
        }
        return i / inner % sizes[axis] / block;
    }

    @Test
    void onnxRuntimeGivesTheSameCodes() throws IOException {
        int compared = 0;
        List<String> tooWide = new ArrayList<>();
        for (JsonNode test : read("onnxruntime_qdq.json").get("qdq")) {
            String type = test.get("dtype").asText();
            if (type.endsWith("16")) {
                tooWide.add(type);
                continue;
            }
            IntegerFormat format =
                    new IntegerFormat(Integer.parseInt(type.replaceAll("\\D", "")), !type.startsWith("U"), false);
            float[] x = floats(test.get("x"));
            float[] dequantized = floats(test.get("dequantized"));
            int[] codes = ints(test.get("q").get("data"));
            float[] scales = floats(test.get("scale"));
            int[] zeroPoints = ints(test.get("zero_point").get("data"));
            int[] sizes = ints(test.get("x").get("shape"));
            int block = test.get("block_size").asInt(1);
            for (int i = 0; i < x.length; i++) {
                int at = 0;
                if (scales.length > 1) {
                    at = index(i, sizes, test.get("axis").asInt(), block);
                    if (block > 1) {
                        at += i / sizes[1] * (sizes[1] / block);
                    }
                }
                QParams parameters = new QParams(scales[at], zeroPoints[at]);
                int code = parameters.quantize(x[i], format);
                assertThat(code).as("%s: code of %s", type, x[i]).isEqualTo(codes[i]);
                assertThat(parameters.dequantize(code)).isEqualTo(dequantized[i]);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(500);
        assertThat(tooWide).as("formats that Bitscale does not have").hasSize(4);
    }

    /**
     * ONNX Runtime's calibration helper. "symmetric" there means the range [−m, m] over all codes and the zero point in
     * the middle, which for unsigned codes is 128, not 0.
     */
    @Test
    void onnxRuntimeChoosesTheSameParameters() throws IOException {
        int compared = 0;
        for (JsonNode test : read("onnxruntime_qdq.json").get("compute_scale_zp")) {
            int qmin = test.get("qmin").asInt();
            int qmax = test.get("qmax").asInt();
            if (qmax > 255) {
                continue;
            }
            Range range = new Range((float) test.get("rmin").asDouble(), (float)
                    test.get("rmax").asDouble());
            QParams parameters = QParams.ofRange(
                    range, format(qmin, qmax), test.get("symmetric").asBoolean());
            assertThat(parameters.scale()).as("scale of %s", test).isEqualTo((float)
                    test.get("scale").asDouble());
            boolean nothing = range.min() == 0 && range.max() == 0;
            if (!nothing) { // Of nothing but zeros it takes 0, not the middle: every zero point is right there.
                assertThat(parameters.zeroPoint())
                        .as("zero point of %s", test)
                        .isEqualTo(test.get("zero_point").asInt());
            }
            compared++;
        }
        assertThat(compared).isEqualTo(40);
    }
}
