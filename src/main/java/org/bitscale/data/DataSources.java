package org.bitscale.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.bitscale.Progress;

/** Opens data: recognises its format and brings it to the shape asked for. */
public final class DataSources {
    private DataSources() {}

    /**
     * Opens both splits of some data. Recognised are {@code sample:shapes}, a folder of MNIST-style IDX files and a
     * folder of class folders with pictures; {@code package-info} tells the details. What is not in the requested shape
     * is converted: grey to colour by repetition, colour to grey by luminance, size by interpolation or, where it
     * shrinks, by averaging.
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
        List<Integer> own = source.train().info().shape();
        List<Integer> wanted = List.of(
                request.channels().orElse(own.get(0)),
                request.height().orElse(own.get(1)),
                request.width().orElse(own.get(2)));
        return new DataSource(
                ReshapedDataset.of(source.train(), wanted),
                ReshapedDataset.of(source.test(), wanted),
                request.namedSplit());
    }

    private static DataSource read(DataRequest request, Progress progress) {
        String location = request.location();
        if (location.startsWith(DataRequest.SAMPLE_PREFIX)) {
            String name = location.substring(DataRequest.SAMPLE_PREFIX.length());
            if (!name.equals(SampleShapes.NAME)) {
                throw new DataException("There is no sample data named \"" + name + "\": the bundled sample is "
                        + DataRequest.SAMPLE_PREFIX + SampleShapes.NAME + ".");
            }
            if (request.channels().isPresent()) { // refused before the long work of drawing
                PictureShape.requireConvertible(3, request.channels().getAsInt());
            }
            return SampleShapes.source();
        }
        Path folder = folder(location);
        if (IdxFolder.recognises(folder)) {
            return IdxFolder.read(folder);
        }
        if (PictureFolder.recognises(folder)) {
            return PictureFolder.read(folder, request, progress);
        }
        throw notRecognised(folder);
    }

    /**
     * Looks at a folder without reading its examples.
     *
     * @throws DataException if there is no folder, or nothing is recognised in it
     */
    public static FolderPreview preview(String location) {
        Path folder = folder(location);
        if (IdxFolder.recognises(folder)) {
            return new FolderPreview(FolderPreview.Format.IDX, List.of(), List.of(), List.of(), false);
        }
        if (PictureFolder.recognises(folder)) {
            return PictureFolder.preview(folder);
        }
        throw notRecognised(folder);
    }

    private static DataException notRecognised(Path folder) {
        return new DataException("No data recognised in " + folder
                + ": expected IDX files (train-images-idx3-ubyte …) or one folder per class with "
                + PictureDecoder.FORMATS + " pictures.");
    }

    private static Path folder(String location) {
        Path folder;
        try {
            folder = Path.of(location);
        } catch (InvalidPathException e) {
            throw new DataException("\"" + location + "\" is not a path: " + e.getReason() + ".", e);
        }
        if (!Files.exists(folder)) {
            throw new DataException(
                    "There is no folder " + folder + ": check the path, or use sample:shapes for the bundled sample.");
        }
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + " is a file: expected a folder of IDX files or of class folders.");
        }
        return folder;
    }

    /** A dataset's name: that of its folder. */
    static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }
}
