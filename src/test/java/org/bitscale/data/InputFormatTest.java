package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** From raw values to what a network reads. */
class InputFormatTest {

    private static final InputScaling SCALING = new InputScaling(1, List.of(0f, 100f), List.of(1f, 2f));

    @Test
    void channelsLastInterleavesAfterScaling() {
        float[] values = {9, 1, 2, 3, 102, 104, 106};
        new InputFormat(SCALING, InputFormat.AxisOrder.CHANNELS_LAST).apply(values, 1, List.of(2, 1, 3));
        assertThat(values).containsExactly(9, 1, 1, 2, 2, 3, 3);
    }

    @Test
    void channelsFirstScalesOnly() {
        float[] values = {1, 2, 3, 102, 104, 106};
        InputFormat.of(SCALING).apply(values, 0, List.of(2, 1, 3));
        assertThat(values).containsExactly(1, 2, 3, 1, 2, 3);
    }
}
