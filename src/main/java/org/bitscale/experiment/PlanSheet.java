package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PackedSize;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.QuantPlan;

/** A float network with its batch normalizations folded, over which plans are laid to see what they make of it. */
public final class PlanSheet {

    private final OperatorTable operators;
    private final Graph folded;
    private final Facts facts;
    private final List<Row> rows;

    private PlanSheet(OperatorTable operators, Graph folded) {
        this.operators = operators;
        this.folded = folded;
        this.facts = ShapeInference.of(folded, operators);
        this.rows = rows();
    }

    /**
     * A layer that a plan can say something about.
     *
     * @param name its stable name
     * @param operator its ONNX type
     * @param weighted whether it has weights; else only its inputs are quantized
     * @param output shape of its output
     * @param parameters number of floating constants it reads
     * @param macs multiply-accumulates of one example
     */
    public record Row(String name, String operator, boolean weighted, String output, long parameters, long macs) {}

    /**
     * A network under a plan.
     *
     * @param plan bits by layer
     * @param layers every operation, with its bits
     * @param packedBytes bytes if every number takes just its bits
     * @param bops multiply-accumulates of one example, times weight bits, times activation bits
     */
    public record Laid(QuantPlan plan, List<LayerRecord> layers, long packedBytes, long bops) {

        /** Copies. */
        public Laid {
            layers = List.copyOf(layers);
        }
    }

    /**
     * Reads a float network. Needs no native library.
     *
     * @throws org.bitscale.BadInputException if it cannot be read, or is quantized and its real-valued form unknown
     */
    public static PlanSheet of(ModelFile model) {
        OperatorTable operators = OperatorTable.standard();
        return new PlanSheet(operators, PreparedModel.of(model, operators).folded());
    }

    /** Reads the float network in a file. */
    public static PlanSheet of(Path model) {
        return of(ModelFile.read(model, OperatorTable.standard()));
    }

    /** The layers that a plan can say something about, in the order of the network. */
    public List<Row> layers() {
        return rows;
    }

    /** The network in float. */
    public Laid inFloat() {
        QuantPlan none = new QuantPlan(Map.of());
        List<LayerRecord> layers = LayerRecord.of(folded, none, operators);
        return new Laid(none, layers, PackedSize.ofFloat(folded), bops(layers));
    }

    /**
     * The network under a plan.
     *
     * @throws org.bitscale.BadInputException if the plan does not fit
     */
    public Laid lay(PlanSettings settings) {
        QuantPlan plan = PlanBuilder.of(folded, facts, operators, settings);
        int sites = Placement.of(folded, facts, operators, plan).ownSites().size();
        List<LayerRecord> layers = LayerRecord.of(folded, plan, operators);
        return new Laid(plan, layers, PackedSize.of(folded, plan, sites), bops(layers));
    }

    /**
     * What there is to know about a plan where its file, of the fast layout, is to run.
     *
     * @throws org.bitscale.BadInputException if the plan does not fit
     */
    public TargetAdvice advice(PlanSettings settings) {
        QuantPlan plan = PlanBuilder.of(folded, facts, operators, settings);
        return TargetAdvice.of(folded, plan, settings, Layout.FAST);
    }

    private static long bops(List<LayerRecord> layers) {
        return layers.stream().mapToLong(LayerRecord::bops).sum();
    }

    private List<Row> rows() {
        QuantPlan all = PlanBuilder.of(folded, facts, operators, PlanSettings.of(8, 8));
        Map<String, Node> nodes = folded.nodes().stream().collect(Collectors.toMap(Node::name, Function.identity()));
        List<Row> found = new ArrayList<>();
        for (LayerRecord layer : LayerRecord.of(folded, all, operators)) {
            if (!all.of(layer.name()).isFloat()) {
                Node node = nodes.get(layer.name());
                found.add(new Row(
                        layer.name(),
                        layer.operator(),
                        operators.of(node).role(node, facts) == QuantizationRole.WEIGHTED,
                        facts.type(node.output()).shape().toString(),
                        layer.parameters(),
                        layer.macs()));
            }
        }
        return List.copyOf(found);
    }
}
