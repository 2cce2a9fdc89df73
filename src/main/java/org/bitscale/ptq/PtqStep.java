package org.bitscale.ptq;

/** One step of a quantization without training. */
interface PtqStep {

    /**
     * Goes on from what the steps before made.
     *
     * @throws java.util.concurrent.CancellationException if the task is cancelled
     */
    Draft apply(Draft draft, PtqContext context);
}
