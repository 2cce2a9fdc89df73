package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDataTest {
    @TempDir
    Path folder;

    @Test
    void theLabelColumnIsFoundByItsName() throws IOException {
        Dataset data = divided("a,Class,b\n1,x,2.5\n-3e2,y,.5\n");

        assertThat(data.info().classes()).containsExactly("x", "y");
        assertThat(data.info().shape()).containsExactly(2, 1, 1);
        assertThat(data.info().kind()).isEqualTo(ValueKind.FEATURES);
        assertThat(row(data, 0)).containsExactly(1, 2.5f);
        assertThat(row(data, 1)).containsExactly(-300, 0.5f);
        assertThat(data.info().source()).contains("labels in \"Class\"");
        assertThat(data.attributes(0)).isEmpty();
    }

    @Test
    void elseTheLastColumnHoldsTheLabels() throws IOException {
        assertThat(divided("5.1,3.5,setosa\n4.9,3.0,virginica\n").info().classes())
                .containsExactly("setosa", "virginica");
        assertThat(divided("length,width,kind\n5.1,3.5,setosa\n4.9,3.0,virginica\n")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void theLabelColumnCanBeNamedOrNumbered() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "kind,a,b\n0,7,1\n1,8,1\n");
        Files.writeString(folder.resolve("test.csv"), "kind,a,b\n0,7,1\n");

        for (String label : List.of("kind", "KIND", "1")) {
            Dataset data = open(folder, label).train();
            assertThat(data.info().classes()).containsExactly("0", "1");
            assertThat(row(data, 0)).containsExactly(7, 1);
        }
        assertThat(open(folder, "2").train().info().classes()).containsExactly("7", "8");
        assertThatThrownBy(() -> open(folder, "colour"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has no column \"colour\" for the labels: it has 3 columns (kind, a, b)")
                .hasMessageContaining("number from 1 to 3");
    }

    @Test
    void aColumnWithoutANameHasItsNumber() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "0,7,1\n1,8,2\n");
        Files.writeString(folder.resolve("test.csv"), "1,7,1\n");

        Dataset data = open(folder, "1").train();
        assertThat(data.info().classes()).containsExactly("0", "1");
        assertThat(row(data, 1)).containsExactly(8, 2);
        assertThatThrownBy(() -> open(folder, "4"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("it has 3 columns (column 1, column 2, column 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void delimitersAreFound(String delimiter) throws IOException {
        Dataset data = divided("a,b,y\n1,2,0\n3,4,1\n".replace(",", delimiter));

        assertThat(row(data, 1)).containsExactly(3, 4);
    }

    @Test
    void anyNumberOfBlanksMayStandBetweenColumns() throws IOException {
        Dataset data = divided("  1   2.5 \t \"no  \"\" never\"  \r\n\n10\t-4 yes\r\n   3 4 yes");

        assertThat(data.info().classes()).containsExactly("no \" never", "yes");
        assertThat(row(data, 0)).containsExactly(1, 2.5f);
        assertThat(row(data, 1)).containsExactly(10, -4);
        assertThat(divided("a b class\n1 2 x\n3 4 y\n").info().source()).contains("labels in \"class\"");
        assertRefused("1 2 x\n3 y\n4 5 y\n", "line 2 has 2 columns, but 3 are expected");
        assertRefused("some words\nwithout\nany\ntable\n", "is no table of examples");
    }

    @Test
    void semicolonsAllowDecimalCommas() throws IOException {
        Dataset data = divided("a;b;y\n1,5;-0,25;0\n2;1e3;1\n");

        assertThat(row(data, 0)).containsExactly(1.5f, -0.25f);
        assertThat(row(data, 1)).containsExactly(2, 1000);
    }

    @Test
    void quotesAndAByteOrderMarkAreUnderstood() throws IOException {
        Dataset data = divided("\uFEFF\"label\",\"a, or \"\"b\"\"\"\r\n\"no, never\",\"1\"\r\n\"yes\",2\r\n");

        assertThat(data.info().classes()).containsExactly("no, never", "yes");
        assertThat(row(data, 1)).containsExactly(2);
    }

    @Test
    void wholeNumbersAreSortedByValueAndOthersAlphabetically() throws IOException {
        assertThat(divided("1,10\n1,9\n1,-1\n1,9.0\n").info().classes()).containsExactly("-1", "9", "10");
        assertThat(divided("1,10\n1,9\n1,b\n").info().classes()).containsExactly("10", "9", "b");
    }

    @Test
    void rowNumbersOfPandasAreLeftOut() throws IOException {
        Dataset data = divided(",a,y\n0,5,0\n1,6,1\n");

        assertThat(row(data, 1)).containsExactly(6);
        assertThat(data.info().source()).contains("row numbers in the first column left out");
    }

    @Test
    void blankLinesAndAHeaderOfNumbersDoNoHarm() throws IOException {
        assertThat(divided("\n1,2,label\n\n5,6,a\n7,8,b\n\n").size()).isEqualTo(2);
    }

    @Test
    void oneFileIsSplitByClass() throws IOException {
        String rows = IntStream.range(0, 50).mapToObj(i -> i + "," + i % 2).collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("all.csv"), rows);

        DataSource source = DataSources.open(DataRequest.of(file.toString()));

        assertThat(source.train().size()).isEqualTo(40);
        assertThat(source.test().size()).isEqualTo(10);
        assertThat(source.test().info().source()).contains("stratified split of 50 examples, fraction 0.2, seed 2026");
        assertThat(source.train().info().name()).isEqualTo("all.csv");
    }

    @Test
    void uciPairsAreFound() throws IOException {
        Files.writeString(folder.resolve("digits.tra"), "1,0\n2,1\n");
        Files.writeString(folder.resolve("digits.tes"), "3,1\n");

        assertThat(open(folder).test().label(0)).isEqualTo(1);
    }

    @Test
    void featuresAreLaidIntoTheShapeOfTheNetwork() throws IOException {
        divided("1,2,3,4,0\n5,6,7,8,1\n");
        Dataset data =
                DataSources.open(DataRequest.of(folder.toString(), 1, 2, 2)).train();

        assertThat(data.info().shape()).containsExactly(1, 2, 2);
        assertThat(row(data, 1)).containsExactly(5, 6, 7, 8);
        assertThat(data.info().contentHash())
                .isNotEqualTo(open(folder).train().info().contentHash());
        assertThatThrownBy(() -> DataSources.open(DataRequest.of(folder.toString(), 3, 2, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("The data has 4 features, but the network takes 3x2x2 values (12)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "?", "NA", "nan", "NULL"})
    void missingValuesAreNamedByLineAndColumn(String missing) throws IOException {
        assertRefused(
                "a,b,y\n1,2,0\n1," + missing + ",1\n", "train.csv, line 3: column \"b\" has no value: remove the line");
        assertRefused("a,b,y\n1,2,0\n1,2," + missing + "\n", "line 3: column \"y\" has no value");
    }

    @Test
    void badRowsAreNamed() throws IOException {
        assertRefused("a,b,y\n1,2,0\n1,2\n", "line 3 has 2 columns, but 3 are expected");
        assertRefused("a,b,y\n1,2,0\n1,red,1\n", "line 3: column \"b\" holds \"red\", but a number is expected");
        assertRefused("a,y\n1f,0\n2,1\n", "line 2: column \"a\" holds \"1f\"");
        assertRefused("a,y\n1e99,0\n2,1\n", "holds \"1e99\"");
        assertRefused("a,y\n1,0.5\n2,1\n", "line 2: the label column \"y\" holds 0.5, but classes are expected");
        assertRefused("a,y\n1,0\n2,0\n", "has only one class (0)");
        assertRefused("a,y\n", "has no rows below its header");
        assertRefused("", "is no table of examples");
        assertRefused("one column\n1\n2\n", "is no table of examples");
        assertRefused("a,y\n1,0\n2,\"1\n", "is no readable table");
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
        Files.write(folder.resolve("train.csv"), "größe,y\n1,0\n2,1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("is not UTF-8 text");
        Files.write(folder.resolve("train.csv"), "a,y\n1,0\n2,1\n".getBytes(StandardCharsets.UTF_16));
        assertRefused("is not UTF-8 text");
    }

    @Test
    void trainAndTestMustFit() throws IOException {
        divided("a,b,y\n1,2,0\n3,4,1\n");
        Files.writeString(folder.resolve("test.csv"), "b,a,y\n1,2,0\n");
        assertRefused("column 1 is \"b\", but in train.csv it is \"a\"");
        Files.writeString(folder.resolve("test.csv"), "a,y\n1,0\n");
        assertRefused("has 2 columns, but train.csv has 3");
        Files.writeString(folder.resolve("test.csv"), "a,b,y\n1,2,7\n");
        assertRefused("test.csv, line 2: class \"7\" does not occur in the training data, which has 0, 1");
    }

    @Test
    void thePreviewTellsWhatWasSeen() throws IOException {
        divided("a;b;y\n1;2;0\n3;4;1\n");

        DataPreview preview = DataSources.preview(folder.toString(), Reading.USUAL);

        assertThat(preview.format()).isEqualTo(DataPreview.Format.TABLE);
        assertThat(preview.facts())
                .containsExactly("train.csv, test.csv", "2 features, semicolons between them", "labels: y");
        assertThat(DataSources.defaultScaling(DataRequest.of(folder + "#test"))).isEqualTo(InputScaling.none());
    }

    /** Whatever stands in a file, it is read or refused in one line. */
    @Test
    void noiseIsReadOrRefused() throws IOException {
        SeededRandom random = new SeededRandom(7);
        String alphabet = "0123456789.,;\t|\"\n\r -eaé\uFEFF";
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Files.writeString(folder.resolve("train.csv"), text);
            try {
                assertThat(open(folder).train().size()).isPositive();
            } catch (DataException e) {
                assertThat(e.getMessage()).doesNotContain("\n").isNotBlank();
            }
        }
    }

    private Dataset divided(String text) throws IOException {
        Files.writeString(folder.resolve("train.csv"), text);
        Files.writeString(folder.resolve("test.csv"), text);
        return open(folder).train();
    }

    private void assertRefused(String text, String message) throws IOException {
        Files.writeString(folder.resolve("train.csv"), text);
        assertRefused(message);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static DataSource open(Path path) {
        return DataSources.open(DataRequest.of(path.toString()));
    }

    private static DataSource open(Path path, String label) {
        return DataSources.open(DataRequest.of(path.toString()).with(new Reading(Resize.STRETCH, Optional.of(label))));
    }

    private static float[] row(Dataset data, int index) {
        float[] values = new float[data.info().valuesPerItem()];
        data.read(index, values, 0);
        return values;
    }
}
