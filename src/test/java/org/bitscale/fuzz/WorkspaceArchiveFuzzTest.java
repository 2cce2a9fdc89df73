package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bitscale.storage.WorkspaceArchive;
import org.junit.jupiter.api.io.TempDir;

/** Archives of {@code workspace unpack}, unpacked into a new folder. */
class WorkspaceArchiveFuzzTest extends ReaderFuzz {

    @TempDir
    Path folder;

    WorkspaceArchiveFuzzTest() {
        super("workspace archive");
    }

    @DictionaryEntries({
        "manifest.json",
        "../manifest.json",
        "runs/",
        "files/",
        "experiments/",
        "{\"format\":1,\"entries\":["
    })
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] bytes) throws IOException {
        Path archive = Files.write(folder.resolve("archive.zip"), bytes);
        Path workspace = folder.resolve("workspace");
        try {
            check(() -> WorkspaceArchive.unpack(archive, workspace));
        } finally {
            delete(workspace);
        }
    }

    private static void delete(Path workspace) throws IOException {
        if (Files.exists(workspace)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(workspace)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}
