package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** ONNX files with damaged bytes. */
class OnnxBytesFuzzTest extends ReaderFuzz {

    @TempDir
    Path folder;

    private ModelReading reading;

    OnnxBytesFuzzTest() {
        super("ONNX, bytes");
    }

    @BeforeEach
    void place() throws IOException {
        reading = new ModelReading(folder);
    }

    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] bytes) throws IOException {
        check(reading.of(bytes));
    }
}
