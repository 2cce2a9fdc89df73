package org.bitscale.experiment.saturation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.deploy.OnnxSession;
import org.bitscale.deploy.SessionSettings;
import org.bitscale.deploy.TensorSignature;
import org.bitscale.deploy.TensorValue;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.TensorType;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.pass.FoldDequantize;

/**
 * A QDQ network as a processor without VNNI computes it. The network is cut in front of each layer that can saturate;
 * between the cuts ONNX Runtime runs it as written, and to each such layer's result is added what saturation does to it.
 */
public final class SaturatedNetwork implements AutoCloseable {

    private static final String EXACT = "_exact";
    private static final String ERRORS = "_saturation";

    private final List<IntegerLayer> layers;
    private final List<String> signed;
    private final String input;
    private final String output;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, Counts> counts = new HashMap<>();
    private final Path folder;

    /** A part of the network, and the layers whose errors it must be given. */
    private record Segment(OnnxSession session, List<IntegerLayer> layers) {}

    private static final class Counts {
        private long sums;
        private final SaturatingPairs.Tally tally = new SaturatingPairs.Tally();
    }

    private SaturatedNetwork(Graph graph, List<IntegerLayer> layers, Path folder) {
        this.layers = layers;
        this.signed = IntegerLayer.signed(graph);
        this.input = graph.onlyInput().name();
        this.output = graph.onlyOutput().name();
        this.folder = folder;
    }

