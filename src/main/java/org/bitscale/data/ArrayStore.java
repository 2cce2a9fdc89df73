package org.bitscale.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where NumPy arrays lie under their names. */
sealed interface ArrayStore extends AutoCloseable permits ArrayStore.Folder, ArrayStore.Npz {
    /** Ending of a file that is one array. */
    String NPY = ".npy";

    /** Ending of an archive of arrays. */
    String NPZ = ".npz";

    /** File or folder. */
    Path path();

    /** Names of the arrays, without ending, in alphabetical order. */
    List<String> names();

    /** Reads an array's contents behind its header. */
    interface Contents<T> {
        /** @param title what messages call the array */
        T from(DataInputStream in, NpyHeader header, String title) throws IOException;
    }

    /**
     * Opens an array whose length is what its header tells, as far as that is known before it is read.
     *
     * @throws DataException if it cannot be read, or is damaged
     */
    <T> T open(String name, Contents<T> contents);

    /** What stands before an array's values. */
    default NpyHeader header(String name) {
        return open(name, (in, header, title) -> header);
    }

    /** An array of numbers. */
    default NpyArray read(String name) {
        return open(name, (in, header, title) -> NpyArray.read(in, header, title, this instanceof Folder));
    }

    /** An array of texts. */
    default NpyTexts texts(String name) {
        return open(name, NpyTexts::read);
    }

    @Override
    void close();

    /** Files {@code NAME.npy} in a folder. */
    record Folder(Path path) implements ArrayStore {
        @Override
        public List<String> names() {
            try (Stream<Path> files = Files.list(path)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(NPY))
                        .map(name -> name.substring(0, name.length() - NPY.length()))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new DataException("Cannot read the folder " + path + ": " + e.getMessage() + ".", e);
            }
        }

        @Override
        public <T> T open(String name, Contents<T> contents) {
            Path file = path.resolve(name + NPY);
            return NpyArray.guarded(file.toString(), () -> Files.newInputStream(file), in -> {
                NpyHeader header = NpyHeader.read(in, file.toString());
                header.requireLength(Files.size(file), file.toString());
                return contents.from(in, header, file.toString());
            });
        }

        @Override
        public void close() {}
    }

    /** A ZIP archive of such files, stored or deflated, as {@code numpy.savez} and {@code savez_compressed} write it. */
    final class Npz implements ArrayStore {
        /** The deflate method packs at most about 1032 bytes into one. */
        private static final long MOST_EXPANSION = 1100;

        private static final long SMALLEST = 64;

        private final Path path;
        private final ZipFile zip;
        private final Map<String, ZipEntry> entries = new TreeMap<>();

        /** @throws DataException if it is no ZIP archive */
        Npz(Path path) {
            this.path = path;
            try {
                zip = new ZipFile(path.toFile());
            } catch (IOException | IllegalArgumentException e) {
                throw new DataException(
                        path + " is no readable NPZ file (" + e.getMessage() + "): save or copy it again.", e);
            }
            Enumeration<? extends ZipEntry> all = zip.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                if (entry.getName().endsWith(NPY)) {
                    entries.put(entry.getName().substring(0, entry.getName().length() - NPY.length()), entry);
                }
            }
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public List<String> names() {
            return List.copyOf(entries.keySet());
        }

        @Override
        public <T> T open(String name, Contents<T> contents) {
            String title = name + " in " + path;
            return NpyArray.guarded(title, () -> zip.getInputStream(entries.get(name)), in -> {
                NpyHeader header = NpyHeader.read(in, title);
                requireLength(entries.get(name), header, title);
                return contents.from(in, header, title);
            });
        }

        /** The archive's own figures may be false too: what is packed cannot be longer than the file. */
        private void requireLength(ZipEntry entry, NpyHeader header, String title) throws IOException {
            header.requireLength(entry.getSize(), title);
            long packed = Math.min(entry.getCompressedSize(), Files.size(path));
            long most = entry.getMethod() == ZipEntry.STORED ? packed : (packed + SMALLEST) * MOST_EXPANSION;
            if (entry.getSize() > most) {
                throw new DataException(title + " is damaged: " + entry.getSize() + " bytes cannot come of " + packed
                        + " packed ones. Save or copy it again.");
            }
        }

        @Override
        public void close() {
            try {
                zip.close();
            } catch (IOException e) {
                throw new DataException("Cannot close " + path + ": " + e.getMessage() + ".", e);
            }
        }
    }

    /** For people: the arrays with their types and shapes. */
    static String text(List<String> names) {
        return names.isEmpty() ? "no arrays" : names.stream().limit(12).collect(Collectors.joining(", "));
    }
}
