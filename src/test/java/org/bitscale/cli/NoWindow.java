package org.bitscale.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.bitscale.BadInputException;

/** A computer without a display. */
final class NoWindow implements WindowOpener {

    static final WindowOpener WINDOW = new NoWindow();

    @Override
    public void open(Optional<Path> workspace, Optional<String> model) {
        throw new BadInputException("There is no display here");
    }

    @Override
    public void screenshots(Path workspace, Path folder, Set<String> screens) {
        throw new BadInputException("There is no display here");
    }
}
