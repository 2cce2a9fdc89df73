package org.bitscale.cli;

import java.nio.file.Path;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Option;

/** The workspace a command works in. */
final class WorkspaceArgument {

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "DIR",
            defaultValue = ".")
    private Path folder;

    /** Opens it; one that is not there is not made. */
    Workspace open() {
        return Workspace.openExisting(folder);
    }
}
