package org.bitscale.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code window}: the workbench. */
@Command(name = "window", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class WindowCommand implements Callable<Integer> {

    private final WindowOpener window;

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "DIR",
            descriptionKey = "window-workspace")
    private Path workspace;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", descriptionKey = "window-model")
    private String model;

    WindowCommand(WindowOpener window) {
        this.window = window;
    }

    @Override
    public Integer call() {
        window.open(Optional.ofNullable(workspace), Optional.ofNullable(model));
        return 0;
    }
}
