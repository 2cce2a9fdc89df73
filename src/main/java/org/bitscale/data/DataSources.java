package org.bitscale.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bitscale.Progress;
import org.bitscale.data.DataPreview.Format;

/** Opens data: recognises its format and brings it to the shape asked for. */
public final class DataSources {
    private static final List<String> FILE_ENDINGS = Stream.concat(
                    CsvData.FILE_ENDINGS.stream(), Stream.of(ArrayStore.NPZ, ArrayStore.NPY))
            .toList();

    private DataSources() {}

    /** Endings of single files that can be opened, each with its dot: all data of other formats is folders. */
    public static List<String> fileEndings() {
        return FILE_ENDINGS;
    }

    /**
     * Opens both splits of some data. Recognised are {@code sample:shapes}; a folder of MNIST-style IDX files, of
     * CIFAR-10 or CIFAR-100 binary files, of NPY files, of class folders with pictures, or with {@code train.csv}; an NPZ
     * file; a table's file. An NPY file stands for its folder. {@code package-info} tells the details. What is not in the requested shape is converted: grey to
     * colour by repetition, colour to grey by luminance, size by interpolation or, where it shrinks, by averaging;
     * features are laid into a shape of as many values.
     *
     * @throws DataException if the data is missing, broken, not recognised or cannot be brought to the shape
     * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
     */
    public static DataSource open(DataRequest request) {
        return open(request, Progress.NONE);
    }

    /**
     * The same, telling how many pictures were read.
     *
     * @throws DataException as above
     * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
     */
    public static DataSource open(DataRequest request, Progress progress) {
        request.namedSplit().ifPresent(DataSource::requireKnown);
        DataSource source = read(request, progress);
        DatasetInfo info = source.train().info();
        List<Integer> own = info.shape();
        boolean whole = info.kind() != ValueKind.FEATURES || request.shape().isPresent();
        List<Integer> wanted = whole
                ? List.of(
                        request.channels().orElse(own.get(0)),
                        request.height().orElse(own.get(1)),
                        request.width().orElse(own.get(2)))
                : own;
        Resize resize = request.reading().resize();
        return new DataSource(
                ReshapedDataset.of(source.train(), wanted, resize),
                ReshapedDataset.of(source.test(), wanted, resize),
                request.namedSplit());
    }

    private static DataSource read(DataRequest request, Progress progress) {
        String location = request.location();
        if (location.startsWith(DataRequest.SAMPLE_PREFIX)) {
            requireSample(location);
            requireNoLabel(location, request.reading());
            if (request.channels().isPresent()) { // refused before the long work of drawing
                PictureShape.requireConvertible(3, request.channels().getAsInt());
            }
            return SampleShapes.source();
        }
        Path path = path(location);
        Format format = format(path);
        if (format != Format.TABLE) {
            requireNoLabel(location, request.reading());
        }
        return switch (format) {
            case IDX -> IdxFolder.read(path);
            case CIFAR -> CifarFolder.read(path);
            case ARRAYS -> ArrayData.read(path, request);
            case PICTURES -> PictureFolder.read(path, request, progress);
            case TABLE -> CsvData.read(path, request.reading());
        };
    }

    /**
     * Looks at a folder or a file without reading its examples.
     *
     * @throws DataException if there is none, or nothing is recognised in it
     */
    public static DataPreview preview(String location, Reading reading) {
        Path path = path(location);
        return switch (format(path)) {
            case IDX -> DataPreview.of(Format.IDX, ValueKind.PIXELS, true, List.of());
            case CIFAR -> CifarFolder.preview(path);
            case ARRAYS -> ArrayData.preview(path);
            case PICTURES -> PictureFolder.preview(path);
            case TABLE -> CsvData.preview(path, reading);
        };
    }

    /**
     * How the values of some data are scaled where neither the user nor the network says it, told without reading them.
     *
     * @throws DataException if there is no such data
     */
    public static InputScaling defaultScaling(DataRequest request) {
        String location = request.location();
        return location.startsWith(DataRequest.SAMPLE_PREFIX)
                ? InputScaling.pictures()
                : preview(location, request.reading()).kind().defaultScaling();
    }

    /** How examples are kept in a folder or file. */
    private static Format format(Path path) {
        if (!Files.isDirectory(path)) {
            if (ArrayData.isArchive(path)) {
                return Format.ARRAYS;
            }
            if (CsvData.isTable(path)) {
                return Format.TABLE;
            }
            throw notRecognised(path);
        }
        if (IdxFolder.recognises(path)) {
            return Format.IDX;
        }
        if (CifarFolder.recognises(path)) {
            return Format.CIFAR;
        }
        if (ArrayData.recognises(path)) {
            return Format.ARRAYS;
        }
        if (PictureFolder.recognises(path)) { // before tables, which may lie beside pictures to tell about them
            return Format.PICTURES;
        }
        if (CsvData.recognises(path)) {
            return Format.TABLE;
        }
        throw notRecognised(path);
    }

    private static void requireSample(String location) {
        String name = location.substring(DataRequest.SAMPLE_PREFIX.length());
        if (!name.equals(SampleShapes.NAME)) {
            throw new DataException("There is no sample data named \"" + name + "\": the bundled sample is "
                    + DataRequest.SAMPLE_PREFIX + SampleShapes.NAME + ".");
        }
    }

    private static void requireNoLabel(String location, Reading reading) {
        reading.label().ifPresent(label -> {
            throw new DataException("A label column (" + label + ") is named, but " + location
                    + " is no table: leave the label column out.");
        });
    }

    private static DataException notRecognised(Path path) {
        return new DataException("No data recognised in " + path
                + ": expected is a folder of IDX files (train-images-idx3-ubyte …), of CIFAR files (data_batch_1.bin …),"
                + " of NumPy arrays (x_train.npy …), or one folder per class with " + PictureDecoder.FORMATS
                + " pictures; an NPZ file (.npz); or a table (.csv, or a folder with train.csv).");
    }

    private static Path path(String location) {
        Path path;
        try {
            path = Path.of(location);
        } catch (InvalidPathException e) {
            throw new DataException("\"" + location + "\" is not a path: " + e.getReason() + ".", e);
        }
        if (!Files.exists(path)) {
            throw new DataException("There is no folder or file " + path
                    + ": check the path, or use sample:shapes for the bundled sample.");
        }
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new DataException(path + " is neither a folder nor a file: expected is data on a disk.");
        }
        return Files.isRegularFile(path) && name(path).endsWith(ArrayStore.NPY)
                ? path.toAbsolutePath().getParent()
                : path;
    }

    /** A dataset's name: that of its folder or file. */
    static String name(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
