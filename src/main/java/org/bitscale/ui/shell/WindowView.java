package org.bitscale.ui.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import org.bitscale.data.DataSources;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;

/** The whole window: the frame, and the screen that is shown in it. */
public final class WindowView extends StackPane {

    /** Width, at natural size, from which the task panel leaves enough to the screens. */
    private static final double ROOM_FOR_TASKS = 1200;

    private final Desk desk;
    private final Appearance appearance;
    private final Runnable quit;
    private final Map<ScreenId, Supplier<Screen>> factories;
    private final Map<ScreenId, Screen> screens = new EnumMap<>(ScreenId.class);
    private final StackPane content = new StackPane();
    private final Notice notice = new Notice();
    private final TaskPanel tasks;
    private final BorderPane frame = new BorderPane();
    private final CommandPalette palette;
    private final ShortcutList shortcuts;
    private final BarActions actions = new BarActions();
    private boolean gaveWay;

    /**
     * A window.
     *
     * @param desk what the screens look at
     * @param appearance theme and zoom
     * @param factories make each screen when it is first shown
     * @param quit closes the window
     */
    public WindowView(Desk desk, Appearance appearance, Map<ScreenId, Supplier<Screen>> factories, Runnable quit) {
        this.desk = desk;
        this.appearance = appearance;
        this.quit = quit;
        this.factories = new EnumMap<>(factories);
        this.tasks = new TaskPanel(desk.tasks());
        this.palette = new CommandPalette(this::commands, this::closeOverlays);
        this.shortcuts = new ShortcutList(this::commands, this::closeOverlays);
        getStyleClass().add("window");
        setAccessibleText(ShellTexts.text("program"));
        frame.setLeft(new Rail(desk.screen(), this.factories.keySet()));
        frame.setTop(new VBox(new TopBar(desk, appearance, actions), notice));
        frame.setCenter(content);
        frame.setBottom(new StatusBar(desk));
        frame.setRight(tasks);
        content.setMinSize(0, 0);
        getChildren().addAll(frame, palette, shortcuts);
        closeOverlays();
        desk.screen().addListener((observed, before, now) -> show(now));
        addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
        });
        setOnDragDropped(event -> event.setDropCompleted(dropped(event.getDragboard())));
        widthProperty().addListener((observed, before, now) -> makeRoom(before.doubleValue(), now.doubleValue()));
        show(desk.screen().get());
    }

    /** In a narrow window the task panel gives way, and comes back when there is room again. */
    private void makeRoom(double before, double now) {
        double needed = ROOM_FOR_TASKS * appearance.zoom().get();
        if (now < needed && (before >= needed || before == 0) && tasksShown()) {
            showTasks(false);
            gaveWay = true;
        } else if (now >= needed && gaveWay) {
            gaveWay = false;
            showTasks(true);
        }
    }

    /** Says what was refused, in a line that stays until it is put away. */
    public void refuse(String message) {
        notice.refuse(message);
    }

    /** Says what was done. */
    public void inform(String message) {
        notice.inform(message);
    }

    /** Whether the task panel is open. */
    public boolean tasksShown() {
        return frame.getRight() != null;
    }

    /** Opens or closes the task panel. */
    public void showTasks(boolean show) {
        frame.setRight(show ? tasks : null);
    }

    /** Whether there is a screen of that name. */
    public boolean has(ScreenId id) {
        return factories.containsKey(id);
    }

    /** The screen of that name, built if it was not shown before. */
    public Screen screen(ScreenId id) {
        return screens.computeIfAbsent(id, missing -> factories.get(missing).get());
    }

    private void show(ScreenId id) {
        content.getChildren().setAll(screen(id).view());
    }

    private void keys(KeyEvent event) {
        if (palette.isVisible() || shortcuts.isVisible()) {
            if (event.getCode() == javafx.scene.input.KeyCode.ESCAPE) {
                closeOverlays();
                event.consume();
            }
            return;
        }
        for (Command command : commands()) {
            if (command.keys().isPresent()
                    && command.keys().get().match(event)
                    && command.enabled().getAsBoolean()) {
                command.action().run();
                event.consume();
                return;
            }
        }
    }

    private boolean dropped(Dragboard board) {
        List<File> files = board.getFiles();
        if (files == null || files.isEmpty()) {
            return false;
        }
        Path first = files.get(0).toPath();
        if (first.toString().endsWith(".onnx")) {
            actions.openModel(first.toString());
        } else {
            actions.openData(first.toString());
        }
        return true;
    }

    /** Everything that can be done now, of the frame and of the screen that is shown. */
    public List<Command> commands() {
        List<Command> all = new ArrayList<>(screen(desk.screen().get()).commands());
        String frameGroup = ShellTexts.text("group.window");
        for (ScreenId id : factories.keySet()) {
            all.add(Command.of(
                    ShellTexts.text("command.show", ShellTexts.text("screen." + id.key())),
                    frameGroup,
                    id.icon(),
                    Rail.shortcut(id),
                    () -> desk.screen().set(id)));
        }
        String file = ShellTexts.text("group.file");
        all.add(Command.of(ShellTexts.text("open.model"), file, "mdal-account_tree", "Ctrl+O", actions::openModel));
        all.add(Command.of(
                ShellTexts.text("open.dataFolder"), file, "mdmz-photo_library", "Ctrl+D", actions::openDataFolder));
        all.add(Command.of(
                ShellTexts.text("open.dataFile"),
                file,
                "mdal-insert_drive_file",
                "Ctrl+Shift+D",
                actions::openDataFile));
        all.add(Command.of(
                ShellTexts.text("open.workspace"), file, "mdal-folder_open", "Ctrl+Shift+O", actions::openWorkspace));
        all.add(Command.of(ShellTexts.text("quit"), file, "mdmz-power_settings_new", "Ctrl+Q", quit));
        all.add(Command.of(
                ShellTexts.text("command.search"), frameGroup, "mdmz-search", "Ctrl+K", actions::searchCommands));
        all.add(Command.of(
                ShellTexts.text("shortcuts.open"), frameGroup, "mdal-help_outline", "F1", actions::showShortcuts));
        all.add(Command.of(
                ShellTexts.text("tasks.toggle"), frameGroup, "mdmz-view_sidebar", "Ctrl+T", actions::toggleTasks));
        all.add(Command.of(
                ShellTexts.text("theme.toggle"), frameGroup, "mdal-brightness_4", "Ctrl+Shift+L", () -> appearance
                        .theme()
                        .set(appearance.theme().get().other())));
        all.add(Command.of(ShellTexts.text("zoom.in"), frameGroup, "mdmz-zoom_in", "Ctrl+Plus", appearance::zoomIn));
        all.add(Command.of(ShellTexts.text("zoom.in"), frameGroup, "mdmz-zoom_in", "Ctrl+Equals", appearance::zoomIn));
        all.add(Command.of(
                ShellTexts.text("zoom.out"), frameGroup, "mdmz-zoom_out", "Ctrl+Minus", appearance::zoomOut));
        all.add(Command.of(
                ShellTexts.text("zoom.reset"),
                frameGroup,
                "mdmz-youtube_searched_for",
                "Ctrl+0",
                appearance::zoomReset));
        return all;
    }

    private void closeOverlays() {
        palette.setVisible(false);
        shortcuts.setVisible(false);
        frame.setDisable(false);
    }

    /** What the frame itself can do. */
    private final class BarActions implements TopBar.Actions {

        @Override
        public void openWorkspace() {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(ShellTexts.text("open.workspace"));
            File folder = chooser.showDialog(getScene().getWindow());
            if (folder != null) {
                openWorkspace(folder.toString());
            }
        }

        @Override
        public void openWorkspace(String folder) {
            notice.putAway();
            desk.reopenWorkspace(Path.of(folder), () -> {}, notice::refuse);
        }

        @Override
        public void openModel() {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(ShellTexts.text("open.model"));
            chooser.getExtensionFilters()
                    .add(new FileChooser.ExtensionFilter(ShellTexts.text("open.modelFilter"), "*.onnx"));
            File file = chooser.showOpenDialog(getScene().getWindow());
            if (file != null) {
                openModel(file.toString());
            }
        }

        @Override
        public void openModel(String source) {
            notice.putAway();
            desk.openModel(source, () -> desk.screen().set(ScreenId.MODEL), notice::refuse);
        }

        @Override
        public void openDataFolder() {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(ShellTexts.text("open.dataFolder"));
            openChosen(chooser.showDialog(getScene().getWindow()));
        }

        @Override
        public void openDataFile() {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(ShellTexts.text("open.dataFile"));
            chooser.getExtensionFilters()
                    .addAll(
                            new FileChooser.ExtensionFilter(
                                    ShellTexts.text("open.dataFile.known"),
                                    DataSources.fileEndings().stream()
                                            .map("*"::concat)
                                            .toList()),
                            new FileChooser.ExtensionFilter(ShellTexts.text("open.dataFile.all"), "*.*"));
            openChosen(chooser.showOpenDialog(getScene().getWindow()));
        }

        private void openChosen(File chosen) {
            if (chosen != null) {
                openData(chosen.toString());
            }
        }

        @Override
        public void openData(String source) {
            notice.putAway();
            desk.openData(OpenData.options(source), () -> desk.screen().set(ScreenId.DATA), notice::refuse);
        }

        @Override
        public void searchCommands() {
            palette.setVisible(true);
            palette.begin();
        }

        @Override
        public void showShortcuts() {
            shortcuts.setVisible(true);
            shortcuts.begin();
        }

        @Override
        public void toggleTasks() {
            showTasks(!tasksShown());
        }
    }
}
