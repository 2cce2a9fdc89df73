package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    private static final Offset<Float> ROUNDING = within(1e-4f);

    @Test
    void shrinkingAverages() {
        assertThat(resize(new float[] {1, 3, 10, 20, 5, 7, 30, 40}, 2, 4, 1, 2)).containsExactly(4, 25);
    }

    @Test
    void shrinkingByAFractionWeighsByTheCoveredArea() {
        float[] two = resize(new float[] {3, 6, 12}, 1, 3, 1, 2);

        assertThat(two[0]).isCloseTo((3 + 6 / 2f) / 1.5f, ROUNDING);
        assertThat(two[1]).isCloseTo((6 / 2f + 12) / 1.5f, ROUNDING);
    }

    @Test
    void growingInterpolatesBetweenPixelCentres() {
        assertThat(resize(new float[] {0, 8}, 1, 2, 1, 4)).containsExactly(0, 2, 6, 8);
        assertThat(resize(new float[] {0, 8}, 2, 1, 4, 1)).containsExactly(0, 2, 6, 8);
    }

    @Test
    void oneAxisMayGrowWhileTheOtherShrinks() {
        assertThat(resize(new float[] {0, 2, 8, 10}, 2, 2, 4, 1)).containsExactly(1, 3, 7, 9);
    }

    @Test
    void theMeanSurvivesShrinkingAndAConstantSurvivesAll() {
        SeededRandom random = new SeededRandom(11);
        for (int round = 0; round < 200; round++) {
            int height = 1 + random.nextInt(20);
            int width = 1 + random.nextInt(20);
            int newHeight = 1 + random.nextInt(20);
            int newWidth = 1 + random.nextInt(20);
            float[] constant = new float[height * width];
            Arrays.fill(constant, 77);
            for (float value : resize(constant, height, width, newHeight, newWidth)) {
                assertThat(value).isCloseTo(77, ROUNDING);
            }
            float[] noise = new float[height * width];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = random.nextInt(256);
            }
            float[] small = resize(noise, height, width, 1 + random.nextInt(height), 1 + random.nextInt(width));
            assertThat(mean(small)).isCloseTo(mean(noise), within(1e-3));
        }
    }

    @Test
    void greyIsRepeatedAndColourBecomesLuminance() {
        float[] colour = new float[6];
        new PictureShape(List.of(1, 1, 2), List.of(3, 1, 2), Resize.STRETCH, ValueKind.PIXELS)
                .convert(new float[] {10, 20}, colour, 0);
        assertThat(colour).containsExactly(10, 20, 10, 20, 10, 20);

        float[] grey = new float[3];
        new PictureShape(List.of(3, 1, 2), List.of(1, 1, 2), Resize.STRETCH, ValueKind.PIXELS)
                .convert(new float[] {255, 0, 0, 255, 0, 100}, grey, 1);
        assertThat(grey).containsExactly(0, Math.round(0.299f * 255), Math.round(0.587f * 255 + 11.4f));
    }

    @Test
    void convertedValuesAreWhole() {
        float[] one = new float[1];
        new PictureShape(List.of(1, 1, 3), List.of(1, 1, 1), Resize.STRETCH, ValueKind.PIXELS)
                .convert(new float[] {1, 1, 3}, one, 0);

        assertThat(one).containsExactly(2);
    }

    private static float[] resize(float[] source, int height, int width, int newHeight, int newWidth) {
        float[] target = new float[newHeight * newWidth];
        new Resampler(height, width, newHeight, newWidth).resize(source, 0, target, 0);
        return target;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
