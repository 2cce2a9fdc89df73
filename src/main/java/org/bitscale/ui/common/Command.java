package org.bitscale.ui.common;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCombination;

/**
 * Something that can be done by name or by keys.
 *
 * @param title what it does, as a person would say it
 * @param group where it belongs, such as the screen
 * @param icon name of its icon
 * @param keys its shortcut
 * @param enabled whether it can be done now
 * @param action does it
 */
public record Command(
        String title,
        String group,
        String icon,
        Optional<KeyCombination> keys,
        BooleanSupplier enabled,
        Runnable action) {

    /** Always possible, without a shortcut. */
    public static Command of(String title, String group, String icon, Runnable action) {
        return new Command(title, group, icon, Optional.empty(), () -> true, action);
    }

    /** Always possible. */
    public static Command of(String title, String group, String icon, String keys, Runnable action) {
        return new Command(title, group, icon, Optional.of(KeyCombination.valueOf(keys)), () -> true, action);
    }

    /** The same, only while {@code enabled} says so. */
    public Command when(BooleanSupplier possible) {
        return new Command(title, group, icon, keys, possible, action);
    }
}
