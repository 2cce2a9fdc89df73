package org.bitscale.ui.runs;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import org.bitscale.experiment.interchange.RunExport;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** The table of all runs with its filter, what can be done with runs, and the details of one. */
final class AllRunsPane extends VBox implements RunCommands.RunsActions {

    /** From this width on, details stand beside the table, else below it. */
    private static final double WIDE = 1050;

    private final RunTableModel model;
    private final DetailModel detailModel;
    private final LogModel log;
    private final Consumer<Run> duplicate;
    private final Runnable create;
    private final FilterBar filter;
    private final RunTableView table;
    private final DetailPane details;
    private final SplitPane split = new SplitPane();
    private final RunCommands commands;
    private final Label counted = Controls.label("", Styles.TEXT_MUTED);
    private final StackPane center = new StackPane();
    private final Region none;
    private final Region nothingPasses;
    private final List<Runnable> buttonUpdates = new ArrayList<>();
    private double divider = 0.56;
    private boolean detailsWanted = true;

    /**
     * @param models what is shown
     * @param appearance theme and zoom
     * @param curves shows the training of a run
     * @param duplicate opens the form with what a run tried
     * @param create opens the empty form
     */
    AllRunsPane(Models models, Appearance appearance, CurvePane curves, Consumer<Run> duplicate, Runnable create) {
        this.model = models.runs();
        this.detailModel = models.details();
        this.log = models.log();
        this.duplicate = duplicate;
        this.create = create;
        this.filter = new FilterBar(model);
        this.table = new RunTableView(model, appearance);
        this.details = new DetailPane(detailModel, model, curves);
        this.commands = new RunCommands(model, detailModel, models.reruns(), this);
        this.none = Controls.empty(
                "mdmz-play_circle_outline",
                RunsTexts.text("empty.title"),
                RunsTexts.text("empty.text"),
                Controls.accent(RunsTexts.text("empty.create"), "mdal-add", create),
                Controls.button(RunsTexts.text("empty.begin"), "mdal-home", model::begin));
        this.nothingPasses = Controls.empty(
                "mdal-filter_alt",
                RunsTexts.text("nothing.title"),
                RunsTexts.text("nothing.text"),
                Controls.button(RunsTexts.text("filter.clear"), "mdal-clear", model.filter()::clear));
        getStyleClass().add("column");
        split.getItems().add(table);
        center.getChildren().addAll(split, none, nothingPasses);
        VBox.setVgrow(center, Priority.ALWAYS);
        center.setMinHeight(0);
        split.setMinHeight(0);
        Label said = Controls.paragraph("", "caption", Styles.SUCCESS);
        said.textProperty().bind(model.said());
        said.visibleProperty().bind(model.said().isNotEmpty());
        said.managedProperty().bind(said.visibleProperty());
        getChildren()
                .addAll(
                        filter,
                        toolbar(),
                        Controls.problem(model.problem()),
                        said,
                        new RerunPane(models.reruns(), model),
                        center);
        table.table().setContextMenu(menu());
        widthProperty().addListener((observed, before, now) -> orient());
        model.standing().addListener((observed, before, now) -> showStanding());
        model.selected().addListener((observed, before, now) -> showStanding());
        detailModel.run().addListener((observed, before, now) -> {
            showDetails();
            buttonUpdates.forEach(Runnable::run);
        });
        models.reruns().running().addListener((observed, before, now) -> buttonUpdates.forEach(Runnable::run));
        orient();
        showDetails();
        showStanding();
    }

    /**
     * What the pane shows.
     *
     * @param runs the table
     * @param details one run's record
     * @param log a trial's log
     * @param reruns repetitions
     */
    record Models(RunTableModel runs, DetailModel details, LogModel log, RerunModel reruns) {}

    /** What can be done here. */
    List<Command> commands() {
        return commands.all();
    }

    private HBox toolbar() {
        HBox row = Controls.row(counted, Controls.spacer());
        for (Command command : commands.ofRuns()) {
            String name = command.keys().isPresent()
                    ? command.title() + " (" + command.keys().get().getDisplayText() + ")"
                    : command.title();
            Button button = Controls.iconButton(name, command.icon(), command.action());
            button.setAccessibleText(command.title());
            buttonUpdates.add(() -> button.setDisable(!command.enabled().getAsBoolean()));
            row.getChildren().add(button);
        }
        row.getChildren().addAll(table.chooser(), exportButton());
        return row;
    }

