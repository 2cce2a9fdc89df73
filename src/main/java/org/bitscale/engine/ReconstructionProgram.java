package org.bitscale.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.op.TorchText;
import org.bitscale.graph.quantize.Placement;
import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;

/**
 * Writes the loss of a part of a network with soft rounding and quantized activations, and its plain squared error. What
 * is computed at sure roundings and without dropping is, up to float arithmetic, what the exported file computes.
 */
final class ReconstructionProgram implements GraphCompiler.Weaving {

    /** Argument: what the part should give. */
    static final String TARGET = "target";
    /** Argument: the exponent of the pull, one number. */
    static final String EXPONENT = "exponent";
    /** Argument: the weight of the pull, one number; 0 during the warm-up. */
    static final String PULL = "pull";
    /** Argument: what the squared error is divided by, one number. */
    static final String UNIT = "unit";

    /** A step of the optimizer moves the logarithm of a step size by this share of what it moves a rounding. */
    private static final double STEP_PACE = 0.1;

    private static final String MAGIC = "12582912.";

    private final Placement placement;
    private final Map<Site, QParams> activations;
    private final Map<String, SoftRounding> roundings;
    private final boolean learnSteps;
    private final double drop;
    private final Graph part;
    private final TorchProgram program = new TorchProgram();
    private final Map<String, TrainedParameter> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Map<String, String> shares = new LinkedHashMap<>();
    private final Map<String, String> weightVariables = new HashMap<>();
    private final Map<Site, String> quantized = new HashMap<>();
    private final List<Site> learned = new ArrayList<>();
    private final String result;
    private String entry;

    /**
     * @param drop chance that a value is not quantized; 0 for the plain error
     */
    ReconstructionProgram(
            Graph part,
            OperatorTable operators,
            Placement placement,
            Map<Site, QParams> activations,
            Map<String, SoftRounding> roundings,
            boolean learnSteps,
            double drop,
            boolean withPull) {
        this.part = part;
        this.placement = placement;
        this.activations = activations;
        this.roundings = roundings;
        this.learnSteps = learnSteps;
        this.drop = drop;
        this.constants.putAll(part.constants());
        String output = GraphCompiler.write(part, ShapeInference.of(part, operators), operators, this, program)
                .get(0);
        String difference = program.assign("torch.sub(%s, %s)".formatted(output, program.argument(TARGET)));
        String error = program.assign("torch.mean(torch.mul(%1$s, %1$s))".formatted(difference));
        this.result = withPull ? loss(error) : error;
    }

    /** Error in units of that of rounding to nearest, and for each layer the mean of 1 − |2h − 1|^β. */
    private String loss(String error) {
        String loss = program.assign("torch.div(%s, torch.sum(%s))".formatted(error, program.argument(UNIT)));
        for (String share : shares.values()) {
            String open =
                    program.assign("torch.pow(torch.clamp(torch.abs(torch.sub(torch.mul(%s, 2.), 1.)), 1.e-12, 1.), %s)"
                            .formatted(share, program.argument(EXPONENT)));
            String pull = program.assign("torch.mean(torch.add(torch.neg(%s), 1.))".formatted(open));
            loss = program.assign(
                    "torch.add(%s, torch.mul(%s, torch.sum(%s)))".formatted(loss, pull, program.argument(PULL)));
        }
        return loss;
    }

    String method(String name) {
        return program.method(name, List.of(result));
    }

    List<String> arguments() {
        return program.arguments();
    }

    /** What is learned. */
    List<TrainedParameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** What the method reads and nobody changes. */
    Map<String, Tensor> constants() {
        return constants;
    }

    /** The sites whose step sizes are learned. */
    List<Site> learned() {
        return List.copyOf(learned);
    }

    /** The parameters of a site at a learned value. */
    static QParams learned(QParams before, float value) {
        return new QParams((float) (before.scale() * Math.exp(STEP_PACE * value)), before.zeroPoint());
    }

    static String stepName(Site site) {
        return "step of " + site;
    }

    @Override
    public String input(Node node, int index, String variable, TorchProgram text) {
        if (index == 1 && roundings.containsKey(node.name())) {
            return weightVariables.computeIfAbsent(node.name(), name -> weights(roundings.get(name)));
        }
        String value = node.input(index).equals(part.onlyInput().name()) ? entry(variable) : variable;
        Optional<Site> site = placement.read(node, index);
        return site.isEmpty() ? value : quantized(site.get(), value);
    }

    /** What is fed was made without recording gradients; only a copy of it can take part where they are. */
    private String entry(String variable) {
        if (entry == null) {
            entry = program.assign("torch.clone(" + variable + ")");
        }
        return entry;
    }

    private String weights(SoftRounding rounding) {
        parameters.put(
                rounding.variable(),
                new TrainedParameter(rounding.variable(), rounding.first(), TrainedParameter.Kind.OTHER, 1));
        constants.putAll(rounding.constants());
        String share = rounding.share(program);
        shares.put(rounding.variable(), share);
        return rounding.weights(share, program);
    }

    /** A tensor through its quantizers, the widest first, down to a site's. */
    private String quantized(Site wanted, String variable) {
        String value = variable;
        for (Site site : placement.sites(wanted.tensor())) {
            String source = value;
            if (!quantized.containsKey(site)) {
                quantized.put(site, quantizer(site, source));
            }
            value = quantized.get(site);
            if (site.equals(wanted)) {
                break;
            }
        }
        return value;
    }

    private String quantizer(Site site, String variable) {
        Site owner = placement.parametersOf(site);
        QParams parameters = activations.get(owner);
        IntegerFormat format = IntegerFormat.unsigned(owner.bits());
        String scale = scale(owner, parameters);
        String v = program.assign("torch.hardtanh(torch.div(%s, %s), %s, %s)"
                .formatted(
                        variable,
                        scale,
                        TorchText.real(format.qmin() - parameters.zeroPoint()),
                        TorchText.real(format.qmax() - parameters.zeroPoint())));
        String integers = program.assign("torch.sub(torch.add(%s, %s), %s)".formatted(v, MAGIC, MAGIC));
        String real = program.assign("torch.mul(%s, %s)".formatted(integers, scale));
        if (drop == 0) {
            return real;
        }
        String passes = program.assign("torch.lt(torch.rand_like(%s), %s)".formatted(variable, TorchText.real(drop)));
        return program.assign("torch.where(%s, %s, %s)".formatted(passes, variable, real));
    }

    private String scale(Site owner, QParams start) {
        String name = "scale of " + owner;
        constants.put(name, Tensor.ofFloats(new float[] {start.scale()}, 1));
        if (!learnSteps || !inside(owner.tensor())) {
            return program.argument(name);
        }
        String step = stepName(owner);
        if (!parameters.containsKey(step)) {
            learned.add(owner);
            parameters.put(
                    step,
                    new TrainedParameter(step, Tensor.ofFloats(new float[] {0}, 1), TrainedParameter.Kind.OTHER, 1));
        }
        return program.assign("torch.mul(%s, torch.exp(torch.mul(%s, %s)))"
                .formatted(program.argument(name), program.argument(step), TorchText.real(STEP_PACE)));
    }

    /** Whether a tensor goes into this part or is made in it: nothing outside reads it through a quantizer then. */
    private boolean inside(String tensor) {
        return part.onlyInput().name().equals(tensor)
                || part.nodes().stream().anyMatch(node -> node.outputs().contains(tensor));
    }
}
