package org.bitscale.cli;

import java.nio.file.Path;
import java.util.function.Function;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.storage.Workspace;

/** Opens the workspace that a command reads from. */
final class WorkspaceAccess {

    private WorkspaceAccess() {}

    /** What {@code reader} makes of the runs in {@code workspace}, which is closed again. */
    static <T> T read(Path workspace, Function<RunStore, T> reader) {
        try (Workspace opened = Workspace.openReadOnly(workspace)) {
            return reader.apply(opened.runs());
        }
    }
}
