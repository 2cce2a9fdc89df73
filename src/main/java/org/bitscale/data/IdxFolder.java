package org.bitscale.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * MNIST-style IDX files in a folder: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the same with
 * {@code t10k} for the test split, each also with {@code .gz}, and {@code .idx3-ubyte} for {@code -idx3-ubyte}. Images
 * are (N, H, W), or (N, H, W, C) in {@code idx4} files. Labels are 0-based; there are as many classes as the highest
 * training label tells, named by their numbers, unless a file {@code classes.txt} names one class per line.
 *
 * <p>An IDX file (LeCun, Cortes, Burges, "The MNIST database") begins with two zero bytes, the value type (8: unsigned
 * byte) and the number of dimensions; then the dimensions, 4 bytes each, highest first; then the values.
 */
final class IdxFolder {
    private static final int UNSIGNED_BYTE = 8;
    private static final int CHUNK_BYTES = 1 << 20;

    /** The deflate method of gzip packs at most about 1032 bytes into one. */
    private static final long MOST_EXPANSION = 1100;

    private IdxFolder() {}

    static boolean recognises(Path folder) {
        return List.of("train", "t10k").stream()
                .anyMatch(part -> findImages(folder, part).isPresent()
                        || findLabels(folder, part).isPresent());
    }

    static DataSource read(Path folder) {
        Part train = Part.read(folder, "train");
        Part test = Part.read(folder, "t10k");
        if (!train.shape().equals(test.shape())) {
            throw new DataException("The images of " + folder + " differ in shape (channels, height, width): "
                    + train.shape() + " in training, " + test.shape() + " in test.");
        }
        if (Arrays.stream(train.labels()).distinct().count() < 2) {
            throw new DataException(
                    train.labelFile() + " has only one class: a classifier needs at least two, check the labels.");
        }
        List<String> classes = classes(folder, train);
        return new DataSource(
                train.dataset(folder, DataSource.TRAIN, classes),
                test.dataset(folder, DataSource.TEST, classes),
                Optional.empty());
    }

    private static List<String> classes(Path folder, Part train) {
        return ClassNames.in(folder.resolve(ClassNames.FILE)).orElseGet(() -> {
            int highest = Arrays.stream(train.labels()).max().orElseThrow();
            return IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList();
        });
    }

    private static Optional<Path> findImages(Path folder, String part) {
        return first(folder, part + "-images", "idx3-ubyte").or(() -> first(folder, part + "-images", "idx4-ubyte"));
    }

    private static Optional<Path> findLabels(Path folder, String part) {
        return first(folder, part + "-labels", "idx1-ubyte");
    }

    private static Optional<Path> first(Path folder, String stem, String type) {
        return List.of("-" + type, "-" + type + ".gz", "." + type, "." + type + ".gz").stream()
                .map(ending -> folder.resolve(stem + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** One split as read: values in N, C, H, W order. */
    private record Part(List<Integer> shape, byte[] values, int[] labels, Path labelFile) {
        static Part read(Path folder, String part) {
            Path imageFile = findImages(folder, part).orElseThrow(() -> missing(folder, part + "-images-idx3-ubyte"));
            Path labelFile = findLabels(folder, part).orElseThrow(() -> missing(folder, part + "-labels-idx1-ubyte"));
            Idx labels = Idx.read(labelFile, List.of(1));
            Idx images = Idx.read(imageFile, List.of(3, 4));
            int count = images.extents().get(0);
            if (count != labels.extents().get(0)) {
                throw new DataException(imageFile + " has " + count + " images, but " + labelFile.getFileName()
                        + " has " + labels.extents().get(0) + " labels: the files do not belong together.");
            }
            if (count == 0) {
                throw new DataException(imageFile + " has no images: each split needs at least one.");
            }
            int height = images.extents().get(1);
            int width = images.extents().get(2);
            int channels = images.extents().size() == 4 ? images.extents().get(3) : 1;
            int[] classes = new int[count];
            Arrays.setAll(classes, i -> labels.values()[i] & 0xFF);
            return new Part(
                    List.of(channels, height, width),
                    channels == 1 ? images.values() : channelsFirst(images.values(), height * width, channels),
                    classes,
                    labelFile);
        }

        Dataset dataset(Path folder, String split, List<String> classes) {
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] >= classes.size()) {
                    throw new DataException(labelFile + ": label " + labels[i] + " of example " + i
                            + " is out of range, there are " + classes.size() + " classes (0 to "
                            + (classes.size() - 1) + ") by "
                            + (Files.isRegularFile(folder.resolve(ClassNames.FILE))
                                    ? ClassNames.FILE
                                    : "the training labels")
                            + ".");
                }
            }
            String hash = new ContentHash().add(shape).add(labels).add(values).hex();
            return new ByteDataset(
                    new DatasetInfo(
                            DataSources.name(folder),
                            "IDX files in " + folder + ", " + split + " split",
                            shape,
                            classes,
                            hash),
                    values,
                    labels);
        }

        private static DataException missing(Path folder, String file) {
            return new DataException("There is no " + file + "[.gz] in " + folder
                    + ": an IDX folder needs images and labels of both splits (train-…, t10k-…).");
        }

        private static byte[] channelsFirst(byte[] channelsLast, int plane, int channels) {
            byte[] result = new byte[channelsLast.length];
            int item = plane * channels;
            for (int start = 0; start < result.length; start += item) {
                for (int pixel = 0; pixel < plane; pixel++) {
                    for (int channel = 0; channel < channels; channel++) {
                        result[start + channel * plane + pixel] = channelsLast[start + pixel * channels + channel];
                    }
                }
            }
            return result;
        }
    }

