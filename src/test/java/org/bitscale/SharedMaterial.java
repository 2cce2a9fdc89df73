package org.bitscale;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real models, data and golden numbers that lie beside the project on some machines only. */
public final class SharedMaterial {

    private SharedMaterial() {}

    /** A file or folder of the material; the test is skipped, saying so, where it is absent. */
    public static Path path(String relative) {
        Path path = Path.of("..", "shared", relative);
        Assumptions.assumeTrue(Files.exists(path), "skipped: " + path + " is not on this machine");
        return path;
    }
}
