package org.bitscale.ui.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import org.bitscale.experiment.interchange.RunExport;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Command;

/** What can be done with the chosen runs, in one list for toolbar, menu, command search and keys. */
final class RunCommands {

    private static final String GROUP = RunsTexts.text("title");

    private final RunTableModel runs;
    private final DetailModel details;
    private final RerunModel reruns;
    private final RunsActions actions;

    RunCommands(RunTableModel runs, DetailModel details, RerunModel reruns, RunsActions actions) {
        this.runs = runs;
        this.details = details;
        this.reruns = reruns;
        this.actions = actions;
    }

    /** Everything, with the keys. */
    List<Command> all() {
        List<Command> all = new ArrayList<>(ofRuns());
        all.add(command("find", "mdmz-search", "Ctrl+F", () -> true, actions::find));
        all.add(command(
                "undo",
                "mdmz-undo",
                "Ctrl+Z",
                () -> runs.annotations().canUndo().get() && !actions.isTyping(),
                runs.annotations()::undo));
        all.add(command(
                "redo",
                "mdmz-redo",
                "Ctrl+Shift+Z",
                () -> runs.annotations().canRedo().get() && !actions.isTyping(),
                runs.annotations()::redo));
        for (RunExport.Format format : RunExport.Format.values()) {
            String name = RunsTexts.text("format." + RunsTexts.word(format));
            all.add(Command.of(
                            RunsTexts.text("command.export.chosen", name),
                            GROUP,
                            "mdmz-save_alt",
                            () -> actions.export(format, true))
                    .when(this::any));
            all.add(Command.of(
                            RunsTexts.text("command.export.all", name),
                            GROUP,
                            "mdmz-save_alt",
                            () -> actions.export(format, false))
                    .when(() -> !runs.rows().get().isEmpty()));
        }
        return all;
    }

    /** What the context menu has. */
    List<Command> ofRuns() {
        return List.of(
                command("details", "mdal-info", "Ctrl+I", () -> true, actions::toggleDetails),
                command("log", "mdal-article", "Ctrl+L", this::one, () -> details.run()
                        .get()
                        .ifPresent(actions::log)),
                command(
                        "rerun",
                        "mdmz-replay",
                        "Ctrl+R",
                        () -> one() && reruns.running().get().isEmpty(),
                        () -> details.run().get().ifPresent(reruns::start)),
                command("duplicate", "mdal-library_add", "Ctrl+Shift+N", this::one, () -> details.run()
                        .get()
                        .ifPresent(actions::duplicate)),
                command(
                        "network",
                        "mdal-get_app",
                        "Ctrl+E",
                        () -> one()
                                && details.run()
                                        .get()
                                        .map(run -> run.files().containsKey(Run.MODEL_FILE))
                                        .orElse(false),
                        () -> details.run().get().ifPresent(actions::exportNetwork)),
                command("compare", "mdal-compare_arrows", "Ctrl+M", this::any, runs::compare),
                command("star", "mdmz-star", "Ctrl+B", this::any, () -> runs.toggleStar(runs.chosen())),
                command("copyId", "mdal-content_copy", "Ctrl+Shift+C", this::any, actions::copyIds));
    }

    private boolean any() {
        return !runs.selected().get().isEmpty();
    }

    private boolean one() {
        return details.run().get().isPresent();
    }

    private static Command command(String key, String icon, String keys, BooleanSupplier enabled, Runnable action) {
        return new Command(
                RunsTexts.text("command." + key),
                GROUP,
                icon,
                Optional.of(KeyCombination.valueOf(keys)),
                enabled,
                action);
    }

    /** What the view does itself. */
    interface RunsActions {
        /** Puts the cursor into the search field. */
        void find();

        /** Whether a text is being typed, to which undo belongs then. */
        boolean isTyping();

        /** Shows or hides the details. */
        void toggleDetails();

        /** Shows a run's log. */
        void log(Run run);

        /** Opens the form with what a run tried. */
        void duplicate(Run run);

        /** Asks where to, and copies a run's network there. */
        void exportNetwork(Run run);

        /** Asks where to, and writes runs there. */
        void export(RunExport.Format format, boolean onlyChosen);

        /** Copies the ids of the chosen runs. */
        void copyIds();
    }

    /** Whether the owner of the focus takes text. */
    static boolean takesText(javafx.scene.Node focused) {
        return focused instanceof TextInputControl;
    }
}
