package org.bitscale.ui.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitscale.experiment.DataOptions;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.common.Theme;

/**
 * What the window remembers from one time to the next.
 *
 * @param theme light or dark
 * @param zoom how large everything is, 1 is natural
 * @param x position on the desktop; empty for wherever the desktop puts it
 * @param y position on the desktop
 * @param width in pixels
 * @param height in pixels
 * @param maximized whether it fills the desktop
 * @param tasksShown whether the task panel is open
 * @param screen the screen that was shown
 * @param workspaces folders, the last one first
 * @param models paths or sample names, the last one first
 * @param data the data that was open; empty for none
 * @param plan the plan of the network that was open
 * @param computing what experiments are computed with
 */
public record WindowState(
        Theme theme,
        double zoom,
        Optional<Double> x,
        Optional<Double> y,
        double width,
        double height,
        boolean maximized,
        boolean tasksShown,
        ScreenId screen,
        List<String> workspaces,
        List<String> models,
        Optional<DataOptions> data,
        Optional<PlanSettings> plan,
        Computing computing) {

    private static final int MOST_RECENT = 12;

    /** What a first start shows. */
    public static final WindowState FIRST = new WindowState(
            Theme.LIGHT,
            1,
            Optional.empty(),
            Optional.empty(),
            1280,
            800,
            false,
            true,
            ScreenId.START,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Computing.AUTOMATIC);

    /** Copies; what an older window did not know is as on a first start. */
    public WindowState {
        computing = computing == null ? Computing.AUTOMATIC : computing;
        workspaces = List.copyOf(workspaces);
        models = List.copyOf(models);
    }

    /** A list with something at its front that may have been in it before. */
    static List<String> withFirst(List<String> recent, String first) {
        List<String> longer = new ArrayList<>(recent);
        longer.remove(first);
        longer.add(0, first);
        return longer.size() > MOST_RECENT ? List.copyOf(longer.subList(0, MOST_RECENT)) : List.copyOf(longer);
    }
}
