package org.bitscale.engine;

import java.util.List;
import java.util.Locale;
import org.bitscale.BadInputException;

/** How parameters follow their gradients. */
public sealed interface Optimizer {

    /**
     * Stochastic gradient descent (PyTorch's {@code SGD}, dampening 0).
     *
     * @param momentum share of the last step kept, 0 to below 1
     * @param nesterov whether the gradient is taken ahead (Nesterov 1983)
     */
    record Sgd(double momentum, boolean nesterov) implements Optimizer {
        /** Checks the momentum. */
        public Sgd {
            if (!(momentum >= 0 && momentum < 1) || nesterov && momentum == 0) {
                throw new BadInputException(
                        "A momentum from 0 to below 1 is expected, above 0 for Nesterov, but " + momentum + " came");
            }
        }
    }

    /**
     * Adam (Kingma and Ba 2015), weight decay added to the gradient.
     *
     * @param beta1 decay of the mean
     * @param beta2 decay of the squared mean
     * @param epsilon added to the root
     */
    record Adam(double beta1, double beta2, double epsilon) implements Optimizer {}

    /**
     * Adam with decoupled weight decay (Loshchilov and Hutter 2019): weights shrink by {@code rate · decay} beside the
     * step, whatever the gradient's mean square.
     *
     * @param beta1 decay of the mean
     * @param beta2 decay of the squared mean
     * @param epsilon added to the root
     */
    record AdamW(double beta1, double beta2, double epsilon) implements Optimizer {}

    /**
     * The gradient over the root of its mean square (Tieleman and Hinton 2012; PyTorch's {@code RMSprop}, not centred),
     * weight decay added to the gradient.
     *
     * @param alpha decay of the squared mean
     * @param epsilon added to the root
     */
    record RmsProp(double alpha, double epsilon) implements Optimizer {}

    /** Names in files, in the order of their kinds. */
    List<String> WORDS = List.of("sgd", "adam", "adamw", "rmsprop");

    /** Its name in files, one of {@link #WORDS}. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** SGD with Nesterov momentum 0.9. */
    static Optimizer sgd() {
        return new Sgd(0.9, true);
    }

    /** Adam with its usual constants. */
    static Optimizer adam() {
        return new Adam(0.9, 0.999, 1e-8);
    }

    /** AdamW with its usual constants. */
    static Optimizer adamW() {
        return new AdamW(0.9, 0.999, 1e-8);
    }

    /** RMSprop with its usual constants. */
    static Optimizer rmsProp() {
        return new RmsProp(0.99, 1e-8);
    }
}
