package org.bitscale.engine;

import java.util.List;
import org.bitscale.BadInputException;

/**
 * What a recipe does for quantizers beyond their method; {@link #NONE} of it by default. What belongs to a method that is
 * not chosen says nothing.
 *
 * @param normBatches batches that running statistics of batch normalizations are estimated from anew, quantizers on, when
 *     a training is harvested; 0 for not. They replace the moving averages, which lag behind weights that still move and
 *     codes that flip
 * @param damping most weight λ of the penalty {@code λ·‖w − ŵ‖²} that pulls weights to the middle of their bins (Nagel et
 *     al. 2022), against oscillation between two codes; it rises from 0 along half a cosine. 0 for not
 * @param clipDecay L2 penalty on learned clips (PACT), from 0 to below 1
 * @param gradientScaling δ of element-wise gradient scaling (EWGS), relative to a distance of one code, from 0 to 1.9:
 *     above 2 a gradient would turn its sign
 * @param progressive bits at which training begins, falling, such as 8, 4: each layer has at least these bits in its
 *     share of the epochs, all shares being equal and the last that of the plan itself (Zhuang et al. 2018); empty for
 *     not
 */
public record QuantizerAids(
        int normBatches, double damping, double clipDecay, double gradientScaling, List<Integer> progressive) {

    /** Usual L2 penalty on learned clips: that on weights. */
    public static final double USUAL_CLIP_DECAY = 1e-4;
    /** Usual δ of element-wise gradient scaling. */
    public static final double USUAL_GRADIENT_SCALING = 0.2;
    /** Most batches for statistics. */
    public static final int MOST_NORM_BATCHES = 100_000;
    /** Largest weight of the penalty. */
    public static final double LARGEST_DAMPING = 1000;
    /** Largest δ. */
    public static final double LARGEST_GRADIENT_SCALING = 1.9;

    /** Nothing beyond the methods. */
    public static final QuantizerAids NONE =
            new QuantizerAids(0, 0, USUAL_CLIP_DECAY, USUAL_GRADIENT_SCALING, List.of());

    /** Checks the numbers. */
    public QuantizerAids {
        progressive = progressive == null ? List.of() : List.copyOf(progressive);
        require(
                normBatches >= 0 && normBatches <= MOST_NORM_BATCHES,
                "From 0 to %d batches for the statistics of batch normalizations are expected, but %s came",
                MOST_NORM_BATCHES,
                normBatches);
        require(
                damping >= 0 && damping <= LARGEST_DAMPING,
                "A damping of oscillations from 0 to %s is expected, but %s came",
                LARGEST_DAMPING,
                damping);
        require(
                clipDecay >= 0 && clipDecay < 1,
                "A penalty on learned clips from 0 to below %s is expected, but %s came",
                1,
                clipDecay);
        require(
                gradientScaling >= 0 && gradientScaling <= LARGEST_GRADIENT_SCALING,
                "A scaling of gradients from 0 to %s is expected, but %s came",
                LARGEST_GRADIENT_SCALING,
                gradientScaling);
        for (int i = 0; i < progressive.size(); i++) {
            int bits = progressive.get(i);
            boolean falls = i == 0 || bits < progressive.get(i - 1);
            require(
                    falls && bits >= 2 && bits <= 8,
                    "Falling bits of %s are expected for progressive lowering, but %s came",
                    "8 to 2",
                    progressive);
        }
    }

    private static void require(boolean holds, String message, Object limit, Object came) {
        if (!holds) {
            throw new BadInputException(message.formatted(limit, came));
        }
    }
}
