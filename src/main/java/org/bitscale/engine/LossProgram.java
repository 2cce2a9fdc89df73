package org.bitscale.engine;

import java.util.Optional;
import org.bitscale.graph.op.TorchText;

/**
 * Writes the loss of a classifier and the number of its right answers.
 *
 * @param loss variable of the loss, a mean over the batch
 * @param hits variable of the number of right answers
 */
record LossProgram(String loss, String hits) {

    /** Argument that holds the labels, N class numbers. */
    static final String LABELS = "labels";
    /** Argument that holds the labels of the examples mixed in. */
    static final String OTHER_LABELS = "other labels";
    /** Argument that holds the share of the first labels, one number. */
    static final String SHARE = "share of the labels";

    /**
     * Writes both.
     *
     * @param logits variable, N × classes
     * @param teacher variable of a teacher's logits, N × classes
     */
    static LossProgram of(TorchProgram program, String logits, Optional<String> teacher, Refinements refinements) {
        double smoothing = refinements.regularization().labelSmoothing();
        String labels = program.argument(LABELS);
        String loss = program.assign(crossEntropy(logits, labels, smoothing));
        String chosen = program.assign("torch.argmax(" + logits + ", 1)");
        String hits = program.assign(hits(chosen, labels));
        if (refinements.augmentation().mixup() > 0) {
            String other = program.argument(OTHER_LABELS);
            String share = program.argument(SHARE);
            String rest = program.assign("torch.add(torch.neg(%s), 1.)".formatted(share));
            String otherLoss = program.assign(crossEntropy(logits, other, smoothing));
            loss = program.assign(mixed(loss, otherLoss, share, rest));
            hits = program.assign(mixed(hits, program.assign(hits(chosen, other)), share, rest));
        }
        if (teacher.isPresent()) {
            Distillation distillation = refinements.distillation().orElseThrow();
            String divergence = distillation(program, logits, teacher.get(), distillation.temperature());
            loss = program.assign("torch.add(torch.mul(%s, %s), torch.mul(%s, %s))"
                    .formatted(
                            loss,
                            TorchText.real(1 - distillation.weight()),
                            divergence,
                            TorchText.real(distillation.weight())));
        }
        return new LossProgram(loss, hits);
    }

    private static String crossEntropy(String logits, String labels, double smoothing) {
        return "torch.cross_entropy_loss(%s, %s, None, 1, -100, %s)"
                .formatted(logits, labels, TorchText.real(smoothing));
    }

    private static String hits(String chosen, String labels) {
        return "torch.sum(torch.eq(%s, %s))".formatted(chosen, labels);
    }

    /** The share is an array of one number; what is mixed has no axes, and so has the result. */
    private static String mixed(String one, String other, String share, String rest) {
        return "torch.sum(torch.add(torch.mul(%s, %s), torch.mul(%s, %s)))".formatted(one, share, other, rest);
    }

    /** {@code T² · KL(softmax(teacher / T) ‖ softmax(logits / T))}, the mean over the batch. */
    private static String distillation(TorchProgram program, String logits, String teacher, double temperature) {
        String inverse = TorchText.real(1 / temperature);
        String learned = program.assign("torch.log_softmax(torch.mul(%s, %s), 1)".formatted(logits, inverse));
        String taught = program.assign("torch.softmax(torch.mul(%s, %s), 1)".formatted(teacher, inverse));
        String each = program.assign("torch.kl_div(%s, %s, 0)".formatted(learned, taught));
        return program.assign("torch.mul(torch.mean(torch.sum(%s, [1])), %s)"
                .formatted(each, TorchText.real(temperature * temperature)));
    }
}
