package org.bitscale.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitscale.graph.op.TorchText;

/**
 * Writes the optimizer's step as a method that changes parameters in place and clears their gradients. Its arguments are
 * the numbers that change from step to step ({@link #RATE}, {@link #CORRECTION} and, where they are used, {@link #KEPT},
 * {@link #PACE} and {@link #DAMPING}), and for each parameter value, gradient, state and average.
 */
final class OptimizerProgram {

    /** Argument: the learning rate, divided by Adam's correction of the mean. */
    static final String RATE = "rate";
    /** Argument: the root of Adam's correction of the squared mean. */
    static final String CORRECTION = "correction";
    /** Argument: share of weights that decoupled decay leaves. */
    static final String KEPT = "kept";
    /** Argument: share by which averages move. */
    static final String PACE = "pace";
    /** Argument: twice the weight of the penalty on weights away from their codes. */
    static final String DAMPING = "damping";

    /** Share by which one step changes a scale at most: it stays positive, and one odd batch cannot throw it off. */
    private static final double LARGEST_STEP = 0.1;

    /** Keeps the factor finite for a gradient of 0, as PyTorch does. */
    private static final String SMALLEST_NORM = "1.0e-6";

    private final List<TrainedParameter> parameters;
    private final Map<String, List<GradientChange>> changes;
    private final TrainingSettings settings;
    private final TorchProgram program = new TorchProgram();

    private OptimizerProgram(
            List<TrainedParameter> parameters, Map<String, List<GradientChange>> changes, TrainingSettings settings) {
        this.parameters = parameters;
        this.changes = changes;
        this.settings = settings;
    }

    /** Something done to a parameter's gradient before anything else. */
    interface GradientChange {

        /** Writes it: {@code gradient} is changed in place. */
        void write(TorchProgram step, String gradient);
    }

    /** Tensors of state that each parameter needs. */
    static int states(Optimizer optimizer) {
        return optimizer instanceof Optimizer.Adam || optimizer instanceof Optimizer.AdamW ? 2 : 1;
    }

    /**
     * Writes the step.
     *
     * @param buffers names of what is averaged without being trained
     * @param changes of gradients, by the parameter's name
     */
    static TorchProgram of(
            List<TrainedParameter> parameters,
            List<String> buffers,
            Map<String, List<GradientChange>> changes,
            TrainingSettings settings) {
        return new OptimizerProgram(parameters, changes, settings).write(buffers);
    }

    private TorchProgram write(List<String> buffers) {
        program.argument(RATE);
        program.argument(CORRECTION);
        for (int i = 0; i < parameters.size(); i++) {
            for (GradientChange change : changes.getOrDefault(parameters.get(i).name(), List.of())) {
                change.write(program, gradient(i));
            }
        }
        boolean clips = settings.refinements().regularization().clipNorm() > 0;
        if (clips) {
            clip(settings.refinements().regularization().clipNorm());
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (!clips) {
                scaleGradient(i);
            }
            change(i);
        }
        settings.refinements().averaging().ifPresent(averaging -> {
            parameters.forEach(parameter -> average(parameter.name()));
            buffers.forEach(this::average);
        });
        return program;
    }

    private String value(int i) {
        return program.argument(valueName(parameters.get(i).name()));
    }

    private String gradient(int i) {
        return program.argument(name("gradient", i));
    }

    private void scaleGradient(int i) {
        double scale = parameters.get(i).gradientScale();
        if (scale != 1) {
            program.run("torch.mul_(%s, %s)".formatted(gradient(i), TorchText.real(scale)));
        }
    }

