package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * Folders of NumPy arrays, one of them damaged; the others hold four examples of two features. The input's first byte
 * says which one, and whether the class names lie beside them.
 */
class NpyFolderFuzzTest extends ReaderFuzz {

    private static final List<String> NAMES = List.of("x_train", "y_train", "x_test", "y_test");
    private static final byte[] EXAMPLES = array("(4, 2)", 1, 2, 3, 4, 5, 6, 7, 8);
    private static final byte[] LABELS = array("(4,)", 0, 1, 1, 0);

    @TempDir
    Path folder;

    NpyFolderFuzzTest() {
        super("NPY folder");
    }

    @DictionaryEntries({
        "\\x93NUMPY",
        "'descr': '<f4'",
        "'descr': '>f8'",
        "'descr': '<f2'",
        "'descr': '>i8'",
        "'descr': '|u1'",
        "'descr': '|b1'",
        "'descr': '<U3'",
        "'descr': '|S2'",
        "'descr': '|O'",
        "'fortran_order': True",
        "'fortran_order': False",
        "'shape': (4, 2)",
        "'shape': (4,)",
        "'shape': ()",
        "'shape': (4, 1, 2, 1)",
        "'shape': (2, 2, 2)",
        "(999999999999999999, 9)",
        "(0, 2147483647)"
    })
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] input) throws IOException {
        int choice = input.length == 0 ? 0 : input[0] & 0xFF;
        for (int i = 0; i < NAMES.size(); i++) {
            Files.write(
                    folder.resolve(NAMES.get(i) + ".npy"),
                    choice % NAMES.size() == i
                            ? Arrays.copyOfRange(input, Math.min(1, input.length), input.length)
                            : i % 2 == 0 ? EXAMPLES : LABELS);
        }
        Path classes = folder.resolve("classes.txt");
        Files.deleteIfExists(classes);
        if (choice / NAMES.size() % 2 == 1) {
            Files.writeString(classes, "cat\ndog\n");
        }
        check(() -> {
            DataSources.preview(folder.toString(), Reading.USUAL);
            DataSource source = DataSources.open(DataRequest.of(folder.toString()));
            source.test().read(0, new float[source.test().info().valuesPerItem()], 0);
        });
    }

    private static byte[] array(String shape, int... values) {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + "}\n";
        byte[] text =
                ("\u0093NUMPY\u0001\0" + (char) header.length() + "\0" + header).getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = Arrays.copyOf(text, text.length + values.length);
        for (int i = 0; i < values.length; i++) {
            file[text.length + i] = (byte) values[i];
        }
        return file;
    }
}
