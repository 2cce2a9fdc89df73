package org.bitscale.ui.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the window's state is kept between starts. */
public final class StateFile {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;

    /** Keeps it in {@code file}. */
    public StateFile(Path file) {
        this.file = file;
    }

    /** In the user's own folder for settings, as the operating system has it. */
    public static StateFile ofUser() {
        return new StateFile(settings().resolve("window.json"));
    }

    private static Path settings() {
        String home = System.getProperty("user.home");
        String os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        if (os.contains("win") && System.getenv("APPDATA") != null) {
            return Path.of(System.getenv("APPDATA"), "Bitscale");
        }
        if (os.contains("mac")) {
            return Path.of(home, "Library", "Application Support", "Bitscale");
        }
        String config = System.getenv("XDG_CONFIG_HOME");
        return (config == null || config.isBlank() ? Path.of(home, ".config") : Path.of(config)).resolve("bitscale");
    }

    /** The folder that holds all that is kept for the user. */
    public Path folder() {
        return file.toAbsolutePath().getParent();
    }

    /** The state as it was kept; that of a first start if there is none, or none that can be read. */
    public WindowState read() {
        if (!Files.exists(file)) {
            return WindowState.FIRST;
        }
        try {
            return Json.read(Files.readString(file), WindowState.class);
        } catch (IOException | BadInputException | IllegalArgumentException e) {
            // A window that does not remember is better than one that does not open.
            LOG.warn("The window's state in '{}' cannot be read and is begun anew: {}", file, e.getMessage());
            return WindowState.FIRST;
        }
    }

    /** Keeps a state. */
    public void write(WindowState state) {
        try {
            Files.createDirectories(folder());
            DurableFile.write(file, Json.writePretty(state).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("The window's state cannot be kept in '{}': {}", file, e.getMessage());
        }
    }
}
