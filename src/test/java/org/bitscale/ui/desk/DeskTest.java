package org.bitscale.ui.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {

    @TempDir
    private Path folder;

    private final List<String> refused = new ArrayList<>();

    @Test
    void aWorkspaceThatWasMovedIsNotBegunAnew() {
        Desk desk = Desks.open(folder.resolve("here"));
        Path gone = folder.resolve("gone");
        desk.reopenWorkspace(gone, () -> refused.add("opened"), refused::add);
        assertThat(refused).singleElement().asString().contains(gone.toString(), "not there any more");
        assertThat(gone).doesNotExist();
        assertThat(desk.openWorkspace().folder()).isEqualTo(folder.resolve("here"));
        assertThat(desk.recent().get().workspaces()).doesNotContain(gone.toString());
        desk.clear().run();
    }

    @Test
    void whatCannotBeAWorkspaceIsRefusedAndTheOpenOneStays() throws IOException {
        Desk desk = Desks.open(folder.resolve("here"));
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.writeString(full.resolve("letter.txt"), "text");
        Path damaged = folder.resolve("damaged");
        Desks.open(damaged).clear().run();
        Files.writeString(damaged.resolve("bitscale.db"), "no database");
        for (Path wrong : List.of(file, full, damaged)) {
            desk.openWorkspace(wrong, () -> refused.add("opened"), refused::add);
        }
        assertThat(refused).hasSize(3).doesNotContain("opened").allSatisfy(line -> assertThat(line)
                .hasLineCount(1));
        assertThat(desk.openWorkspace().folder()).isEqualTo(folder.resolve("here"));
        desk.clear().run();
    }

    @Test
    void aWorkspaceOpensAgainWhereItWas() {
        Desk desk = Desks.open(folder.resolve("first"));
        desk.openWorkspace(folder.resolve("second"), () -> {}, refused::add);
        desk.reopenWorkspace(folder.resolve("first"), () -> {}, refused::add);
        assertThat(refused).isEmpty();
        assertThat(desk.openWorkspace().folder()).isEqualTo(folder.resolve("first"));
        assertThat(desk.recent().get().workspaces())
                .containsExactly(
                        folder.resolve("first").toString(),
                        folder.resolve("second").toString());
        desk.clear().run();
    }
}
