package org.bitscale.ui.plan;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;
import org.bitscale.ui.common.Icons;

/** The menus of plans: one to begin with, one to compare with. */
final class PresetsMenu {

    private final PlanViewModel model;
    private final PresetsModel presets;
    private final Runnable askName;
    private final MenuButton begin = button("presets", "mdal-bookmarks");
    private final MenuButton compare = button("compareWith", "mdal-compare_arrows");

    /**
     * @param model takes the plan that is chosen
     * @param presets what there is to choose
     * @param askName asks under which name the plan shall be kept
     */
    PresetsMenu(PlanViewModel model, PresetsModel presets, Runnable askName) {
        this.model = model;
        this.presets = presets;
        this.askName = askName;
        presets.names().addListener((observed, before, now) -> fill());
        model.other().addListener((observed, before, now) -> fill());
        fill();
    }

    private static MenuButton button(String key, String icon) {
        MenuButton menu = new MenuButton(PlanTexts.text(key), Icons.of(icon));
        menu.setId(key);
        menu.setAccessibleText(PlanTexts.text(key));
        menu.setMinWidth(Region.USE_PREF_SIZE);
        return menu;
    }

    MenuButton begin() {
        return begin;
    }

    MenuButton compare() {
        return compare;
    }

    private void fill() {
        List<MenuItem> first = new ArrayList<>();
        PresetsModel.uniform().forEach(preset -> first.add(item(preset.name(), () -> model.use(preset.plan()))));
        first.add(item(PlanTexts.text("mixed"), model::useMixed));
        addSaved(first, model::take);
        first.add(new SeparatorMenuItem());
        first.add(item(PlanTexts.text("preset.save"), askName));
        if (!presets.names().get().isEmpty()) {
            Menu delete = new Menu(PlanTexts.text("preset.delete"));
            presets.names().get().forEach(name -> delete.getItems().add(item(name, () -> presets.delete(name))));
            first.add(delete);
        }
        first.add(item(PlanTexts.text("file.open"), () -> openFile(model::take)));
        first.add(item(PlanTexts.text("file.save"), this::saveFile));
        begin.getItems().setAll(first);

        List<MenuItem> second = new ArrayList<>();
        second.add(item(PlanTexts.text("compare.now"), this::compareWithNow));
        second.add(new SeparatorMenuItem());
        PresetsModel.uniform().forEach(preset -> second.add(item(preset.name(), () -> model.compareWith(preset))));
        addSaved(second, model::compareWith);
        second.add(new SeparatorMenuItem());
        second.add(item(PlanTexts.text("file.open"), () -> openFile(model::compareWith)));
        if (model.other().get().isPresent()) {
            second.add(item(PlanTexts.text("compare.nothing"), model::compareWithNothing));
        }
        compare.getItems().setAll(second);
    }

    void compareWithNow() {
        model.compareWith(new NamedPlan(
                PlanTexts.text("compare.now.name"), model.plan().value().get()));
    }

    private void addSaved(List<MenuItem> items, Consumer<NamedPlan> action) {
        if (!presets.names().get().isEmpty()) {
            items.add(new SeparatorMenuItem());
            presets.names().get().forEach(name -> items.add(item(name, () -> presets.read(name, action))));
        }
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    void openFile(Consumer<NamedPlan> action) {
        Optional.ofNullable(chooser().showOpenDialog(begin.getScene().getWindow()))
                .map(File::toPath)
                .ifPresent(file -> presets.read(file, action));
    }

    void saveFile() {
        FileChooser dialog = chooser();
        dialog.setInitialFileName("plan.yaml");
        Optional.ofNullable(dialog.showSaveDialog(begin.getScene().getWindow()))
                .map(File::toPath)
                .map(PresetsMenu::withEnding)
                .ifPresent(presets::write);
    }

    private static Path withEnding(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".") ? file : file.resolveSibling(name + ".yaml");
    }

    private static FileChooser chooser() {
        FileChooser dialog = new FileChooser();
        dialog.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(PlanTexts.text("file.kind"), "*.yaml", "*.yml", "*.json"));
        return dialog;
    }
}
