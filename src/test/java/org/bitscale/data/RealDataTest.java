package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Reads the real datasets beside the project, where they are there. */
class RealDataTest {
    private static final Path DATA = Path.of("..", "shared", "data");

    @Test
    void fashionMnist() {
        DataSource source = DataSources.open(DataRequest.of(existing("fashion-mnist")));

        assertThat(source.train().size()).isEqualTo(60_000);
        assertThat(source.test().size()).isEqualTo(10_000);
        assertThat(source.train().info().shape()).containsExactly(1, 28, 28);
        assertThat(source.train().info().classes()).hasSize(10);
        for (int[] members : Splits.membersByClass(source.train())) {
            assertThat(members).hasSize(6_000);
        }
        // Label files are the published ones: the first training example is an ankle boot (9).
        assertThat(source.train().label(0)).isEqualTo(9);
        // The published mean of the training pictures is 0.2860.
        assertThat(mean(Subset.sample(source.train(), 5_000, 1))).isBetween(0.276, 0.296);
    }

    @Test
    void signLanguageDigits() {
        DataSource source = DataSources.open(DataRequest.of(existing("sign-language-digits", "Dataset"), 3, 32, 32));

        assertThat(source.train().size() + source.test().size()).isEqualTo(2_062);
        assertThat(source.train().info().shape()).containsExactly(3, 32, 32);
        assertThat(source.train().info().classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        for (int[] members : Splits.membersByClass(source.test())) {
            assertThat(members).hasSizeBetween(40, 42);
        }
        assertThat(mean(source.test())).isBetween(0.4, 0.8);
    }

    private static String existing(String... path) {
        Path folder = DATA;
        for (String part : path) {
            folder = folder.resolve(part);
        }
        assumeTrue(Files.isDirectory(folder), folder + " is not here, so real data is not tried");
        return folder.toString();
    }

    /** Mean of the scaled values (x/255), through the batch loader. */
    private static double mean(Dataset dataset) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        double sum = 0;
        long count = 0;
        try (BatchLoader loader =
                BatchLoader.sequential(dataset, InputFormat.of(InputScaling.pictures()), 256, executor)) {
            while (loader.hasNext()) {
                for (float value : loader.next().values()) {
                    sum += value;
                    count++;
                }
            }
        } finally {
            executor.shutdown();
        }
        return sum / count;
    }
}
