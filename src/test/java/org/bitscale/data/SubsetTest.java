package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubsetTest {
    private final Dataset parent = ArrayDataset.withLabels(0, 1, 0, 1, 0, 1);

    @Test
    void showsTheParentsExamplesInTheGivenOrder() {
        Subset subset = new Subset(parent, new int[] {5, 2});
        float[] values = new float[3];
        subset.read(1, values, 1);

        assertThat(subset.size()).isEqualTo(2);
        assertThat(subset.label(0)).isEqualTo(1);
        assertThat(values).containsExactly(0, 2, 2);
        assertThat(subset.attributes(0)).isEqualTo(Map.of("item", "5"));
        assertThat(subset.info().classes()).isEqualTo(parent.info().classes());
    }

    @Test
    void itsHashDependsOnParentAndIndices() {
        String hash = new Subset(parent, new int[] {0, 1}).info().contentHash();

        assertThat(new Subset(parent, new int[] {0, 1}).info().contentHash()).isEqualTo(hash);
        assertThat(hash)
                .isNotEqualTo(parent.info().contentHash())
                .isNotEqualTo(new Subset(parent, new int[] {1, 0}).info().contentHash())
                .isNotEqualTo(new Subset(parent, new int[] {0, 2}).info().contentHash())
                .isNotEqualTo(new Subset(SampleShapes.generate(6, 1), new int[] {0, 1})
                        .info()
                        .contentHash());
    }

    @Test
    void theWholeParentIsTheParent() {
        assertThat(Subset.first(parent, 100).info()).isEqualTo(parent.info());
        assertThat(Subset.sample(parent, 6, 9).info()).isEqualTo(parent.info());
    }

    @Test
    void firstTakesTheBeginning() {
        assertThat(Subset.first(parent, 2).indices()).containsExactly(0, 1);
    }

    @Test
    void sampleGivesEveryClassItsShare() {
        for (long seed = 0; seed < 100; seed++) {
            Dataset dataset = ArrayDataset.random(seed);
            int wanted = 1 + new SeededRandom(seed).nextInt(dataset.size());

            Subset sample = Subset.sample(dataset, wanted, seed);

            assertThat(sample.size()).isEqualTo(wanted);
            assertThat(sample.indices()).isSorted().doesNotHaveDuplicates();
            assertThat(Subset.sample(dataset, wanted, seed).indices()).containsExactly(sample.indices());
            for (int label = 0; label < dataset.info().classes().size(); label++) {
                double share = (double) wanted * count(dataset, label) / dataset.size();
                assertThat(count(sample, label)).isBetween((int) Math.floor(share), (int) Math.ceil(share));
            }
        }
    }

    @Test
    void anotherSeedSamplesOthers() {
        Dataset dataset =
                ArrayDataset.withLabels(IntStream.range(0, 100).map(i -> i % 2).toArray());

        assertThat(Subset.sample(dataset, 10, 1).indices())
                .isNotEqualTo(Subset.sample(dataset, 10, 2).indices());
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> new Subset(parent, new int[] {6})).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Subset(parent, new int[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Subset.first(parent, 0)).hasMessageContaining("positive, but is 0");
        assertThatThrownBy(() -> Subset.sample(parent, -1, 0)).hasMessageContaining("positive, but is -1");
    }

    @Test
    void laterChangesOfTheGivenArrayDoNotMatter() {
        int[] indices = {0, 1};
        Subset subset = new Subset(parent, indices);
        Arrays.fill(indices, 5);
        subset.indices()[0] = 4;

        assertThat(subset.indices()).containsExactly(0, 1);
    }

    private static int count(Dataset dataset, int label) {
        return (int) IntStream.range(0, dataset.size())
                .filter(i -> dataset.label(i) == label)
                .count();
    }
}
