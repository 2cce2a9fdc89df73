package org.bitscale.engine;

import org.bitscale.quant.LevelFormat;

/** How fast learned scales move (Esser et al. 2020). */
final class StepSizes {

    private StepSizes() {}

    /**
     * What a scale's gradient is multiplied by: {@code 1/√(n·qmax)}, qmax being the largest level, and where the scale starts lower than the paper's
     * {@code 2·mean|x|/√qmax} the square of the ratio too, which gives it the relative speed that the paper balanced.
     *
     * @param count values under the scale
     * @param start where the scale starts
     * @param absoluteMean mean magnitude of what it scales
     */
    static double gradientScale(double count, LevelFormat format, double start, double absoluteMean) {
        double ratio = start / (2 * absoluteMean / Math.sqrt(format.largest()));
        double slower = Double.isFinite(ratio) ? Math.min(1, ratio) : 1;
        return slower * slower / Math.sqrt(count * format.largest());
    }
}
