package org.bitscale.ui.common;

import java.util.List;
import javafx.scene.layout.Region;

/** One screen of the window. It is built when it is first shown. */
public interface Screen {

    /** Which one it is. */
    ScreenId id();

    /** What is shown; always the same. */
    Region view();

    /** What can be done there, for command search and shortcuts. */
    default List<Command> commands() {
        return List.of();
    }
}
