package org.bitscale.engine;

import org.bitscale.graph.Tensor;
import org.bitscale.graph.Weights;
import org.bitscale.graph.op.TorchText;
import org.bitscale.graph.quantize.QuantizedWeights;
import org.bitscale.graph.quantize.WeightGroups;
import org.bitscale.quant.IntegerFormat;

/**
 * Weights of one layer whose rounding, up or down, is learned (Nagel et al. 2020, "Up or Down? Adaptive Rounding for
 * Post-Training Quantization"): {@code w̃ = s·clamp(⌊w/s⌋ + h(v))}, {@code h(v) = clamp(1.2·σ(v) − 0.1, 0, 1)}. The
 * variable v, one for each weight, starts where w̃ is w.
 */
final class SoftRounding {

    private static final double STRETCH = 1.2;
    private static final double BELOW = -0.1;
    /** A variable at which h is 0 or 1 for certain. */
    private static final float SURE = 10;

    private final String node;
    private final Weights weights;
    private final QuantizedWeights start;
    private final WeightGroups groups;
    private final float[] floors;
    private final float[] rests;

    /** @param start scales, and the integers' format; its codes are the rounding to nearest that is to be bettered */
    SoftRounding(String node, Weights weights, QuantizedWeights start) {
        this.node = node;
        this.weights = weights;
        this.start = start;
        this.groups = new WeightGroups(weights, start.sharing());
        float[] values = weights.values();
        this.floors = new float[values.length];
        this.rests = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            float v = values[i] / scale(i);
            floors[i] = (float) Math.floor(v);
            rests[i] = v - floors[i];
        }
    }

    private float scale(int i) {
        return start.scales()[groups.of(i)];
    }

    /** Name of the variable among the arguments of a program. */
    String variable() {
        return "rounding of " + node;
    }

    private String floorsName() {
        return "floor of " + node;
    }

    private String scalesName() {
        return "scale of " + node;
    }

    /** The variable's first value. */
    Tensor first() {
        float[] first = new float[rests.length];
        for (int i = 0; i < first.length; i++) {
            double share = (rests[i] - BELOW) / STRETCH;
            first[i] = (float) Math.log(share / (1 - share));
        }
        return Tensor.ofFloats(first, weights.sizes());
    }

    /** The variable at which each weight has the code it has in {@code codes}. */
    float[] at(int[] codes) {
        float[] values = new float[codes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = codes[i] > floors[i] ? SURE : -SURE;
        }
        return values;
    }

    /** What the program reads besides the variable. */
    java.util.Map<String, Tensor> constants() {
        float[] scales = new float[floors.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = scale(i);
        }
        return java.util.Map.of(
                floorsName(), Tensor.ofFloats(floors, weights.sizes()),
                scalesName(), Tensor.ofFloats(scales, weights.sizes()));
    }

    /** Writes h(v). */
    String share(TorchProgram program) {
        return program.assign("torch.clamp(torch.add(torch.mul(torch.sigmoid(%s), %s), %s), 0., 1.)"
                .formatted(program.argument(variable()), TorchText.real(STRETCH), TorchText.real(BELOW)));
    }

    /** Writes w̃. */
    String weights(String share, TorchProgram program) {
        IntegerFormat format = (IntegerFormat) start.format();
        return program.assign("torch.mul(torch.clamp(torch.add(%s, %s), %s, %s), %s)"
                .formatted(
                        program.argument(floorsName()),
                        share,
                        TorchText.real(format.qmin()),
                        TorchText.real(format.qmax()),
                        program.argument(scalesName())));
    }

    /** The integers that learned variables stand for. */
    QuantizedWeights rounded(float[] values) {
        IntegerFormat format = (IntegerFormat) start.format();
        int[] codes = new int[values.length];
        for (int i = 0; i < codes.length; i++) {
            int code = (int) floors[i] + (values[i] >= 0 ? 1 : 0);
            codes[i] = Math.max(format.qmin(), Math.min(format.qmax(), code));
        }
        return start.withCodes(codes);
    }
}
