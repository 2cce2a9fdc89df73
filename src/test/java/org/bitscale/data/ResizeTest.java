package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of another ratio. */
class ResizeTest {
    /** One row, four columns. */
    private static final float[] WIDE = {10, 20, 30, 40};

    @Test
    void stretchingUsesAllAndChangesTheRatio() {
        assertThat(convert(WIDE, List.of(1, 1, 4), List.of(1, 2, 2), Resize.STRETCH))
                .containsExactly(15, 35, 15, 35);
    }

    @Test
    void croppingCutsOutTheMiddle() {
        assertThat(convert(WIDE, List.of(1, 1, 4), List.of(1, 1, 2), Resize.CROP))
                .containsExactly(20, 30);
        assertThat(convert(WIDE, List.of(1, 4, 1), List.of(1, 2, 1), Resize.CROP))
                .containsExactly(20, 30);
        // Twice as large, 2x8; its middle four columns lie between the pixel centres of 20 and 30.
        assertThat(convert(WIDE, List.of(1, 1, 4), List.of(1, 2, 4), Resize.CROP))
                .containsExactly(18, 23, 28, 33, 18, 23, 28, 33);
    }

    @Test
    void paddingKeepsAllBetweenZeros() {
        assertThat(convert(WIDE, List.of(1, 1, 4), List.of(1, 3, 4), Resize.PAD))
                .containsExactly(0, 0, 0, 0, 10, 20, 30, 40, 0, 0, 0, 0);
        assertThat(convert(WIDE, List.of(1, 4, 1), List.of(1, 2, 2), Resize.PAD))
                .containsExactly(15, 0, 35, 0);
    }

    @Test
    void ofTheSameRatioAllAreTheSame() {
        float[] square = {1, 2, 3, 4};
        float[] stretched = convert(square, List.of(1, 2, 2), List.of(1, 5, 5), Resize.STRETCH);
        for (Resize resize : Resize.values()) {
            assertThat(convert(square, List.of(1, 2, 2), List.of(1, 5, 5), resize))
                    .containsExactly(stretched);
            assertThat(convert(square, List.of(1, 2, 2), List.of(1, 2, 2), resize))
                    .containsExactly(square);
        }
    }

    @Test
    void whatIsNotThereStaysWithinTheRangeOfThePicture() {
        SeededRandom random = new SeededRandom(5);
        for (int i = 0; i < 300; i++) {
            int height = 1 + random.nextInt(40);
            int width = 1 + random.nextInt(40);
            List<Integer> to = List.of(1, 1 + random.nextInt(20), 1 + random.nextInt(20));
            float[] picture = new float[height * width];
            Arrays.fill(picture, 100);

            float[] cropped = convert(picture, List.of(1, height, width), to, Resize.CROP);
            float[] padded = convert(picture, List.of(1, height, width), to, Resize.PAD);

            assertThat(cropped).containsOnly(100);
            assertThat(padded).contains(100).doesNotContain(50);
            for (float value : padded) {
                assertThat(value == 0 || value == 100).isTrue();
            }
        }
    }

    @Test
    void aPictureOfAnExtremeRatioTakesNoMoreMemoryThanItself() {
        float[] line = new float[2_000_000];
        line[1_000_000] = 200;

        assertThat(convert(line, List.of(1, 1, line.length), List.of(1, 64, 64), Resize.CROP))
                .hasSize(64 * 64);
        assertThat(convert(line, List.of(1, 1, line.length), List.of(1, 64, 64), Resize.PAD))
                .hasSize(64 * 64);
    }

    @Test
    void planesOfRealValuesAreNotRounded() {
        float[] target = new float[1];
        new PictureShape(List.of(1, 1, 2), List.of(1, 1, 1), Resize.STRETCH, ValueKind.PLANES)
                .convert(new float[] {-0.5f, 0.25f}, target, 0);

        assertThat(target).containsExactly(-0.125f);
    }

    private static float[] convert(float[] picture, List<Integer> from, List<Integer> to, Resize resize) {
        float[] target = new float[to.get(0) * to.get(1) * to.get(2)];
        Arrays.fill(target, -1); // what was there before must not shine through
        new PictureShape(from, to, resize, ValueKind.PIXELS).convert(picture, target, 0);
        return target;
    }
}