    /**
     * Prepares a network.
     *
     * @param graph with quantizers, one input and one output
     * @param threads of one operation
     * @throws BadInputException if ONNX Runtime does not take it or there is no room for temporary files
     */
    public static SaturatedNetwork of(Graph graph, OperatorTable operators, int threads) {
        SaturatedNetwork network = new SaturatedNetwork(graph, IntegerLayer.of(graph), temporaryFolder());
        try {
            network.open(FoldDequantize.of(graph), operators, SessionSettings.unoptimised(threads));
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** The layers that are computed in integers, in the order of the network, and what was counted so far. */
    public List<LayerSaturation> layers() {
        return layers.stream()
                .map(layer -> {
                    Counts own = counts.getOrDefault(layer.node().name(), new Counts());
                    return new LayerSaturation(
                            layer.node().name(),
                            layer.node().operator(),
                            layer.reduction().isDepthwise(),
                            layer.pairs().pairs(),
                            layer.pairs().atRisk(),
                            own.sums,
                            own.tally.saturated(),
                            own.tally.worst());
                })
                .toList();
    }

    /** Layers that read int8 codes: ONNX Runtime computes some of them in float on x86, none is emulated. */
    public List<String> signedLayers() {
        return signed;
    }

    /** By layer that can saturate, which of its output channels can. */
    public Map<String, boolean[]> channelsAtRisk() {
        Map<String, boolean[]> channels = new LinkedHashMap<>();
        for (IntegerLayer layer : layers) {
            if (layer.canSaturate()) {
                boolean[] atRisk = new boolean[layer.reduction().outputs()];
                for (int m = 0; m < atRisk.length; m++) {
                    atRisk[m] = layer.pairs().isAtRisk(m);
                }
                channels.put(layer.node().name(), atRisk);
            }
        }
        return channels;
    }

    /**
     * The outputs for all examples.
     *
     * @param examples how many the loader gives, at least 1
     */
    public Predictions run(BatchLoader loader, int examples, Progress progress) {
        float[] logits = null;
        int[] labels = new int[examples];
        int classes = 0;
        int done = 0;
        while (loader.hasNext()) {
            progress.checkCancelled();
            Batch batch = loader.next();
            float[] result = run(batch);
            if (logits == null) {
                classes = result.length / batch.size();
                logits = new float[Math.multiplyExact(classes, examples)];
            }
            System.arraycopy(result, 0, logits, done * classes, result.length);
            System.arraycopy(batch.labels(), 0, labels, done, batch.size());
            done += batch.size();
            progress.update("saturation", done, examples, "");
        }
        return new Predictions(logits, classes, labels);
    }

    /** A batch in portions of the size that the network takes; the last one is filled up with zeros. */
    private float[] run(Batch batch) {
        List<Long> sizes = segments.get(0).session().inputs().stream()
                .filter(signature -> signature.name().equals(input))
                .findFirst()
                .map(TensorSignature::shape)
                .orElseThrow();
        int example = batch.values().length / batch.size();
        int portion = sizes.get(0) > 0 ? Math.toIntExact(sizes.get(0)) : batch.size();
        long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
        shape[0] = portion;
        float[] results = new float[0];
        for (int start = 0; start < batch.size(); start += portion) {
            int used = Math.min(portion, batch.size() - start);
            float[] values = Arrays.copyOf(
                    Arrays.copyOfRange(batch.values(), start * example, (start + used) * example), portion * example);
            float[] result = run(TensorValue.floats(values, shape), (double) used / portion);
            int length = result.length / portion;
            if (start == 0) {
                results = new float[length * batch.size()];
            }
            System.arraycopy(result, 0, results, start * length, used * length);
        }
        return results;
    }

    /**
     * The outputs for one run.
     *
     * @param share of the first axis that counts
     */
    float[] run(TensorValue examples, double share) {
        Map<String, TensorValue> known = new HashMap<>();
        known.put(input, examples);
        for (Segment segment : segments) {
            for (IntegerLayer layer : segment.layers()) {
                TensorValue codes = known.get(layer.codes());
                IntegerLayer.Errors errors = layer.errors(((ByteBuffer) codes.data()).array(), codes.shape(), share);
                Counts own = counts.computeIfAbsent(layer.node().name(), name -> new Counts());
                own.sums += errors.sums();
                own.tally.add(errors.tally());
                known.put(layer.node().output() + ERRORS, TensorValue.floats(errors.values(), errors.sizes()));
            }
            Map<String, TensorValue> read = new LinkedHashMap<>();
            segment.session().inputs().forEach(wanted -> read.put(wanted.name(), known.get(wanted.name())));
            known.putAll(segment.session().run(read));
        }
        return known.get(output).toFloats();
    }

    private void open(Graph graph, OperatorTable operators, SessionSettings settings) {
        Facts facts = ShapeInference.of(graph, operators);
        Map<String, IntegerLayer> saturating = layers.stream()
                .filter(IntegerLayer::canSaturate)
                .collect(Collectors.toMap(layer -> layer.node().name(), layer -> layer));
        Map<Integer, List<Node>> nodes = new TreeMap<>();
        Map<String, Integer> levels = new HashMap<>();
        for (Node node : graph.nodes()) {
            int level = node.inputs().stream()
                    .mapToInt(tensor -> levels.getOrDefault(tensor, 0))
                    .max()
                    .orElse(0);
            boolean cut = saturating.containsKey(node.name());
            int own = cut ? level + 1 : level;
            nodes.computeIfAbsent(own, key -> new ArrayList<>()).addAll(cut ? corrected(node) : List.of(node));
            node.outputs().forEach(made -> levels.put(made, own));
        }
        int opened = 0;
        for (Map.Entry<Integer, List<Node>> part : nodes.entrySet()) {
            Graph segment = segment(graph, part.getValue(), outside(graph, nodes, part.getKey(), saturating), facts);
            Path file = folder.resolve(opened++ + ".onnx");
            OnnxWriter.write(segment, file);
            segments.add(new Segment(
                    OnnxSession.open(file, settings),
                    part.getValue().stream()
                            .map(node -> saturating.get(node.name()))
                            .filter(layer -> layer != null)
                            .toList()));
        }
    }

    /** A product and the sum of its result with what saturation does to it. */
    private static List<Node> corrected(Node node) {
        String result = node.output();
        return List.of(
                node.withOutput(result + EXACT),
                Node.of(result + ERRORS, "Add", List.of(result + EXACT, result + ERRORS), result));
    }

    /** Names that are read outside of one part. */
    private static Set<String> outside(
            Graph graph, Map<Integer, List<Node>> nodes, int level, Map<String, IntegerLayer> saturating) {
        Set<String> read = new HashSet<>();
        graph.outputs().forEach(value -> read.add(value.name()));
        saturating.values().forEach(layer -> read.add(layer.codes()));
        nodes.forEach((other, part) -> {
            if (other != level) {
                part.forEach(node -> read.addAll(node.inputs()));
            }
        });
        return read;
    }

    private static Graph segment(Graph graph, List<Node> nodes, Collection<String> outside, Facts facts) {
        Set<String> made =
                nodes.stream().flatMap(node -> node.outputs().stream()).collect(Collectors.toSet());
        List<ValueInfo> inputs = nodes.stream()
                .flatMap(node -> node.inputs().stream())
                .filter(name -> !name.isEmpty()
                        && !made.contains(name)
                        && !graph.constants().containsKey(name))
                .distinct()
                .map(name -> new ValueInfo(name, type(name, facts)))
                .toList();
        List<ValueInfo> outputs = made.stream()
                .filter(outside::contains)
                .sorted()
                .map(name -> new ValueInfo(name, type(name, facts)))
                .toList();
        return new Graph(graph.name(), inputs, outputs, nodes, graph.constants(), Map.of())
                .with(nodes, graph.constants());
    }

    private static TensorType type(String name, Facts facts) {
        if (name.endsWith(ERRORS) && facts.typeOf(name).isEmpty()) {
            String result = name.substring(0, name.length() - ERRORS.length());
            return new TensorType(DataType.FLOAT, facts.type(result).shape());
        }
        return facts.type(name);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("bitscale-saturation-");
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private static BadInputException noRoom(IOException e) {
        return new BadInputException(
                "Nothing can be written to the folder for temporary files (%s); make room there"
                        .formatted(e.getMessage()),
                e);
    }

    @Override
    public void close() {
        segments.forEach(segment -> segment.session().close());
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }
}
