package org.bitscale.engine;

/** How the learning rate changes over a training. */
public enum Schedule {
    /** Stays. */
    CONSTANT {
        @Override
        double factor(double progress) {
            return 1;
        }
    },
    /** Falls along half a cosine to 0, step by step (Loshchilov and Hutter 2017). */
    COSINE {
        @Override
        double factor(double progress) {
            return (1 + Math.cos(Math.PI * progress)) / 2;
        }
    },
    /** Falls to a tenth after half of the steps and to a hundredth after three quarters. */
    STEP {
        @Override
        double factor(double progress) {
            return progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01;
        }
    };

    /** What the base rate is multiplied by when {@code progress}, from 0 to 1, of the steps are done. */
    abstract double factor(double progress);
}
