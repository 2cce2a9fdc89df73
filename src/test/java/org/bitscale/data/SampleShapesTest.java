package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SampleShapesTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-9);

    /** Over the first 50 training examples; a change here changes every result on record. */
    private static final String HASH_OF_FIRST_50 = "cf6c2cbf9b18b61d1b4ab3869fd182ff6026024345685019d8397e96e8d27656";

    @Test
    void theFirstExamplesNeverChange() {
        assertThat(SampleShapes.generate(50, SampleShapes.TRAIN_SEED).info().contentHash())
                .isEqualTo(HASH_OF_FIRST_50);
    }

    @Test
    void theSampleHasTwoSplitsOfTenBalancedClasses() {
        DataSource source = DataSources.open(DataRequest.of("sample:shapes"));

        assertThat(source.train().size()).isEqualTo(8_000);
        assertThat(source.test().size()).isEqualTo(2_000);
        assertThat(source.train().info().shape()).containsExactly(3, 32, 32);
        assertThat(source.train().info().classes())
                .containsExactly(
                        "disc",
                        "ring",
                        "square",
                        "triangle",
                        "cross",
                        "star",
                        "crescent",
                        "arrow",
                        "two bars",
                        "s curve");
        for (int[] members : Splits.membersByClass(source.test())) {
            assertThat(members).hasSize(200);
        }
        assertThat(source.train().info().source()).isEqualTo("drawn figures, train split, seed 1");
        assertThat(source.train().info().contentHash())
                .isNotEqualTo(source.test().info().contentHash());
    }

    @Test
    void noPictureComesTwice() {
        Set<String> pictures = new HashSet<>();
        for (Dataset dataset : List.of(SampleShapes.generate(500, 1), SampleShapes.generate(500, 2))) {
            for (int i = 0; i < dataset.size(); i++) {
                pictures.add(Arrays.toString(picture(dataset, i)));
            }
        }
        assertThat(pictures).hasSize(1_000);
    }

    @Test
    void aSmallerSetIsTheBeginningOfALargerOne() {
        Dataset small = SampleShapes.generate(7, 99);
        Dataset large = SampleShapes.generate(20, 99);

        for (int i = 0; i < 7; i++) {
            assertThat(picture(small, i)).containsExactly(picture(large, i));
            assertThat(small.label(i)).isEqualTo(large.label(i)).isEqualTo(i % 10);
        }
    }

    @Test
    void attributesTellEveryNuisanceAndCoverItsValues() {
        Dataset dataset = SampleShapes.generate(300, 5);
        Set<String> backgrounds = new HashSet<>();
        Set<String> contrasts = new HashSet<>();
        for (int i = 0; i < dataset.size(); i++) {
            Map<String, String> attributes = dataset.attributes(i);
            assertThat(attributes.keySet())
                    .containsExactly(
                            "background", "contrast", "polarity", "style", "size", "rotation", "noise", "scratches");
            assertThat(Integer.parseInt(attributes.get("rotation"))).isBetween(0, 359);
            assertThat(Integer.parseInt(attributes.get("size"))).isBetween(10, 25);
            backgrounds.add(attributes.get("background"));
            contrasts.add(attributes.get("contrast"));
        }
        assertThat(backgrounds)
                .containsExactlyInAnyOrder("plain", "gradient", "stripes", "noise", "checker", "clutter");
        assertThat(contrasts).containsExactlyInAnyOrder("low", "normal", "high");
        assertThat(SampleShapes.generate(300, 5).attributes(17)).isEqualTo(dataset.attributes(17));
    }

    @Test
    void attributesFollowASubsetAndAConversion() {
        DataSource grey = DataSources.open(DataRequest.of("sample:shapes#train", 1, 28, 28));
        Subset subset = new Subset(grey.named(), new int[] {3});

        assertThat(subset.attributes(0)).isEqualTo(SampleShapes.generate(4, 1).attributes(3));
        assertThat(subset.info().shape()).containsExactly(1, 28, 28);
        assertThat(subset.info().source()).contains("converted from 3x32x32 to 1x28x28");
        for (float value : picture(subset, 0)) {
            assertThat(value).isBetween(0f, 255f).isEqualTo(Math.round(value));
        }
    }

    @Test
    void theFigureIsDrawnWhereTheDistanceIsNegative() {
        for (Figure figure : Figure.values()) {
            boolean inside = figure.distance(0, 0, 0.18) < 0;
            boolean hollow = figure == Figure.RING || figure == Figure.CRESCENT || figure == Figure.TWO_BARS;
            assertThat(inside).as(figure.className()).isNotEqualTo(hollow);
            assertThat(figure.distance(1.2, 1.2, 0.18)).as(figure.className()).isPositive();
        }
    }

    @Test
    void distancesByHand() {
        assertThat(Figure.DISC.distance(0.3, 0.4, 0)).isCloseTo(-0.3, CLOSE);
        assertThat(Figure.RING.distance(0, 0.72, 0.2)).isCloseTo(-0.2, CLOSE);
        assertThat(Figure.SQUARE.distance(0, -1, 0)).isCloseTo(0.28, CLOSE);
        assertThat(Figure.CROSS.distance(0.92, 0.26, 0)).isCloseTo(0, CLOSE);
        assertThat(Figure.TRIANGLE.distance(0, -1.5, 0)).isCloseTo(0.5, CLOSE);
        assertThat(Figure.TRIANGLE.distance(0, 0, 0)).isCloseTo(-0.5, CLOSE);
        assertThat(Figure.STAR.distance(0, -1, 0)).isCloseTo(0, CLOSE);
        assertThat(Figure.CRESCENT.distance(-0.57, 0, 0)).isCloseTo(-0.31, CLOSE);
        assertThat(Figure.ARROW.distance(-0.5, 0, 0)).isCloseTo(-0.2, CLOSE);
        assertThat(Figure.TWO_BARS.distance(0, 0, 0)).isCloseTo(0.24, CLOSE);
        assertThat(Figure.S_CURVE.distance(0, -0.88, 0.18)).isCloseTo(-0.18, CLOSE);
    }

    @Test
    void generationStopsWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> SampleShapes.generate(100, 1)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void thereIsNoEmptySet() {
        assertThatThrownBy(() -> SampleShapes.generate(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] picture(Dataset dataset, int index) {
        float[] values = new float[dataset.info().valuesPerItem()];
        dataset.read(index, values, 0);
        return values;
    }
}
