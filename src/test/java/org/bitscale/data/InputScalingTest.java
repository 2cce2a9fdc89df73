package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputScalingTest {
    @Test
    void scalesEachChannelByHand() {
        InputScaling scaling = new InputScaling(100, List.of(0.5f, 1f), List.of(0.25f, 2f));
        float[] values = {-7, 100, 50, 0, 300, -7};

        scaling.apply(values, 1, List.of(2, 1, 2));

        assertThat(values).containsExactly(-7, 2, 0, -0.5f, 1, -7);
    }

    @Test
    void oneMeanServesEveryChannel() {
        float[] values = {255, 0, 51};

        new InputScaling(255, List.of(0.5f), List.of(0.5f)).apply(values, 0, List.of(3, 1, 1));

        assertThat(values).containsExactly(1, -1, (0.2f - 0.5f) / 0.5f);
    }

    @Test
    void picturesAreDividedBy255() {
        float[] values = {0, 51, 255};

        InputScaling.pictures().apply(values, 0, List.of(1, 1, 3));

        assertThat(values).containsExactly(0, 0.2f, 1);
    }

    @Test
    void noneLeavesTheValues() {
        float[] values = {0, 51.5f, -3};

        InputScaling.none().apply(values, 0, List.of(1, 1, 3));

        assertThat(values).containsExactly(0, 51.5f, -3);
    }

    @Test
    void channelsMustFit() {
        InputScaling scaling = new InputScaling(255, List.of(0f, 0f, 0f), List.of(1f));

        assertThatThrownBy(() -> scaling.apply(new float[4], 0, List.of(1, 2, 2)))
                .isInstanceOf(DataException.class)
                .hasMessage("The input scaling names 3 channels, but the data has 1: give one value, or one per"
                        + " channel.");
    }

    @Test
    void equalsByValueAndCannotBeChangedFromOutside() {
        List<Float> mean = new ArrayList<>(List.of(0.5f));
        InputScaling scaling = new InputScaling(255, mean, List.of(1f));
        mean.set(0, 0.75f);

        assertThat(scaling).isEqualTo(new InputScaling(255, List.of(0.5f), List.of(1f)));
    }

    @Test
    void refusesNumbersThatCannotScale() {
        assertThatThrownBy(() -> new InputScaling(0, List.of(0f), List.of(1f))).hasMessageContaining("input scale");
        assertThatThrownBy(() -> new InputScaling(Float.NaN, List.of(0f), List.of(1f)))
                .hasMessageContaining("input scale");
        assertThatThrownBy(() -> new InputScaling(1, List.of(Float.POSITIVE_INFINITY), List.of(1f)))
                .hasMessageContaining("mean");
        assertThatThrownBy(() -> new InputScaling(1, List.of(0f), List.of(0f))).hasMessageContaining("std");
        assertThatThrownBy(() -> new InputScaling(1, List.of(0f), List.of())).hasMessageContaining("empty");
        assertThatThrownBy(() -> new InputScaling(1, List.of(0f, 0f), List.of(1f, 1f, 1f)))
                .hasMessageContaining("mean has 2 values and std has 3");
    }

    @Test
    void writesWhatItReads() {
        String text = "scale=255;mean=0.485,0.456,0.406;std=0.229,0.224,0.225";

        assertThat(InputScaling.parse(text).toString()).isEqualTo(text);
        assertThat(InputScaling.parse(" scale = 255 ; mean = 0.5 "))
                .isEqualTo(new InputScaling(255, List.of(0.5f), List.of(1f)));
    }

    @Test
    void everyScalingSurvivesItsText() {
        SeededRandom random = new SeededRandom(4);
        for (int i = 0; i < 200; i++) {
            List<Float> mean = List.of((float) random.nextBell(), (float) (random.nextBell() * 1e-6));
            List<Float> std = List.of((float) random.nextDouble(1e-9, 1), (float) random.nextDouble(1, 1e12));
            InputScaling scaling = new InputScaling((float) random.nextDouble(0.001, 1000), mean, std);

            assertThat(InputScaling.parse(scaling.toString())).isEqualTo(scaling);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "255", "scale=", "scale=x", "gain=2", "scale=1,2", "scale=1;scale=2", "mean=1,,2"})
    void textThatIsNotAScalingIsNamed(String text) {
        assertThatThrownBy(() -> InputScaling.parse(text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("\"" + text + "\" is not understood");
    }

    @Test
    void textWithForbiddenNumbersSaysWhich() {
        assertThatThrownBy(() -> InputScaling.parse("scale=255;std=0"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a std must be a positive number, but one is 0.0");
    }

    @Test
    void standardizingGivesEveryChannelMeanZeroAndDeviationOne() {
        DatasetInfo info =
                new DatasetInfo("t", "t", List.of(3, 1, 2), List.of("a", "b"), "0".repeat(64), ValueKind.FEATURES);
        // Channels by hand: 1, 3, 5, 7 has mean 4 and variance 5; far from 0 the same; and one that never changes.
        float[] values = {1, 3, 100_001, 100_003, 9, 9, 5, 7, 100_005, 100_007, 9, 9};
        InputScaling scaling = InputScaling.standardizing(new FloatDataset(info, values, new int[] {0, 1}));
        float deviation = (float) Math.sqrt(5);
        assertThat(scaling)
                .isEqualTo(new InputScaling(1, List.of(4f, 100_004f, 9f), List.of(deviation, deviation, 1f)));
        assertThat(InputScaling.parse(scaling.toString())).isEqualTo(scaling);
    }
}
