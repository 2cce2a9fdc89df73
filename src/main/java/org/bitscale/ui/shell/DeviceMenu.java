package org.bitscale.ui.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import org.bitscale.engine.EngineSettings;
import org.bitscale.ui.desk.Computing;
import org.bitscale.ui.desk.Desk;

/** What experiments are computed with, at the end of the top line. */
final class DeviceMenu {

    private DeviceMenu() {}

    static MenuButton of(Desk desk) {
        int processors = Runtime.getRuntime().availableProcessors();
        MenuButton crumb = TopBar.crumb(
                "crumb-device",
                "mdmz-memory",
                ShellTexts.text("device"),
                Bindings.createStringBinding(() -> text(desk.computing().get(), processors), desk.computing()));
        crumb.setMinWidth(Region.USE_PREF_SIZE);
        crumb.setOnShowing(event -> {
            Computing now = desk.computing().get();
            ToggleGroup devices = new ToggleGroup();
            List<MenuItem> items = new ArrayList<>();
            for (EngineSettings.Device device : EngineSettings.Device.values()) {
                items.add(choice(
                        ShellTexts.text("device." + device.name()),
                        devices,
                        device == now.device(),
                        () -> desk.computing().set(now.on(device))));
            }
            items.add(new SeparatorMenuItem());
            items.add(numbers("workers", processors, now.workers(), chosen -> desk.computing()
                    .set(now.withWorkers(chosen))));
            items.add(numbers("threads", processors, now.threads(), chosen -> desk.computing()
                    .set(now.withThreads(chosen))));
            crumb.getItems().setAll(items);
        });
        crumb.getItems().add(new MenuItem()); // an empty menu would not open
        return crumb;
    }

    private static Menu numbers(String key, int most, OptionalInt now, Consumer<OptionalInt> choose) {
        ToggleGroup group = new ToggleGroup();
        Menu menu = new Menu(ShellTexts.text("device." + key));
        menu.setMnemonicParsing(false);
        menu.getItems()
                .add(choice(
                        ShellTexts.text("device." + key + ".automatic"),
                        group,
                        now.isEmpty(),
                        () -> choose.accept(OptionalInt.empty())));
        for (int number = 1; number <= most; number++) {
            OptionalInt chosen = OptionalInt.of(number);
            menu.getItems()
                    .add(choice(Integer.toString(number), group, now.equals(chosen), () -> choose.accept(chosen)));
        }
        return menu;
    }

    private static RadioMenuItem choice(String text, ToggleGroup group, boolean chosen, Runnable action) {
        RadioMenuItem item = new RadioMenuItem(text);
        item.setMnemonicParsing(false);
        item.setToggleGroup(group);
        item.setSelected(chosen);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static String text(Computing computing, int processors) {
        if (computing.device() != EngineSettings.Device.CPU) {
            return ShellTexts.text("device." + computing.device().name());
        }
        return ShellTexts.text(processors == 1 ? "device.one" : "device.many", Integer.toString(processors));
    }
}
