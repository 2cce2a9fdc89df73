package org.bitscale.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Opens the window. The command line knows no toolkit; whoever starts the program does. */
public interface WindowOpener {

    /**
     * Opens the window and returns when it is closed.
     *
     * @param workspace the folder to work in; empty for the last one
     * @param model the network to open; empty for the last one
     * @throws org.bitscale.BadInputException if there is no display, or a library that the window needs is missing
     */
    void open(Optional<Path> workspace, Optional<String> model);

    /**
     * Draws every screen in memory, in both themes and two sizes, and writes the pictures.
     *
     * @param workspace whose runs are shown
     * @param folder where the pictures go
     * @param screens names of the screens; all of them if there are none
     * @throws org.bitscale.BadInputException if there is no screen of that name, or a picture cannot be written
     */
    void screenshots(Path workspace, Path folder, Set<String> screens);
}