    /** One file as read. */
    private record Idx(List<Integer> extents, byte[] values) {
        static Idx read(Path file, List<Integer> dimensions) {
            boolean packed = file.getFileName().toString().endsWith(".gz");
            try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                    DataInputStream in = new DataInputStream(packed ? new GZIPInputStream(raw, 1 << 16) : raw)) {
                int magic = in.readInt();
                if (magic >>> 8 != UNSIGNED_BYTE || !dimensions.contains(magic & 0xFF)) {
                    throw new DataException(String.format(
                            "%s is not an IDX file of unsigned bytes with %s dimensions:"
                                    + " it should begin with %s, but begins with %08x.",
                            file,
                            String.join(
                                    " or ",
                                    dimensions.stream().map(String::valueOf).toList()),
                            String.join(
                                    " or ",
                                    dimensions.stream()
                                            .map(d -> String.format("%08x", 0x800 | d))
                                            .toList()),
                            magic));
                }
                List<Integer> extents = new ArrayList<>();
                long total = 1;
                for (int i = 0; i < (magic & 0xFF); i++) {
                    int extent = in.readInt();
                    if (extent < 0 || extent == 0 && i > 0) {
                        throw new DataException(
                                file + " declares an impossible dimension " + extent + ": it is broken.");
                    }
                    extents.add(extent);
                    total = saturatedProduct(total, extent);
                }
                if (total > Integer.MAX_VALUE - 8) {
                    throw new DataException(file + " declares " + extents
                            + " values, more than the 2 GiB that can be held: it is broken, or must be divided.");
                }
                long header = Integer.BYTES * (1L + extents.size());
                if (total > Files.size(file) * (packed ? MOST_EXPANSION : 1) - (packed ? 0 : header)) {
                    throw truncated(file, extents);
                }
                Memory.require(total, Byte.BYTES, file);
                return new Idx(List.copyOf(extents), values(in, (int) total, file, extents));
            } catch (ClosedByInterruptException e) {
                throw Items.cancelled();
            } catch (EOFException e) {
                throw new DataException(file + " is truncated: it ends early. Copy or download it again.", e);
            } catch (ZipException e) {
                throw new DataException(file + " is not a readable gzip file: " + e.getMessage() + ".", e);
            } catch (IOException e) {
                throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
            }
        }

        /** Grows with what really comes, so that a false header cannot claim memory. */
        private static byte[] values(InputStream in, int total, Path file, List<Integer> extents) throws IOException {
            byte[] values = new byte[Math.min(total, CHUNK_BYTES)];
            int filled = 0;
            while (filled < total) {
                Items.requireNotInterrupted();
                if (filled == values.length) {
                    values = Arrays.copyOf(values, (int) Math.min(total, 2L * values.length));
                }
                int count = in.readNBytes(values, filled, Math.min(CHUNK_BYTES, values.length - filled));
                if (count == 0) {
                    throw truncated(file, extents);
                }
                filled += count;
            }
            if (in.read() >= 0) {
                throw new DataException(file + " is longer than its header tells (" + extents
                        + " values): it is broken. Copy or download it again.");
            }
            return values;
        }

        private static DataException truncated(Path file, List<Integer> extents) {
            return new DataException(file + " is truncated: its header tells " + extents
                    + " values, but the file ends before. Copy or download it again.");
        }

        private static long saturatedProduct(long a, long b) {
            return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
        }
    }
}
