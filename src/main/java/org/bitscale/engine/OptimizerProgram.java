package org.bitscale.engine;

import java.util.List;
import org.bitscale.graph.op.TorchText;

/**
 * Writes the optimizer's step as a method that changes parameters in place and clears their gradients. Its arguments are,
 * for each parameter, value, gradient and state, and last {@link #RATE} and {@link #CORRECTION}.
 */
final class OptimizerProgram {

    /** Argument: the learning rate, divided by Adam's correction of the mean. */
    static final String RATE = "rate";
    /** Argument: the root of Adam's correction of the squared mean. */
    static final String CORRECTION = "correction";

    /** Share by which one step changes a scale at most: it stays positive, and one odd batch cannot throw it off. */
    private static final double LARGEST_STEP = 0.1;

    private OptimizerProgram() {}

    /** Tensors of state that each parameter needs. */
    static int states(Optimizer optimizer) {
        return optimizer instanceof Optimizer.Adam ? 2 : 1;
    }

    /** Writes the step. */
    static TorchProgram of(List<TrainedParameter> parameters, Optimizer optimizer, double weightDecay) {
        TorchProgram program = new TorchProgram();
        String rate = program.argument(RATE);
        String correction = program.argument(CORRECTION);
        for (int i = 0; i < parameters.size(); i++) {
            TrainedParameter parameter = parameters.get(i);
            String value = program.argument(name("value", i));
            String gradient = program.argument(name("gradient", i));
            boolean scale = parameter.kind() == TrainedParameter.Kind.SCALE;
            if (parameter.gradientScale() != 1) {
                program.run("torch.mul_(%s, %s)".formatted(gradient, TorchText.real(parameter.gradientScale())));
            }
            if (weightDecay != 0 && parameter.kind() == TrainedParameter.Kind.WEIGHT) {
                program.run("torch.add_(%s, %s, alpha=%s)".formatted(gradient, value, TorchText.real(weightDecay)));
            }
            String low =
                    scale ? program.assign("torch.mul(%s, %s)".formatted(value, TorchText.real(1 - LARGEST_STEP))) : "";
            String high =
                    scale ? program.assign("torch.mul(%s, %s)".formatted(value, TorchText.real(1 + LARGEST_STEP))) : "";
            String step = optimizer instanceof Optimizer.Sgd sgd
                    ? sgdStep(program, sgd, i, gradient)
                    : adamStep(program, (Optimizer.Adam) optimizer, i, gradient, correction);
            program.run("torch.sub_(%s, torch.mul(%s, %s))".formatted(value, step, rate));
            if (scale) {
                program.run("torch.copy_(%1$s, torch.minimum(torch.maximum(%1$s, %2$s), %3$s))"
                        .formatted(value, low, high));
            }
            program.run("torch.zero_(" + gradient + ")");
        }
        return program;
    }

    private static String sgdStep(TorchProgram program, Optimizer.Sgd sgd, int i, String gradient) {
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

    private static String adamStep(
            TorchProgram program, Optimizer.Adam adam, int i, String gradient, String correction) {
        String mean = program.argument(name("state0", i));
        String square = program.argument(name("state1", i));
        program.run("torch.lerp_(%s, %s, %s)".formatted(mean, gradient, TorchText.real(1 - adam.beta1())));
        program.run("torch.addcmul_(torch.mul_(%s, %s), %s, %s, value=%s)"
                .formatted(square, TorchText.real(adam.beta2()), gradient, gradient, TorchText.real(1 - adam.beta2())));
        return program.assign("torch.div(%s, torch.add(torch.div(torch.sqrt(%s), %s), %s))"
                .formatted(mean, square, correction, TorchText.real(adam.epsilon())));
    }

    /** Name of an argument that belongs to parameter {@code index}. */
    static String name(String what, int index) {
        return what + " " + index;
    }
}
