package org.bitscale.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * NumPy arrays as data: an NPZ file, or a folder of NPY files, under the names that {@link ArrayNames} tells, with the
 * axes that {@link ArrayLayout} tells and the labels and classes that {@link ArrayLabels} tells, unless the folder names
 * the classes in a file {@value ClassNames#FILE}. Pictures of type {@code u1} are pixels 0..255 and stay bytes in memory;
 * everything else is taken as it is, as floats. Undivided data gives a fifth of each class to the test split.
 */
final class ArrayData {
    private ArrayData() {}

    static boolean isArchive(Path file) {
        return DataSources.name(file).toLowerCase(Locale.ROOT).endsWith(ArrayStore.NPZ);
    }

    static boolean recognises(Path folder) {
        try (ArrayStore store = new ArrayStore.Folder(folder)) {
            return ArrayNames.recognises(store.names());
        }
    }

    static ArrayStore store(Path path) {
        return Files.isDirectory(path) ? new ArrayStore.Folder(path) : new ArrayStore.Npz(path);
    }

    static DataPreview preview(Path path) {
        try (ArrayStore store = store(path)) {
            ArrayNames names = ArrayNames.find(store.names(), path);
            List<ArrayNames.Pair> pairs = new ArrayList<>(List.of(names.train()));
            names.test().ifPresent(pairs::add);
            List<String> facts = new ArrayList<>();
            for (ArrayNames.Pair pair : pairs) {
                facts.add(pair.examples() + ": " + store.header(pair.examples()).text());
                facts.add(pair.labels() + ": " + store.header(pair.labels()).text());
            }
            NpyHeader header = store.header(names.train().examples());
            ValueKind kind = header.shape().size() == 2
                    ? ValueKind.FEATURES
                    : header.type() == NpyType.U1 ? ValueKind.PIXELS : ValueKind.PLANES;
            return DataPreview.of(DataPreview.Format.ARRAYS, kind, names.test().isPresent(), facts);
        }
    }

    static DataSource read(Path path, DataRequest request) {
        try (ArrayStore store = store(path)) {
            ArrayNames names = ArrayNames.find(store.names(), path);
            Part train = Part.read(store, names.train(), request, ClassNames.in(path.resolve(ClassNames.FILE)));
            if (Arrays.stream(train.labels.numbers()).distinct().count() < 2) {
                throw new DataException(names.train().labels() + " in " + path
                        + " has only one class: a classifier needs at least two, check the labels.");
            }
            Dataset trainSet = train.dataset(path, names.train());
            if (names.test().isEmpty()) {
                return Splits.trainAndTest(trainSet);
            }
            Part test = Part.read(store, names.test().get(), request, Optional.of(train.labels.classes()));
            if (!test.layout.shape().equals(train.layout.shape()) || test.layout.kind() != train.layout.kind()) {
                throw new DataException("The examples of " + path + " do not fit together: "
                        + names.train().examples() + " is " + train.text() + ", "
                        + names.test().get().examples() + " is " + test.text() + ".");
            }
            return new DataSource(trainSet, test.dataset(path, names.test().get()), Optional.empty());
        }
    }

    /** One split as read. */
    private record Part(ArrayLayout layout, NpyHeader header, byte[] bytes, float[] floats, ArrayLabels labels) {
        static Part read(ArrayStore store, ArrayNames.Pair names, DataRequest request, Optional<List<String>> classes) {
            NpyHeader header = store.header(names.examples());
            ArrayLayout layout = ArrayLayout.of(header, request, names.examples() + " in " + store.path());
            int count = Math.toIntExact(header.shape().get(0));
            ArrayLabels labels = ArrayLabels.read(store, names.labels(), count, classes);
            NpyArray examples = store.read(names.examples());
            boolean inBytes = header.type().isByte();
            float[] floats = inBytes ? new float[0] : examples.floatsBy(layout.axes());
            requireFinite(floats, floats.length / count, examples.name());
            return new Part(layout, header, inBytes ? examples.bytesBy(layout.axes()) : new byte[0], floats, labels);
        }

        String text() {
            return header.text();
        }

        Dataset dataset(Path path, ArrayNames.Pair names) {
            boolean inBytes = header.type().isByte();
            ContentHash hash = new ContentHash().add(layout.shape()).add(labels.numbers());
            DatasetInfo info = new DatasetInfo(
                    DataSources.name(path),
                    "NumPy arrays " + names.examples() + " (" + text() + ") and " + names.labels() + " in " + path,
                    layout.shape(),
                    labels.classes(),
                    (inBytes ? hash.add(bytes) : hash.add(floats)).hex(),
                    layout.kind());
            return inBytes
                    ? new ByteDataset(info, bytes, labels.numbers())
                    : new FloatDataset(info, floats, labels.numbers());
        }
    }

    private static void requireFinite(float[] values, int valuesPerItem, String name) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException(name + ": example " + i / valuesPerItem + " has the value " + values[i]
                        + ": numbers are expected, remove or fill what is missing.");
            }
        }
    }
}
