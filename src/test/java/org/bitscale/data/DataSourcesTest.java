package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourcesTest {
    @TempDir
    Path folder;

    private final Dataset train = ArrayDataset.withLabels(0, 1);
    private final Dataset test = ArrayDataset.withLabels(1, 0);

    @Test
    void theSplitIsNamedBehindTheNumberSign() {
        assertThat(DataRequest.of("sample:shapes#train").namedSplit()).contains("train");
        assertThat(DataRequest.of("sample:shapes#train").location()).isEqualTo("sample:shapes");
        assertThat(DataRequest.of("some/path").namedSplit()).isEmpty();
    }

    @Test
    void aPathWithANumberSignThatExistsIsTakenWhole() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("take#2"));

        assertThat(DataRequest.of(odd.toString()).location()).isEqualTo(odd.toString());
        assertThat(DataRequest.of(odd + "#test").location()).isEqualTo(odd.toString());
        assertThat(DataRequest.of(odd + "#test").namedSplit()).contains("test");
    }

    @Test
    void theNamedSplitIsChosenElseTest() {
        assertThat(new DataSource(train, test, Optional.of("train")).named()).isSameAs(train);
        assertThat(new DataSource(train, test, Optional.of("test")).named()).isSameAs(test);
        assertThat(new DataSource(train, test, Optional.empty()).named()).isSameAs(test);
        assertThat(new DataSource(train, test, Optional.empty()).split("train")).isSameAs(train);
    }

    @Test
    void splitsMustFitTogether() {
        Dataset other = ArrayDataset.withLabels(List.of(3, 1, 2), 0, 1);

        assertThatThrownBy(() -> new DataSource(train, other, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownSplitsAreNamed() {
        String message = "There is no split named \"dev\": write #train or #test.";

        assertRefused("sample:shapes#dev", message);
        assertThatThrownBy(() -> new DataSource(train, test, Optional.empty()).split("dev"))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    @Test
    void unknownSamplesAreNamed() {
        assertRefused("sample:cats", "There is no sample data named \"cats\": the bundled sample is sample:shapes.");
    }

    @Test
    void missingPathsAreNamed() {
        assertRefused(folder.resolve("nowhere").toString(), "There is no folder or file " + folder.resolve("nowhere"));
        assertRefused(folder.resolve("nowhere") + "#test", "There is no folder or file " + folder.resolve("nowhere"));
        assertRefused("a\0b", "is not a path");
    }

    @Test
    void otherFilesAreNotRecognised() throws IOException {
        Path file = Files.writeString(folder.resolve("data.docx"), "text");

        assertRefused(file.toString(), "No data recognised in " + file + ": expected is a folder of IDX files");
        for (String format : List.of("CIFAR", "NumPy", ".npz", ".csv", "JPEG")) {
            assertRefused(file.toString(), format);
        }
    }

    @Test
    void aLabelColumnBelongsToTables() {
        DataRequest request = DataRequest.of("sample:shapes").with(new Reading(Resize.STRETCH, Optional.of("digit")));

        assertThatThrownBy(() -> DataSources.open(request))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("A label column (digit) is named, but sample:shapes is no table");
    }

    @Test
    void wordsOfResizingAreChecked() {
        assertThat(Resize.of(" Crop ")).isEqualTo(Resize.CROP);
        assertThatThrownBy(() -> Resize.of("squash"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("\"squash\": expected is one of stretch, crop, pad");
    }

    @Test
    void foldersOfOtherThingsAreNotRecognised() throws IOException {
        assertRefused(folder.toString(), "No data recognised in " + folder + ": expected is a folder of IDX files");

        Files.createDirectories(folder.resolve("sounds"));
        Files.writeString(folder.resolve("sounds/a.mid"), "no picture");
        assertRefused(folder.toString(), "one folder per class with JPEG, PNG, BMP or GIF pictures");
    }

    @Test
    void requestsAreChecked() {
        assertThatThrownBy(() -> DataRequest.of(" "))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("No data named");
        assertThatThrownBy(() -> new DataRequest("x", OptionalInt.empty(), OptionalInt.of(0), OptionalInt.empty()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("height must be a positive number, but is 0");
        assertThatThrownBy(() -> DataSources.open(DataRequest.of("sample:shapes", 2, 32, 32)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("The data has 3 channels, but 2 are wanted");
    }

    @Test
    void infoIsChecked() {
        String hash = "0f".repeat(32);
        List<String> classes = List.of("a", "b");
        assertThat(new DatasetInfo("n", "s", List.of(3, 4, 5), classes, hash).valuesPerItem())
                .isEqualTo(60);
        assertThatThrownBy(() -> new DatasetInfo("n", "s", List.of(3, 4), classes, hash))
                .hasMessageContaining("shape must be channels, height, width");
        assertThatThrownBy(() -> new DatasetInfo("n", "s", List.of(3, 0, 5), classes, hash))
                .hasMessageContaining("all positive");
        assertThatThrownBy(() -> new DatasetInfo("n", "s", List.of(3, 4, 5), List.of(), hash))
                .hasMessageContaining("class names");
        assertThatThrownBy(() -> new DatasetInfo("n", "s", List.of(3, 4, 5), classes, "0F"))
                .hasMessageContaining("64 hexadecimal digits");
    }

    private static void assertRefused(String spec, String message) {
        assertThatThrownBy(() -> DataSources.open(DataRequest.of(spec)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
