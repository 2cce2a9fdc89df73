package org.bitscale.ui.desk;

import java.nio.file.Path;
import org.bitscale.storage.Workspace;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.SameThread;

/** Desks for tests of view models: everything happens at once, and what nobody expected is thrown. */
public final class Desks {

    private Desks() {}

    public static Failures failures() {
        return new Failures(failure -> {
            throw new AssertionError(failure);
        });
    }

    /** With a workspace in {@code folder}. */
    public static Desk open(Path folder) {
        Desk desk = new Desk(Workspace::open, new SameThread(), failures());
        desk.openWorkspace(folder, () -> {}, Desks::fail);
        return desk;
    }

    /** With the sample network open as well. */
    public static Desk withSample(Path folder) {
        Desk desk = open(folder);
        desk.openModel("sample:shapes_resnet8", () -> {}, Desks::fail);
        return desk;
    }

    private static void fail(String refused) {
        throw new AssertionError(refused);
    }
}
