package org.bitscale.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitscale.Progress;

/**
 * A folder with one folder of pictures per class. The class folders' names, sorted (by value if all are numbers), are
 * the classes. With {@code train/} and {@code test/} (else {@code val/} or {@code validation/}) these are the splits;
 * without, a stratified 80/20 split is drawn with a fixed seed.
 *
 * <p>Decoded pictures of the final shape stay in memory up to {@value #MEMORY_LIMIT_BYTES} bytes and an eighth of all
 * memory per set; of a larger set only a part does, and the rest is decoded anew on every reading (see {@link CachedPictures}). The content hash is
 * over the files' bytes, the labels, the shape and a resizing that does not just stretch, so it is the same either way.
 */
final class PictureFolder {
    static final long MEMORY_LIMIT_BYTES = 512L << 20;

    /** Of the memory there is, a set may hold this share at most, whatever the limit. */
    private static final int SHARE_OF_MEMORY = 8;

    private static final int PREVIEWED = 6;

    private static final List<String> TEST_FOLDERS = List.of("test", "val", "validation");

    private PictureFolder() {}

    static boolean recognises(Path folder) {
        return hasClassFolders(folder) || hasClassFolders(folder.resolve("train"));
    }

    static DataSource read(Path folder, DataRequest request, Progress progress) {
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY;
        return read(folder, request, Math.min(MEMORY_LIMIT_BYTES, share), progress);
    }

    static DataPreview preview(Path folder) {
        Path train = folder.resolve("train");
        boolean divided = hasClassFolders(train);
        List<String> classes = classes(divided ? train : folder);
        List<List<Path>> pictures = classes.stream()
                .map(name -> pictures((divided ? train : folder).resolve(name)))
                .toList();
        return new DataPreview(
                DataPreview.Format.PICTURES,
                ValueKind.PIXELS,
                classes,
                pictures.stream().map(List::size).toList(),
                pictures.stream()
                        .map(files -> files.subList(0, Math.min(PREVIEWED, files.size())))
                        .toList(),
                divided,
                List.of());
    }

    static DataSource read(Path folder, DataRequest request, long memoryLimitBytes) {
        return read(folder, request, memoryLimitBytes, Progress.NONE);
    }

    private static DataSource read(Path folder, DataRequest request, long memoryLimitBytes, Progress progress) {
        Path trainFolder = folder.resolve("train");
        boolean divided = hasClassFolders(trainFolder);
        List<String> classes = classes(divided ? trainFolder : folder);
        Optional<Path> testFolder = divided
                ? TEST_FOLDERS.stream()
                        .map(folder::resolve)
                        .filter(Files::isDirectory)
                        .findFirst()
                : Optional.empty();
        Listing train = Listing.of(divided ? trainFolder : folder, classes, true);
        Optional<Listing> test = testFolder.map(path -> Listing.of(path, classes, false));
        List<Integer> shape = shape(train, request);
        String name = DataSources.name(folder);
        Resize resize = request.reading().resize();
        Dataset trainSet = load(train, name, shape, resize, memoryLimitBytes, progress);
        if (test.isPresent()) {
            Dataset testSet = load(test.get(), name, shape, resize, memoryLimitBytes, progress);
            return new DataSource(trainSet, testSet, Optional.empty());
        }
        return Splits.trainAndTest(trainSet);
    }

    private static boolean hasClassFolders(Path folder) {
        return Files.isDirectory(folder)
                && subfolders(folder).stream().anyMatch(sub -> !pictures(sub).isEmpty());
    }

    private static List<String> classes(Path root) {
        List<String> names = subfolders(root).stream()
                .map(sub -> sub.getFileName().toString())
                .toList();
        if (names.size() < 2) {
            throw new DataException(
                    root + " has only one class folder (" + names.get(0) + "): a classifier needs at least two.");
        }
        return ClassNames.sorted(names);
    }

    /** Requested extents; what was not requested is the most common size, and grey only if every picture is. */
    private static List<Integer> shape(Listing train, DataRequest request) {
        if (request.channels().isPresent()
                && request.height().isPresent()
                && request.width().isPresent()) {
            int channels = request.channels().getAsInt();
            if (channels != 1 && channels != 3) {
                throw new DataException(
                        "Pictures can be read with 1 (grey) or 3 (colour) channels, but " + channels + " are wanted.");
            }
            return List.of(
                    channels, request.height().getAsInt(), request.width().getAsInt());
        }
        PictureDecoder.Header[] headers = new PictureDecoder.Header[train.size()];
        train.forEachPicture(index -> {
            Path file = train.files().get(index);
            headers[index] = PictureDecoder.header(PictureDecoder.bytes(file), file);
        });
        boolean grey = Arrays.stream(headers).allMatch(PictureDecoder.Header::grey);
        List<Integer> size = mostCommonSize(headers);
        DataRequest complete = DataRequest.of(
                request.spec(),
                request.channels().orElse(grey ? 1 : 3),
                request.height().orElse(size.get(0)),
                request.width().orElse(size.get(1)));
        return shape(train, complete);
    }

