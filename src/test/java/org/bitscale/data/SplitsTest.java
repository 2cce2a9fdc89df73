package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitsTest {
    private static final int[] SPLIT_OF_SEED_7 = {0, 1, 3, 8};

    @Test
    void everySplitIsDisjointCompleteStratifiedAndRepeatable() {
        for (long seed = 0; seed < 100; seed++) {
            Dataset dataset = ArrayDataset.random(seed);
            double fraction = new SeededRandom(seed).nextDouble(0.01, 0.99);

            TrainValidation split = Splits.stratified(dataset, fraction, seed);
            int[] train = indices(split.train());
            int[] validation = indices(split.validation());

            assertThat(train).isSorted();
            assertThat(validation).isSorted();
            assertThat(IntStream.concat(Arrays.stream(train), Arrays.stream(validation))
                            .sorted())
                    .containsExactlyElementsOf(
                            IntStream.range(0, dataset.size()).boxed()::iterator);
            for (int label = 0; label < dataset.info().classes().size(); label++) {
                int all = count(dataset, label);
                int taken = count(split.validation(), label);
                if (all < 2) {
                    assertThat(taken).isZero();
                } else {
                    assertThat(taken).isBetween(1, all - 1);
                    assertThat((double) taken).isCloseTo(all * fraction, within(1.0));
                }
            }
            TrainValidation again = Splits.stratified(dataset, fraction, seed);
            assertThat(indices(again.validation())).containsExactly(validation);
            assertThat(again.validation().info()).isEqualTo(split.validation().info());
        }
    }

    @Test
    void theSplitOfASeedNeverChanges() {
        Dataset dataset = ArrayDataset.withLabels(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);

        assertThat(indices(Splits.stratified(dataset, 0.34, 7).validation())).containsExactly(SPLIT_OF_SEED_7);
    }

    @Test
    void anotherSeedGivesAnotherSplit() {
        Dataset dataset = ArrayDataset.random(1);

        assertThat(indices(Splits.stratified(dataset, 0.5, 1).validation()))
                .isNotEqualTo(indices(Splits.stratified(dataset, 0.5, 2).validation()));
    }

    @Test
    void aClassOfOneStaysInTraining() {
        TrainValidation split = Splits.stratified(ArrayDataset.withLabels(0, 0, 1, 0, 0), 0.25, 3);

        assertThat(count(split.train(), 1)).isEqualTo(1);
        assertThat(split.validation().size()).isEqualTo(1);
    }

    @Test
    void theSourceTellsHowTheSplitWasMade() {
        TrainValidation split = Splits.stratified(ArrayDataset.withLabels(0, 0, 1, 1), 0.5, 3);

        assertThat(split.validation().info().source())
                .isEqualTo("by hand; the validation part of a stratified split of 4 examples, fraction 0.5, seed 3");
    }

    @Test
    void withoutTwoExamplesOfAClassThereIsNoSplit() {
        assertThatThrownBy(() -> Splits.stratified(ArrayDataset.withLabels(0, 1, 2), 0.5, 3))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no class has two examples");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
    void theFractionMustLieBetweenZeroAndOne(double fraction) {
        assertThatThrownBy(() -> Splits.stratified(ArrayDataset.withLabels(0, 0, 1, 1), fraction, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between 0 and 1");
    }

    private static int[] indices(Dataset subset) {
        return ((Subset) subset).indices();
    }

    private static int count(Dataset dataset, int label) {
        return (int) IntStream.range(0, dataset.size())
                .filter(i -> dataset.label(i) == label)
                .count();
    }
}