    private MenuButton exportButton() {
        MenuButton button = new MenuButton(RunsTexts.text("export"), Icons.of("mdmz-save_alt"));
        button.setId("export-runs");
        button.setAccessibleText(RunsTexts.text("export"));
        for (boolean chosen : new boolean[] {true, false}) {
            if (!chosen) {
                button.getItems().add(new SeparatorMenuItem());
            }
            for (RunExport.Format format : RunExport.Format.values()) {
                MenuItem item = new MenuItem(RunsTexts.text(
                        chosen ? "export.chosen" : "export.all", RunsTexts.text("format." + RunsTexts.word(format))));
                item.setOnAction(event -> export(format, chosen));
                buttonUpdates.add(() -> item.setDisable(
                        chosen
                                ? model.selected().get().isEmpty()
                                : model.rows().get().isEmpty()));
                button.getItems().add(item);
            }
        }
        return button;
    }

    private ContextMenu menu() {
        ContextMenu menu = new ContextMenu();
        for (Command command : commands.ofRuns()) {
            MenuItem item = new MenuItem(command.title(), Icons.of(command.icon()));
            command.keys().ifPresent(item::setAccelerator);
            item.setOnAction(event -> command.action().run());
            buttonUpdates.add(() -> item.setDisable(!command.enabled().getAsBoolean()));
            menu.getItems().add(item);
        }
        return menu;
    }

    private void orient() {
        split.setOrientation(getWidth() >= WIDE ? Orientation.HORIZONTAL : Orientation.VERTICAL);
    }

    /** Without a run there is nothing to tell, and the table has all the room. */
    private void showDetails() {
        boolean wanted = detailsWanted && detailModel.run().get().isPresent();
        boolean shown = split.getItems().contains(details);
        if (wanted && !shown) {
            split.getItems().add(details);
            split.setDividerPositions(divider);
            // The table has less room now, and what was chosen may have left it.
            Platform.runLater(table::reveal);
        } else if (!wanted && shown) {
            divider = split.getDividerPositions()[0];
            split.getItems().remove(details);
        }
    }

    private void showStanding() {
        RunTableModel.Standing now = model.standing().get();
        int chosen = model.selected().get().size();
        boolean reading = now.reading() && now.shown() == 0;
        counted.setText(
                reading
                        ? RunsTexts.text("counted.reading")
                        : RunsTexts.text(
                                chosen == 0 ? "counted" : "counted.chosen",
                                RunsTexts.count(now.shown()),
                                RunsTexts.count(now.all()),
                                RunsTexts.count(chosen)));
        boolean noRuns = !reading && now.all() == 0;
        boolean nothing = !reading && !noRuns && now.shown() == 0;
        none.setVisible(noRuns);
        nothingPasses.setVisible(nothing);
        split.setVisible(!noRuns && !nothing);
        buttonUpdates.forEach(Runnable::run);
    }

    @Override
    public void find() {
        filter.search();
    }

    @Override
    public boolean isTyping() {
        return getScene() != null && RunCommands.takesText(getScene().getFocusOwner());
    }

    @Override
    public void toggleDetails() {
        detailsWanted = !detailsWanted;
        showDetails();
    }

    @Override
    public void log(Run run) {
        log.open(run);
    }

    @Override
    public void duplicate(Run run) {
        duplicate.accept(run);
    }

    @Override
    public void exportNetwork(Run run) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(RunsTexts.text("command.network"));
        chooser.setInitialFileName(run.trial().label().toLowerCase(Locale.ROOT).replace(' ', '_') + "_seed"
                + run.trial().seed() + ".onnx");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(RunsTexts.text("network.files"), "*.onnx"));
        Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()))
                .map(File::toPath)
                .ifPresent(file -> exportNetworkTo(run, file));
    }

    /** Copies a network where the user said. */
    void exportNetworkTo(Run run, Path file) {
        detailModel.exportNetwork(run, file, () -> model.said().set(RunsTexts.text("network.done", file)));
    }

    @Override
    public void export(RunExport.Format format, boolean onlyChosen) {
        File target;
        if (format == RunExport.Format.TENSORBOARD) {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(RunsTexts.text("export.folder"));
            target = chooser.showDialog(getScene().getWindow());
        } else {
            FileChooser chooser = new FileChooser();
            chooser.setInitialFileName("runs." + RunsTexts.word(format));
            target = chooser.showSaveDialog(getScene().getWindow());
        }
        if (target != null) {
            model.export(format, onlyChosen, target.toPath());
        }
    }

    @Override
    public void copyIds() {
        ClipboardContent content = new ClipboardContent();
        content.putString(String.join("\n", model.selected().get()));
        Clipboard.getSystemClipboard().setContent(content);
        model.said()
                .set(RunsTexts.text("copied", String.join(", ", model.selected().get())));
    }
}
