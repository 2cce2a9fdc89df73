package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitscale.deploy.NodeTimes;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.OperatorTable;

/**
 * Finds out which layers a file spends its time in. ONNX Runtime names the nodes that it makes after nodes or tensors of
 * the file; by these names they are brought back to the layers of the float network, whose names a quantized file keeps.
 */
public final class TimeLayers {

    private static final int RUNS = 100;
    /** What the QDQ, the NCHWc and other optimisations add. */
    private static final Pattern ADDED = Pattern.compile("(_nchwc|_token_\\d+|_quant|_reformat\\w*)$");
    /** A quantizer on a tensor, as an exported file names it. */
    private static final Pattern QUANTIZER = Pattern.compile("(.+)_\\d+bit_(?:quantize|clip|dequantize)");
    /** Weights or bias of a layer, as an exported file names them. */
    private static final Pattern PARAMETER = Pattern.compile("(.+)\\.(?:weight|bias)_dequantize");

    private static final Pattern PRODUCT = Pattern.compile("Conv|Gemm|MatMul");

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Node> producers;

    private TimeLayers(Graph graph) {
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        this.producers = graph.producers();
    }

    /**
     * Times the nodes of a float or quantized file, one example at a time.
     *
     * @param threads of one operation
     * @return in the order in which they run
     * @throws org.bitscale.BadInputException if the file cannot be run
     */
    public static List<LayerTime> of(Path file, int threads, OperatorTable operators) {
        return of(file, threads, 1, operators);
    }

    /**
     * The same with {@code batch} examples a run.
     *
     * @throws org.bitscale.BadInputException if the file cannot be run, or not with so many examples at a time
     */
    static List<LayerTime> of(Path file, int threads, int batch, OperatorTable operators) {
        TimeLayers layers = new TimeLayers(ModelFile.read(file, operators).graph());
        return NodeTimes.measure(file, threads, batch, RUNS).stream()
                .map(time -> new LayerTime(
                        time.node(), time.operator(), layers.layer(time.node(), time.operator()), time.microseconds()))
                .toList();
    }

    private Optional<String> layer(String name, String operator) {
        String plain = name;
        for (Matcher added = ADDED.matcher(plain); added.find(); added = ADDED.matcher(plain)) {
            plain = plain.substring(0, added.start());
        }
        Matcher parameter = PARAMETER.matcher(plain);
        if (parameter.matches()) {
            return Optional.of(parameter.group(1)).filter(nodes::containsKey);
        }
        Matcher quantizer = QUANTIZER.matcher(plain);
        Node found = quantizer.matches()
                ? producers.get(quantizer.group(1))
                : nodes.getOrDefault(plain, producers.get(plain));
        return Optional.ofNullable(found)
                .map(node -> PRODUCT.matcher(operator).find() ? product(node) : node)
                .map(Node::name);
    }

    /** A product is named after what was fused behind it: back to itself. */
    private Node product(Node node) {
        Node at = node;
        while (at != null && !PRODUCT.matcher(at.operator()).find()) {
            at = at.inputs().isEmpty() ? null : producers.get(at.input(0));
        }
        return at == null ? node : at;
    }
}