    /** Height and width; among equally common ones the smallest. */
    private static List<Integer> mostCommonSize(PictureDecoder.Header[] headers) {
        Map<List<Integer>, Long> counts = Arrays.stream(headers)
                .map(header -> List.of(header.height(), header.width()))
                .collect(Collectors.groupingBy(
                        Function.identity(),
                        () -> new TreeMap<>(Comparator.comparingInt((List<Integer> size) -> size.get(0))
                                .thenComparingInt(size -> size.get(1))),
                        Collectors.counting()));
        long most = Collections.max(counts.values());
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static Dataset load(
            Listing listing,
            String name,
            List<Integer> shape,
            Resize resize,
            long memoryLimitBytes,
            Progress progress) {
        int count = listing.size();
        long valuesPerItem = (long) shape.get(0) * shape.get(1) * shape.get(2);
        boolean inMemory = count * valuesPerItem <= Math.min(memoryLimitBytes, Integer.MAX_VALUE - 8);
        byte[] values = new byte[inMemory ? (int) (count * valuesPerItem) : 0];
        byte[][] digests = new byte[count][];
        AtomicInteger read = new AtomicInteger();
        DecodingMemory memory = DecodingMemory.usual();
        listing.forEachPicture(index -> {
            Path file = listing.files().get(index);
            byte[] bytes = PictureDecoder.bytes(file);
            digests[index] = ContentHash.of(bytes);
            if (inMemory) {
                memory.decode(file, PictureDecoder.header(bytes, file), valuesPerItem, () -> {
                    float[] picture = new float[(int) valuesPerItem];
                    PictureDecoder.decode(bytes, file, shape, resize, picture, 0);
                    for (int i = 0; i < picture.length; i++) {
                        values[index * picture.length + i] = (byte) (int) picture[i];
                    }
                });
            } else {
                memory.requireRoom(file, PictureDecoder.header(bytes, file), 0);
            }
            progress.update(
                    "read", read.incrementAndGet(), count, listing.root().toString());
        });
        ContentHash hash = new ContentHash().add(shape).add(listing.labels());
        for (byte[] digest : digests) {
            hash.add(digest);
        }
        String source = "pictures in " + listing.root() + " as " + ReshapedDataset.text(shape);
        if (resize != Resize.STRETCH) {
            // What is stretched keeps the hash that it had before there was a choice.
            hash.add(resize.word());
            source += " (" + resize.word() + ")";
        }
        DatasetInfo info = new DatasetInfo(name, source, shape, listing.classes(), hash.hex());
        return inMemory
                ? new ByteDataset(info, values, listing.labels())
                : new CachedPictures(info, listing.files(), listing.labels(), resize, memoryLimitBytes, memory);
    }

    private static List<Path> subfolders(Path folder) {
        return children(folder).stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> pictures(Path folder) {
        return children(folder).stream()
                .filter(file -> PictureDecoder.isPicture(file) && Files.isRegularFile(file))
                .toList();
    }

    /** What lies in a folder, sorted by name; hidden and archiver's entries left out. */
    private static List<Path> children(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> {
                        String name = entry.getFileName().toString();
                        return !name.startsWith(".") && !name.equals("__MACOSX");
                    })
                    .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new DataException("Cannot read the folder " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    /** The pictures of one split, class by class. */
    private record Listing(Path root, List<String> classes, List<Path> files, int[] labels) {
        /** @param complete whether every class must be there */
        static Listing of(Path root, List<String> classes, boolean complete) {
            List<Path> files = new ArrayList<>();
            List<Integer> labels = new ArrayList<>();
            for (Path folder : subfolders(root)) {
                if (!classes.contains(folder.getFileName().toString())) {
                    throw new DataException(folder + " is a class that the training data does not have: expected "
                            + String.join(", ", classes) + ".");
                }
            }
            for (int label = 0; label < classes.size(); label++) {
                Path folder = root.resolve(classes.get(label));
                List<Path> pictures = Files.isDirectory(folder) ? pictures(folder) : List.of();
                if (pictures.isEmpty() && (complete || Files.isDirectory(folder))) {
                    throw new DataException("The class folder " + folder + " has no pictures: add some ("
                            + PictureDecoder.FORMATS + "), or remove the folder.");
                }
                files.addAll(pictures);
                labels.addAll(Collections.nCopies(pictures.size(), label));
            }
            if (files.isEmpty()) {
                throw new DataException("The split " + root + " has no pictures: expected one folder per class with "
                        + PictureDecoder.FORMATS + " pictures.");
            }
            return new Listing(
                    root,
                    classes,
                    List.copyOf(files),
                    labels.stream().mapToInt(Integer::intValue).toArray());
        }

        int size() {
            return labels.length;
        }

        /** Goes through all pictures even if some are bad, so that the message can say how many there are. */
        void forEachPicture(IntConsumer work) {
            DataException[] failures = new DataException[size()];
            Items.forEach(size(), index -> {
                try {
                    work.accept(index);
                } catch (DataException e) {
                    failures[index] = e;
                }
            });
            List<DataException> bad =
                    Arrays.stream(failures).filter(Objects::nonNull).toList();
            if (bad.size() == 1) {
                throw bad.get(0);
            }
            if (!bad.isEmpty()) {
                throw new DataException(
                        bad.size() + " pictures cannot be read, the first: "
                                + bad.get(0).getMessage(),
                        bad.get(0));
            }
        }
    }
}
