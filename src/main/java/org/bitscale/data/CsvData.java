package org.bitscale.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tables as data: a text file with a row for each example, or a folder with {@code train.csv} and {@code test.csv}
 * ({@code val.csv} or {@code validation.csv} serves as test where there is none; {@code .tsv} as well), or with a pair
 * {@code NAME.tra} and {@code NAME.tes}, as the UCI repository has them. {@link CsvHead} tells how tables are written. The
 * classes are what the label column of the training part holds, whole numbers sorted by value and everything else
 * alphabetically. All other columns are features, taken as they are. Undivided data gives a fifth of each class to the
 * test split.
 */
final class CsvData {
    private static final List<String> ENDINGS = List.of(".csv", ".tsv");
    /** Endings of files that are taken for tables. */
    static final List<String> FILE_ENDINGS = List.of(".csv", ".tsv", ".txt", ".data", ".tra", ".tes");

    private static final List<String> TEST_NAMES = List.of("test", "val", "validation");

    private CsvData() {}

    /** Train and test. */
    private record Parts(Path train, Optional<Path> test) {}

    static boolean isTable(Path file) {
        String name = DataSources.name(file).toLowerCase(Locale.ROOT);
        return FILE_ENDINGS.stream().anyMatch(name::endsWith);
    }

    static boolean recognises(Path folder) {
        return files(folder).isPresent();
    }

    private static Optional<Parts> files(Path path) {
        if (!Files.isDirectory(path)) {
            return Optional.of(new Parts(path, Optional.empty()));
        }
        for (String ending : ENDINGS) {
            Path train = path.resolve("train" + ending);
            if (Files.isRegularFile(train)) {
                Optional<Path> test = TEST_NAMES.stream()
                        .map(name -> path.resolve(name + ending))
                        .filter(Files::isRegularFile)
                        .findFirst();
                return Optional.of(new Parts(train, test));
            }
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".tra"))
                    .sorted()
                    .findFirst()
                    .map(train -> new Parts(train, Optional.of(sibling(train)).filter(Files::isRegularFile)));
        } catch (IOException e) {
            throw new DataException("Cannot read the folder " + path + ": " + e.getMessage() + ".", e);
        }
    }

    private static Path sibling(Path train) {
        return train.resolveSibling(train.getFileName().toString().replaceAll("\\.tra$", ".tes"));
    }

    static DataPreview preview(Path path, Reading reading) {
        Parts files = files(path).orElseThrow();
        CsvHead head = CsvHead.of(files.train(), reading.label());
        String delimiter =
                switch (head.delimiter()) {
                    case '\t' -> "tabs";
                    case ';' -> "semicolons";
                    case '|' -> "pipes";
                    case CsvText.BLANKS -> "blanks";
                    default -> "commas";
                };
        List<String> facts = List.of(
                files.train().getFileName()
                        + files.test().map(test -> ", " + test.getFileName()).orElse(""),
                head.features() + " features, " + delimiter + " between them" + (head.header() ? "" : ", no header"),
                "labels: " + head.labelName());
        return DataPreview.of(
                DataPreview.Format.TABLE, ValueKind.FEATURES, files.test().isPresent(), facts);
    }

    static DataSource read(Path path, Reading reading) {
        Parts files = files(path).orElseThrow();
        CsvTable train = CsvTable.read(files.train(), CsvHead.of(files.train(), reading.label()));
        Optional<CsvTable> test = files.test().map(file -> {
            CsvHead head = CsvHead.of(file, reading.label());
            requireSameColumns(train, file, head);
            return CsvTable.read(file, head);
        });
        boolean numbers =
                CsvLabels.areWhole(train) && test.map(CsvLabels::areWhole).orElse(true);
        List<String> classes = CsvLabels.classes(train, numbers);
        Dataset trainSet = dataset(path, train, classes, numbers);
        return test.isPresent()
                ? new DataSource(trainSet, dataset(path, test.get(), classes, numbers), Optional.empty())
                : Splits.trainAndTest(trainSet);
    }

    private static void requireSameColumns(CsvTable train, Path file, CsvHead test) {
        List<String> expected = train.head().columns();
        List<String> columns = test.columns();
        if (columns.size() != expected.size()) {
            throw new DataException(file + " has " + columns.size() + " columns, but "
                    + train.file().getFileName() + " has " + expected.size() + ": the files do not belong together.");
        }
        for (int i = 0; i < columns.size(); i++) {
            if (train.head().header() && test.header() && !columns.get(i).equals(expected.get(i))) {
                throw new DataException(file + ": column " + (i + 1) + " is \"" + columns.get(i) + "\", but in "
                        + train.file().getFileName() + " it is \"" + expected.get(i)
                        + "\": bring the columns in the same order.");
            }
        }
    }

    private static Dataset dataset(Path path, CsvTable table, List<String> classes, boolean numbers) {
        Map<String, Integer> numberOf = new HashMap<>();
        classes.forEach(name -> numberOf.put(name, numberOf.size()));
        int[] classOf = table.labels().stream()
                .mapToInt(label -> numberOf.getOrDefault(CsvLabels.name(label, numbers), -1))
                .toArray();
        int[] labels = new int[table.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classOf[table.numbers()[i]];
            if (labels[i] < 0) {
                throw new DataException(table.file() + ", line " + table.lines()[i] + ": class \"" + table.label(i)
                        + "\" does not occur in the training data, which has "
                        + CsvHead.some(classes) + ".");
            }
        }
        CsvHead head = table.head();
        List<Integer> shape = List.of(head.features(), 1, 1);
        DatasetInfo info = new DatasetInfo(
                DataSources.name(path),
                "table " + table.file() + ", labels in \"" + head.labelName() + "\""
                        + (head.numbered() ? ", row numbers in the first column left out" : ""),
                shape,
                classes,
                new ContentHash().add(shape).add(labels).add(table.values()).hex(),
                ValueKind.FEATURES);
        return new FloatDataset(info, table.values(), labels);
    }
}
