package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Folders of pictures, those to train with damaged in the same way. The decoders go by a file's content, not by its name. */
class PictureFolderFuzzTest extends ReaderFuzz {

    @TempDir
    Path folder;

    PictureFolderFuzzTest() {
        super("picture folder");
    }

    @BeforeEach
    void classFolders() throws IOException {
        for (String place : List.of("train/a", "train/b", "test/a")) {
            Files.createDirectories(folder.resolve(place));
        }
        ImageIO.write(
                new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("test/a/1.png").toFile());
    }

    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] bytes) throws IOException {
        Files.write(folder.resolve("train/a/1.png"), bytes);
        Files.write(folder.resolve("train/b/1.png"), bytes);
        check(() -> DataSources.open(DataRequest.of(folder.toString())));
    }
}
