package org.bitscale.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code screenshots}: pictures of every screen, for documentation and for a look at them. */
@Command(name = "screenshots", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class ScreenshotsCommand implements Callable<Integer> {

    private final WindowOpener window;

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "DIR",
            defaultValue = "bitscale-quickstart",
            descriptionKey = "screenshots-workspace")
    private Path workspace;

    @Option(names = "--screen", paramLabel = "NAME", split = ",", descriptionKey = "screenshots-screen")
    private List<String> screens = List.of();

    @Parameters(index = "0", paramLabel = "FOLDER", descriptionKey = "screenshots-folder")
    private Path folder;

    ScreenshotsCommand(WindowOpener window) {
        this.window = window;
    }

    @Override
    public Integer call() {
        window.screenshots(workspace, folder, Set.copyOf(screens));
        return 0;
    }
}
