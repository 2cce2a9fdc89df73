package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSource;
import org.bitscale.data.DataSources;
import org.bitscale.data.Reading;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders of CIFAR files, one of them damaged. The input's first byte says which, its second how many pictures follow
 * each other in it: a label is an input's byte, its picture the last byte all over. What the input has then left is
 * added as it is.
 */
class CifarFolderFuzzTest extends ReaderFuzz {

    private static final int PICTURE_BYTES = 3 * 32 * 32;
    private static final List<String> NAMES =
            List.of("batches.meta.txt", "fine_label_names.txt", "coarse_label_names.txt");
    private static final List<String> FILES = List.of("data_batch_1.bin", "test_batch.bin", "train.bin", "test.bin");

    @TempDir
    Path folder;

    CifarFolderFuzzTest() {
        super("CIFAR folder");
    }

    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] input) throws IOException {
        clear();
        int choice = input.length == 0 ? 0 : input[0] & 0xFF;
        boolean hundred = choice % 2 == 1;
        String train = hundred ? "train.bin" : "data_batch_1.bin";
        String test = hundred ? "test.bin" : "test_batch.bin";
        Files.write(folder.resolve(train), pictures(new byte[] {2, 0, 1}, hundred));
        if (choice / 2 % 2 == 1) {
            Files.write(folder.resolve(test), pictures(new byte[] {1, 1}, hundred));
        }
        byte[] rest = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        switch (choice / 4 % 3) {
            case 0 -> Files.write(folder.resolve(train), pictures(rest, hundred));
            case 1 -> Files.write(folder.resolve(test), pictures(rest, hundred));
            default -> Files.write(folder.resolve(NAMES.get(choice / 12 % NAMES.size())), rest);
        }
        check(() -> {
            DataSources.preview(folder.toString(), Reading.USUAL);
            DataSource source = DataSources.open(DataRequest.of(folder.toString()));
            source.train().attributes(0);
            source.train().read(0, new float[PICTURE_BYTES], 0);
        });
    }

    private void clear() throws IOException {
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
        for (String name : NAMES) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    private static byte[] pictures(byte[] input, boolean hundred) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] picture = new byte[PICTURE_BYTES];
        Arrays.fill(picture, input.length == 0 ? 0 : input[input.length - 1]);
        int at = 1;
        for (int i = 0; input.length > 0 && i < (input[0] & 0xF); i++) {
            for (int label = hundred ? 2 : 1; label > 0; label--) {
                file.write(at < input.length ? input[at++] : i);
            }
            file.writeBytes(picture);
        }
        file.write(input, Math.min(at, input.length), input.length - Math.min(at, input.length));
        return file.toByteArray();
    }
}