    /** Shortens the gradient of all parameters together, as PyTorch's {@code clip_grad_norm_}. */
    private void clip(double longest) {
        List<String> squares = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            scaleGradient(i);
            squares.add(program.assign("torch.sum(torch.mul(%1$s, %1$s))".formatted(gradient(i))));
        }
        String norm = program.assign("torch.sqrt(torch.sum(torch.stack([" + String.join(", ", squares) + "])))");
        String factor = program.assign("torch.clamp(torch.mul(torch.reciprocal(torch.add(%s, %s)), %s), None, 1.)"
                .formatted(norm, SMALLEST_NORM, TorchText.real(longest)));
        for (int i = 0; i < parameters.size(); i++) {
            program.run("torch.mul_(%s, %s)".formatted(gradient(i), factor));
        }
    }

    private void change(int i) {
        TrainedParameter parameter = parameters.get(i);
        String rate = program.argument(RATE);
        String value = value(i);
        String gradient = gradient(i);
        boolean scale =
                parameter.kind() == TrainedParameter.Kind.SCALE || parameter.kind() == TrainedParameter.Kind.CLIP;
        double clipDecay = settings.refinements().quantizers().clipDecay();
        if (clipDecay != 0 && parameter.kind() == TrainedParameter.Kind.CLIP) {
            program.run("torch.add_(%s, %s, alpha=%s)".formatted(gradient, value, TorchText.real(clipDecay)));
        }
        if (settings.weightDecay() != 0 && parameter.kind() == TrainedParameter.Kind.WEIGHT) {
            program.run(
                    settings.optimizer() instanceof Optimizer.AdamW
                            ? "torch.mul_(%s, %s)".formatted(value, program.argument(KEPT))
                            : "torch.add_(%s, %s, alpha=%s)"
                                    .formatted(gradient, value, TorchText.real(settings.weightDecay())));
        }
        String low =
                scale ? program.assign("torch.mul(%s, %s)".formatted(value, TorchText.real(1 - LARGEST_STEP))) : "";
        String high =
                scale ? program.assign("torch.mul(%s, %s)".formatted(value, TorchText.real(1 + LARGEST_STEP))) : "";
        program.run("torch.sub_(%s, torch.mul(%s, %s))".formatted(value, step(i, gradient), rate));
        if (scale) {
            program.run(
                    "torch.copy_(%1$s, torch.minimum(torch.maximum(%1$s, %2$s), %3$s))".formatted(value, low, high));
        }
        program.run("torch.zero_(" + gradient + ")");
    }

    /** What is subtracted, before the learning rate. */
    private String step(int i, String gradient) {
        Optimizer optimizer = settings.optimizer();
        if (optimizer instanceof Optimizer.Sgd sgd) {
            return sgdStep(sgd, i, gradient);
        }
        if (optimizer instanceof Optimizer.Adam adam) {
            return adamStep(adam.beta1(), adam.beta2(), adam.epsilon(), i, gradient);
        }
        if (optimizer instanceof Optimizer.AdamW adam) {
            return adamStep(adam.beta1(), adam.beta2(), adam.epsilon(), i, gradient);
        }
        return rmsPropStep((Optimizer.RmsProp) optimizer, i, gradient);
    }

    private String sgdStep(Optimizer.Sgd sgd, int i, String gradient) {
        if (sgd.momentum() == 0) {
            return gradient;
        }
        String momentum = program.argument(name("state0", i));
        String share = TorchText.real(sgd.momentum());
        program.run("torch.add_(torch.mul_(%s, %s), %s)".formatted(momentum, share, gradient));
        return sgd.nesterov()
                ? program.assign("torch.add(%s, %s, alpha=%s)".formatted(gradient, momentum, share))
                : momentum;
    }

    private String adamStep(double beta1, double beta2, double epsilon, int i, String gradient) {
        String mean = program.argument(name("state0", i));
        String square = program.argument(name("state1", i));
        program.run("torch.lerp_(%s, %s, %s)".formatted(mean, gradient, TorchText.real(1 - beta1)));
        followSquare(square, gradient, beta2);
        return program.assign("torch.div(%s, torch.add(torch.div(torch.sqrt(%s), %s), %s))"
                .formatted(mean, square, program.argument(CORRECTION), TorchText.real(epsilon)));
    }

    private String rmsPropStep(Optimizer.RmsProp rmsProp, int i, String gradient) {
        String square = program.argument(name("state0", i));
        followSquare(square, gradient, rmsProp.alpha());
        return program.assign("torch.div(%s, torch.add(torch.sqrt(%s), %s))"
                .formatted(gradient, square, TorchText.real(rmsProp.epsilon())));
    }

    private void followSquare(String square, String gradient, double decay) {
        program.run("torch.addcmul_(torch.mul_(%s, %s), %s, %s, value=%s)"
                .formatted(square, TorchText.real(decay), gradient, gradient, TorchText.real(1 - decay)));
    }

    private void average(String what) {
        program.run("torch.lerp_(%s, %s, %s)"
                .formatted(
                        program.argument(averageName(what)),
                        program.argument(valueName(what)),
                        program.argument(PACE)));
    }

    /** Name of an argument that belongs to parameter {@code index}. */
    static String name(String what, int index) {
        return what + " " + index;
    }

    /** Name of the value of a parameter or buffer. */
    static String valueName(String what) {
        return "value of " + what;
    }

    /** Name of the average of a parameter or buffer. */
    static String averageName(String what) {
        return "average of " + what;
    }
}
