package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSource;
import org.bitscale.data.DataSources;
import org.bitscale.data.Reading;
import org.junit.jupiter.api.io.TempDir;

/** Archives of NumPy arrays. What is packed in them is damaged by {@link NpyFolderFuzzTest} too, where nothing is packed. */
class NpzFuzzTest extends ReaderFuzz {

    @TempDir
    Path folder;

    NpzFuzzTest() {
        super("NPZ");
    }

    @DictionaryEntries({
        "PK\\x01\\x02",
        "PK\\x03\\x04",
        "PK\\x05\\x06",
        "PK\\x06\\x06",
        "x.npy",
        "y.npy",
        "x_train.npy",
        "arr_0.npy",
        "\\x93NUMPY",
        "'descr': '<f8'",
        "'shape': (4, 2)"
    })
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] bytes) throws IOException {
        Path archive = Files.write(folder.resolve("data.npz"), bytes);
        check(() -> {
            DataSources.preview(archive.toString(), Reading.USUAL);
            DataSource source = DataSources.open(DataRequest.of(archive.toString()));
            source.test().read(0, new float[source.test().info().valuesPerItem()], 0);
        });
    }
}
