package org.bitscale.experiment.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {

    @TempDir
    private Path parent;

    @Test
    void itGoesWithEverythingInIt() throws IOException {
        ScratchFolder scratch = ScratchFolder.take(parent);
        Path library =
                Files.createDirectories(scratch.path().resolve("unpacked")).resolve("library.so");
        Files.writeString(library, "code");
        scratch.close();
        scratch.close(); // again, which changes nothing
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatWasLeftBehindIsRemovedAndWhatIsInUseIsNot() throws IOException {
        Path left = Files.createDirectories(parent.resolve("bitscale-worker-left"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("library.so"), "code");
        Path foreign = Files.createDirectories(parent.resolve("another-program"));
        try (ScratchFolder used = ScratchFolder.take(parent);
                ScratchFolder next = ScratchFolder.take(parent)) {
            assertThat(parent).isDirectoryContaining(used.path()::equals).isDirectoryContaining(next.path()::equals);
            assertThat(used.path()).isNotEqualTo(next.path());
            assertThat(left).doesNotExist();
        }
        assertThat(parent).isDirectoryNotContaining(entry -> !entry.equals(foreign));
    }

    @Test
    void whereNoneCanBeMadeItSaysSo() {
        assertThatThrownBy(() -> ScratchFolder.take(parent.resolve("gone")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("gone");
    }
}
