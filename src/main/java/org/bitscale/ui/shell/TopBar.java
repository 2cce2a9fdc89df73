package org.bitscale.ui.shell;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.bitscale.experiment.SampleModels;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.common.Theme;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.OpenModel;

/** Workspace, network, data and device in one line; command search, theme and help beside it. */
final class TopBar extends HBox {

    /** Below this width, at natural size, what is less needed gives way. */
    private static final double NARROW = 1180;

    private final Desk desk;

    /** What can be opened from the line. */
    interface Actions {
        void openWorkspace();

        void openWorkspace(String folder);

        void openModel();

        void openModel(String source);

        void openDataFolder();

        void openDataFile();

        void openData(String source);

        void searchCommands();

        void showShortcuts();

        void toggleTasks();
    }

    TopBar(Desk desk, Appearance appearance, Actions actions) {
        this.desk = desk;
        getStyleClass().add("top-bar");
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        setAccessibleText(ShellTexts.text("top"));
        Label logo = Controls.label(ShellTexts.text("program"), "logo");
        logo.setMinWidth(Region.USE_PREF_SIZE);
        Node beforeDevice = chevron();
        Node device = DeviceMenu.of(desk);
        Button search = search(actions);
        widthProperty().addListener((observed, before, now) -> {
            boolean narrow = now.doubleValue() < NARROW * appearance.zoom().get();
            search.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
            for (Node node : List.of(beforeDevice, device)) {
                node.setVisible(!narrow);
                node.setManaged(!narrow);
            }
        });
        getChildren()
                .addAll(
                        logo,
                        workspaceCrumb(actions),
                        chevron(),
                        modelCrumb(actions),
                        chevron(),
                        dataCrumb(actions),
                        beforeDevice,
                        device,
                        Controls.spacer(),
                        search,
                        themeButton(appearance),
                        Controls.iconButton(ShellTexts.text("tasks.toggle"), "mdmz-view_sidebar", actions::toggleTasks),
                        Controls.iconButton(
                                ShellTexts.text("shortcuts.open"), "mdal-help_outline", actions::showShortcuts));
    }

    private static Node chevron() {
        var icon = Icons.of("mdal-chevron_right");
        icon.getStyleClass().add("chevron");
        return icon;
    }

    private MenuButton workspaceCrumb(Actions actions) {
        MenuButton crumb = crumb(
                "crumb-workspace",
                "mdal-folder_open",
                ShellTexts.text("crumb.workspace"),
                text(desk.workspace(), open -> open.folder().getFileName().toString(), "crumb.noWorkspace"));
        crumb.setOnShowing(event -> {
            crumb.getItems()
                    .setAll(item(ShellTexts.text("open.workspace"), "mdal-folder_open", actions::openWorkspace));
            List<String> recent = desk.recent().get().workspaces();
            recent(crumb, recent, actions::openWorkspace);
        });
        crumb.getItems().add(new MenuItem()); // an empty menu would not open
        return crumb;
    }

    private MenuButton modelCrumb(Actions actions) {
        MenuButton crumb = crumb(
                "crumb-model",
                "mdal-account_tree",
                ShellTexts.text("crumb.model"),
                text(desk.model(), OpenModel::name, "crumb.noModel"));
        crumb.setOnShowing(event -> {
            crumb.getItems().setAll(item(ShellTexts.text("open.model"), "mdal-folder_open", actions::openModel));
            SampleModels.NAMES.forEach(sample -> crumb.getItems()
                    .add(item(
                            ShellTexts.text("open.sampleModel", SampleModels.shortName(sample)),
                            "mdmz-school",
                            () -> actions.openModel(sample))));
            recent(crumb, desk.recent().get().models(), actions::openModel);
        });
        crumb.getItems().add(new MenuItem());
        return crumb;
    }

    private MenuButton dataCrumb(Actions actions) {
        MenuButton crumb = crumb(
                "crumb-data",
                "mdmz-photo_library",
                ShellTexts.text("crumb.data"),
                text(desk.data(), OpenData::name, "crumb.noData"));
        crumb.getItems()
                .addAll(
                        item(ShellTexts.text("open.dataFolder"), "mdal-folder_open", actions::openDataFolder),
                        item(ShellTexts.text("open.dataFile"), "mdal-insert_drive_file", actions::openDataFile),
                        item(
                                ShellTexts.text("open.sampleData"),
                                "mdmz-school",
                                () -> actions.openData("sample:shapes")));
        return crumb;
    }

    private static void recent(MenuButton crumb, List<String> recent, java.util.function.Consumer<String> open) {
        if (!recent.isEmpty()) {
            crumb.getItems().add(new SeparatorMenuItem());
            recent.forEach(name -> crumb.getItems().add(item(name, "mdal-history", () -> open.accept(name))));
        }
    }

    private static MenuItem item(String text, String icon, Runnable action) {
        MenuItem item = new MenuItem(text, Icons.of(icon));
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static <T> StringBinding text(
            ObservableValue<Optional<T>> value, java.util.function.Function<T, String> name, String none) {
        return Bindings.createStringBinding(() -> value.getValue().map(name).orElse(ShellTexts.text(none)), value);
    }

    /** A part of the line that opens a menu. */
    static MenuButton crumb(String id, String icon, String name, StringBinding text) {
        MenuButton crumb = new MenuButton("", Icons.of(icon));
        crumb.setId(id);
        crumb.textProperty().bind(text);
        crumb.setMnemonicParsing(false);
        crumb.accessibleTextProperty().bind(Bindings.concat(name, ": ", text));
        crumb.getStyleClass().add("crumb");
        crumb.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        crumb.setMinWidth(60);
        return crumb;
    }

    private static Button search(Actions actions) {
        Button search = Controls.button(ShellTexts.text("search"), "mdmz-search", actions::searchCommands);
        search.setId("command-search");
        search.getStyleClass().add("search");
        search.setTooltip(new Tooltip(ShellTexts.text("search")));
        return search;
    }

    private static Button themeButton(Appearance appearance) {
        Button button = Controls.iconButton(ShellTexts.text("theme.toggle"), "mdal-brightness_4", () -> appearance
                .theme()
                .set(appearance.theme().get().other()));
        button.setId("theme");
        appearance
                .theme()
                .addListener((observed, before, now) ->
                        button.setGraphic(Icons.of(now == Theme.DARK ? "mdal-brightness_7" : "mdal-brightness_4")));
        return button;
    }
}
