package org.bitscale.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The binary files of CIFAR-10 or CIFAR-100 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009)
 * in a folder: 32x32 colour pictures, a record each, of the label and 3072 bytes: red, green, blue plane, row by row.
 *
 * <ul>
 *   <li>CIFAR-10: {@code data_batch_1.bin} and further ones, as many as there are, and {@code test_batch.bin}; one label
 *       byte; class names in {@code batches.meta.txt}, else the ten that the data is published with.
 *   <li>CIFAR-100: {@code train.bin} and {@code test.bin}; two label bytes, the superclass (coarse) and the class (fine);
 *       names in {@code coarse_label_names.txt} and {@code fine_label_names.txt}, else numbers. The superclass is the
 *       attribute {@value #SUPERCLASS}.
 * </ul>
 *
 * <p>Without a test file, a fifth of each class becomes the test split (see {@link Splits}).
 */
final class CifarFolder {
    static final String SUPERCLASS = "superclass";

    private static final List<Integer> SHAPE = List.of(3, 32, 32);
    private static final int PICTURE_BYTES = 3 * 32 * 32;
    private static final List<String> TEN_CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private CifarFolder() {}

    /** Which of the two, by what lies in the folder. */
    private enum Variant {
        TEN("batches.meta.txt", 1) {
            @Override
            List<Path> train(Path folder) {
                try (Stream<Path> files = Files.list(folder)) {
                    return files.filter(file -> file.getFileName().toString().matches("data_batch_[0-9]{1,9}\\.bin"))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
                } catch (IOException e) {
                    throw new DataException("Cannot read the folder " + folder + ": " + e.getMessage() + ".", e);
                }
            }

            @Override
            Path test(Path folder) {
                return folder.resolve("test_batch.bin");
            }

            @Override
            List<String> usualClasses() {
                return TEN_CLASSES;
            }
        },
        HUNDRED("fine_label_names.txt", 2) {
            @Override
            List<Path> train(Path folder) {
                return Stream.of(folder.resolve("train.bin"))
                        .filter(Files::isRegularFile)
                        .toList();
            }

            @Override
            Path test(Path folder) {
                return folder.resolve("test.bin");
            }

            @Override
            List<String> usualClasses() {
                return numbers(100);
            }
        };

        private final String namesFile;
        private final int labelBytes;

        Variant(String namesFile, int labelBytes) {
            this.namesFile = namesFile;
            this.labelBytes = labelBytes;
        }

        abstract List<Path> train(Path folder);

        abstract Path test(Path folder);

        abstract List<String> usualClasses();

        int recordBytes() {
            return labelBytes + PICTURE_BYTES;
        }

        List<String> classes(Path folder) {
            return ClassNames.in(folder.resolve(namesFile)).orElseGet(this::usualClasses);
        }

        boolean isIn(Path folder) {
            return !train(folder).isEmpty() || Files.isRegularFile(test(folder));
        }

        static Optional<Variant> of(Path folder) {
            return Arrays.stream(values())
                    .filter(variant -> variant.isIn(folder))
                    .findFirst();
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    static boolean recognises(Path folder) {
        return Variant.of(folder).isPresent();
    }

    static DataPreview preview(Path folder) {
        Variant variant = Variant.of(folder).orElseThrow();
        boolean divided = Files.isRegularFile(variant.test(folder));
        long bytes = variant.train(folder).stream().mapToLong(CifarFolder::size).sum();
        return new DataPreview(
                DataPreview.Format.CIFAR,
                ValueKind.PIXELS,
                variant.classes(folder),
                List.of(),
                List.of(),
                divided,
                List.of(
                        variant == Variant.TEN ? "CIFAR-10" : "CIFAR-100",
                        bytes / variant.recordBytes() + " training pictures"));
    }

    static DataSource read(Path folder) {
        Variant variant = Variant.of(folder).orElseThrow();
        List<Path> train = variant.train(folder);
        Path test = variant.test(folder);
        if (train.isEmpty()) {
            throw new DataException("There is no training data in " + folder + ", only " + test.getFileName() + ": add "
                    + (variant == Variant.TEN ? "data_batch_1.bin" : "train.bin") + ".");
        }
        List<String> classes = variant.classes(folder);
        Dataset trainSet = dataset(folder, train, variant, classes, DataSource.TRAIN);
        return Files.isRegularFile(test)
                ? new DataSource(
                        trainSet, dataset(folder, List.of(test), variant, classes, DataSource.TEST), Optional.empty())
                : Splits.trainAndTest(trainSet);
    }

    private static Dataset dataset(Path folder, List<Path> files, Variant variant, List<String> classes, String split) {
        long[] counts = files.stream().mapToLong(file -> records(file, variant)).toArray();
        long records = Arrays.stream(counts).sum();
        Memory.require(records * PICTURE_BYTES, Byte.BYTES, folder);
        byte[] values = new byte[(int) records * PICTURE_BYTES];
        int[] labels = new int[(int) records];
        int[] coarse = new int[variant.labelBytes == 2 ? labels.length : 0];
        int filled = 0;
        for (int i = 0; i < counts.length; i++) {
            Path file = files.get(i);
            int count = (int) counts[i];
            read(file, count, variant, values, filled, labels, coarse);
            requireKnown(file, Arrays.copyOfRange(labels, filled, filled + count), classes);
            filled += count;
        }
        String names = String.join(
                ", ", files.stream().map(file -> file.getFileName().toString()).toList());
        DatasetInfo info = new DatasetInfo(
                DataSources.name(folder),
                "CIFAR files in " + folder + ", " + split + " split (" + names + ")",
                SHAPE,
                classes,
                new ContentHash().add(SHAPE).add(labels).add(values).hex());
        Dataset pictures = new ByteDataset(info, values, labels);
        return variant == Variant.TEN ? pictures : new Superclasses(pictures, coarse, coarseNames(folder, coarse));
    }

    private static List<String> coarseNames(Path folder, int[] coarse) {
        int needed = Arrays.stream(coarse).max().orElse(0) + 1;
        return ClassNames.in(folder.resolve("coarse_label_names.txt"))
                .filter(names -> names.size() >= needed)
                .orElseGet(() -> numbers(needed));
    }

    /** How many records a file holds, by its length. */
    private static long records(Path file, Variant variant) {
        long bytes = size(file);
        if (bytes == 0 || bytes % variant.recordBytes() != 0) {
            throw new DataException(file + " is truncated or no " + (variant == Variant.TEN ? "CIFAR-10" : "CIFAR-100")
                    + " file: expected are records of " + variant.recordBytes() + " bytes, but it has " + bytes
                    + " bytes. Copy or download it again.");
        }
        return bytes / variant.recordBytes();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static void read(
            Path file, int count, Variant variant, byte[] values, int first, int[] labels, int[] coarse) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (int i = first; i < first + count; i++) {
                Items.requireNotInterrupted();
                if (variant.labelBytes == 2) {
                    coarse[i] = in.readUnsignedByte();
                }
                labels[i] = in.readUnsignedByte();
                in.readFully(values, i * PICTURE_BYTES, PICTURE_BYTES);
            }
        } catch (ClosedByInterruptException e) {
            throw Items.cancelled();
        } catch (EOFException e) {
            throw new DataException(file + " became shorter while it was read. Copy or download it again.", e);
        } catch (IOException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static void requireKnown(Path file, int[] labels, List<String> classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classes.size()) {
                throw new DataException(file + ": label " + labels[i] + " of picture " + i
                        + " is out of range, there are " + classes.size() + " classes (0 to " + (classes.size() - 1)
                        + "). Is it another kind of file?");
            }
        }
    }

    /** CIFAR-100's pictures with the group that each one's class belongs to. */
    private record Superclasses(Dataset pictures, int[] coarse, List<String> names) implements Dataset {
        @Override
        public DatasetInfo info() {
            return pictures.info();
        }

        @Override
        public int size() {
            return pictures.size();
        }

        @Override
        public int label(int index) {
            return pictures.label(index);
        }

        @Override
        public void read(int index, float[] target, int offset) {
            pictures.read(index, target, offset);
        }

        @Override
        public Map<String, String> attributes(int index) {
            return Map.of(SUPERCLASS, names.get(coarse[index]));
        }
    }
}
