package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bitscale.Texts;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.graph.quantize.TargetRules;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.Target;
import org.bitscale.quant.TensorQuantSpec;

/**
 * What each choice of a plan costs or gains where its file is to run, known before anything is trained. What it says of
 * ONNX Runtime was measured with its release 1.29 on x86-64 with VNNI; of the others it says what their kernels have.
 *
 * @param target where
 * @param remarks in the order in which they matter; empty if there is nothing to say
 */
public record TargetAdvice(Target target, List<Remark> remarks) {

    private static final Texts TEXTS = new Texts("org.bitscale.experiment.messages");
    private static final int PACKED_BITS = 4;

    /** What a remark is about. */
    public enum Topic {
        /** Weights have fewer bits, so that pairs of products stay within 16 bits. */
        REDUCED_RANGE,
        /** Products would saturate on processors without VNNI. */
        SATURATION,
        /** Fewer bits than 8 run in 8-bit kernels: no gain in speed. */
        FEWER_BITS,
        /** Weights that no integer kernel multiplies: their layers run in float. */
        REAL_WEIGHTS,
        /** Packed weights run in float. */
        PACKED,
        /** Layers run in float. */
        IN_FLOAT,
        /** Ranges of activations are found as the network runs. */
        DYNAMIC,
        /** Zero points of activations are fixed. */
        SYMMETRIC,
        /** Weights take a byte each whatever their bits. */
        WEIGHTS_IN_BYTES,
        /** A Softmax is left to what reads the result. */
        SOFTMAX,
        /** The target's own program makes its form of the file. */
        CONVERSION
    }

    /**
     * One thing to know.
     *
     * @param topic what it is about
     * @param target where it holds
     * @param layers those concerned, by name; empty if all are
     */
    public record Remark(Topic topic, Target target, List<String> layers) {

        /** In one sentence, for people. */
        public String text() {
            String topicKey = "target." + topic.name().toLowerCase(Locale.ROOT);
            String own = topicKey + "." + target.word();
            return TEXTS.text(TEXTS.has(own) ? own : topicKey, target.word(), layers.size());
        }
    }

    /** Copies the list. */
    public TargetAdvice {
        remarks = List.copyOf(remarks);
    }

    /**
     * Lays a plan over a network and says what comes of it. Needs no native library.
     *
     * @throws org.bitscale.BadInputException if the plan does not fit the network or its target
     */
    public static TargetAdvice of(Path model, PlanSettings settings, Layout layout, OperatorTable operators) {
        return of(PreparedModel.of(ModelFile.read(model, operators), operators), settings, layout, operators);
    }

    static TargetAdvice of(PreparedModel model, PlanSettings settings, Layout layout, OperatorTable operators) {
        Graph graph = model.folded();
        QuantPlan plan = PlanBuilder.of(graph, ShapeInference.of(graph, operators), operators, settings);
        return of(graph, plan, settings, layout);
    }

    static TargetAdvice of(Graph graph, QuantPlan plan, PlanSettings settings, Layout layout) {
        Target target = settings.target();
        List<Remark> remarks = new ArrayList<>();
        List<String> inPairs = named(plan, layer -> TargetRules.saturates(graph, layer.getKey(), layer.getValue()));
        List<String> fewer = named(plan, layer -> bits(layer.getValue()) < fullBits(target, graph, layer));
        List<String> inFloat = named(plan, layer -> layer.getValue().isFloat());
        boolean onnxRuntime = !target.signedActivations();
        if (target == Target.X86) {
            List<String> reduced = named(plan, layer -> TargetRules.isReduced(graph, layer.getKey(), layer.getValue()));
            add(remarks, Topic.REDUCED_RANGE, target, reduced);
        } else if (target == Target.ONNXRUNTIME || target == Target.X86_VNNI) {
            add(remarks, Topic.SATURATION, target, inPairs);
        }
        if (onnxRuntime && layout == Layout.SMALL) {
            add(remarks, Topic.PACKED, target, named(plan, layer -> weightBits(layer.getValue()) <= PACKED_BITS));
        }
        if (onnxRuntime) {
            List<String> real = named(plan, layer -> !TargetRules.hasIntegerKernel(layer.getValue()));
            add(remarks, Topic.REAL_WEIGHTS, target, real);
            fewer = fewer.stream().filter(layer -> !real.contains(layer)).toList();
            add(remarks, Topic.FEWER_BITS, target, fewer);
        } else {
            add(
                    remarks,
                    Topic.WEIGHTS_IN_BYTES,
                    target,
                    named(plan, layer -> weightBits(layer.getValue()) < IntegerFormat.BYTE_BITS));
        }
        add(remarks, Topic.IN_FLOAT, target, inFloat);
        if (settings.isDynamic()) {
            remarks.add(new Remark(Topic.DYNAMIC, target, List.of()));
        }
        if (target.symmetricActivations()) {
            remarks.add(new Remark(Topic.SYMMETRIC, target, List.of()));
        }
        if (target.integersOnly()
                && graph.nodes().stream().anyMatch(node -> node.is("Softmax") && graph.isOutput(node.output()))) {
            remarks.add(new Remark(Topic.SOFTMAX, target, List.of()));
        }
        if (!onnxRuntime) {
            remarks.add(new Remark(Topic.CONVERSION, target, List.of()));
        }
        return new TargetAdvice(target, remarks);
    }

    private static void add(List<Remark> remarks, Topic topic, Target target, List<String> layers) {
        if (!layers.isEmpty()) {
            remarks.add(new Remark(topic, target, layers));
        }
    }

    private static List<String> named(QuantPlan plan, Predicate<Map.Entry<String, LayerPlan>> chosen) {
        return plan.layers().entrySet().stream()
                .filter(chosen)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Bits that count as full: reduced range is no choice of the user's. */
    private static int fullBits(Target target, Graph graph, Map.Entry<String, LayerPlan> layer) {
        return target == Target.X86 && TargetRules.isReduced(graph, layer.getKey(), layer.getValue())
                ? IntegerFormat.BYTE_BITS - 1
                : IntegerFormat.BYTE_BITS;
    }

    private static int bits(LayerPlan layer) {
        return Math.min(weightBits(layer), bits(layer.input()));
    }

    private static int weightBits(LayerPlan layer) {
        return bits(layer.weights());
    }

    private static int bits(Optional<TensorQuantSpec> spec) {
        return spec.map(s -> s.format().bits()).orElse(IntegerFormat.BYTE_BITS);
    }
}
