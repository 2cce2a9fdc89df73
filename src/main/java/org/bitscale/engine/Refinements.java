package org.bitscale.engine;

import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.data.augment.Augmentation;

/**
 * What a recipe does beyond plain training; {@link #NONE} of it by default.
 *
 * @param warmUp before the schedule
 * @param regularization of the loss and its gradient
 * @param accumulation batches whose gradients, their mean, make one step, at least 1, and at most an epoch's; batch
 *     normalizations see each batch alone
 * @param augmentation of the training examples
 * @param distillation from a teacher
 * @param averaging of what is trained
 * @param earlyStop on the validation split
 * @param precision of products
 * @param quantizers what is done for them beyond their method
 */
public record Refinements(
        Optional<WarmUp> warmUp,
        Regularization regularization,
        int accumulation,
        Augmentation augmentation,
        Optional<Distillation> distillation,
        Optional<Averaging> averaging,
        Optional<EarlyStop> earlyStop,
        Precision precision,
        QuantizerAids quantizers) {

    /** Plain training. */
    public static final Refinements NONE = new Refinements(
            Optional.empty(),
            Regularization.NONE,
            1,
            Augmentation.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /**
     * What keeps a training from fitting its data too closely or from leaping.
     *
     * @param labelSmoothing share of the target spread over all classes (Szegedy et al. 2016), from 0 to below 1
     * @param clipNorm longest gradient of all parameters together (Pascanu et al. 2013); 0 for no limit
     */
    public record Regularization(double labelSmoothing, double clipNorm) {

        /** Neither. */
        public static final Regularization NONE = new Regularization(0, 0);

        /** Checks the numbers. */
        public Regularization {
            if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
                throw new BadInputException(
                        "A label smoothing from 0 to below 1 is expected, but %s came".formatted(labelSmoothing));
            }
            if (!(clipNorm >= 0 && clipNorm <= 1e9)) {
                throw new BadInputException(
                        "A longest gradient from 0, no limit, to 1e9 is expected, but %s came".formatted(clipNorm));
            }
        }
    }

    /** Refinements with nothing done for quantizers beyond their method. */
    public Refinements(
            Optional<WarmUp> warmUp,
            Regularization regularization,
            int accumulation,
            Augmentation augmentation,
            Optional<Distillation> distillation,
            Optional<Averaging> averaging,
            Optional<EarlyStop> earlyStop,
            Precision precision) {
        this(
                warmUp,
                regularization,
                accumulation,
                augmentation,
                distillation,
                averaging,
                earlyStop,
                precision,
                QuantizerAids.NONE);
    }

    /** Refinements with products in float32. */
    public Refinements(
            Optional<WarmUp> warmUp,
            Regularization regularization,
            int accumulation,
            Augmentation augmentation,
            Optional<Distillation> distillation,
            Optional<Averaging> averaging,
            Optional<EarlyStop> earlyStop) {
        this(warmUp, regularization, accumulation, augmentation, distillation, averaging, earlyStop, Precision.FLOAT32);
    }

    /** These refinements with others for quantizers. */
    public Refinements with(QuantizerAids others) {
        return new Refinements(
                warmUp,
                regularization,
                accumulation,
                augmentation,
                distillation,
                averaging,
                earlyStop,
                precision,
                others);
    }

    /** Checks the accumulation and what goes together; what older records lack is none. */
    public Refinements {
        regularization = regularization == null ? Regularization.NONE : regularization;
        augmentation = augmentation == null ? Augmentation.NONE : augmentation;
        precision = precision == null ? Precision.FLOAT32 : precision;
        quantizers = quantizers == null ? QuantizerAids.NONE : quantizers;
        if (!quantizers.progressive().isEmpty() && earlyStop.isPresent()) {
            throw new BadInputException("Bits that fall while training go through all epochs: "
                    + "leave out either progressive or early_stop");
        }
        if (accumulation < 1 || accumulation > 1 << 16) {
            throw new BadInputException(
                    "From 1 to 65536 batches a step are expected, but %d came".formatted(accumulation));
        }
    }
}
