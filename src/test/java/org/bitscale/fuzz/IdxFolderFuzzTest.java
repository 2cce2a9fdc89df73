package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSource;
import org.bitscale.data.DataSources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders of IDX files, one of them damaged: the input's first byte says which, and whether its bytes are packed, taken
 * for packed, or plain. The others hold two pictures of 2×2 pixels.
 */
class IdxFolderFuzzTest extends ReaderFuzz {

    private static final byte[] IMAGES = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8};
    private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 0, 1};

    @TempDir
    Path folder;

    IdxFolderFuzzTest() {
        super("IDX folder");
    }

    @BeforeEach
    void soundFiles() throws IOException {
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), IMAGES);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), LABELS);
    }

    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] input) throws IOException {
        int choice = input.length == 0 ? 0 : input[0] & 0xFF;
        byte[] bytes = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        place("train-images-idx3-ubyte", IMAGES, bytes, choice % 3 == 0, choice / 3);
        place("train-labels-idx1-ubyte", LABELS, bytes, choice % 3 == 1, choice / 3);
        Files.deleteIfExists(folder.resolve("classes.txt"));
        if (choice % 3 == 2) {
            Files.write(folder.resolve("classes.txt"), bytes);
        }
        check(() -> {
            DataSource source = DataSources.open(DataRequest.of(folder.toString()));
            source.train().read(0, new float[Math.toIntExact(values(source))], 0);
        });
    }

    private static long values(DataSource source) {
        return source.train().info().shape().stream().mapToLong(i -> i).reduce(1, (a, b) -> a * b);
    }

    private void place(String name, byte[] sound, byte[] damaged, boolean isDamaged, int form) throws IOException {
        Path plain = folder.resolve(name);
        Path packed = folder.resolve(name + ".gz");
        Files.deleteIfExists(plain);
        Files.deleteIfExists(packed);
        byte[] bytes = isDamaged ? damaged : sound;
        switch (isDamaged ? form % 3 : 0) {
            case 1 -> Files.write(packed, packed(bytes));
            case 2 -> Files.write(packed, bytes);
            default -> Files.write(plain, bytes);
        }
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
