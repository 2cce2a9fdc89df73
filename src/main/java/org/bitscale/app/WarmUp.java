package org.bitscale.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.StackPane;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;

/**
 * Meets each kind of control once while nobody waits. The first of a kind costs the JavaFX thread up to 0.1 s: its classes
 * are loaded and its styles resolved by code that is not compiled yet. A screen that shows several kinds for the first
 * time would hold the window for the sum of that.
 */
final class WarmUp {

    private static final Duration BEFORE = Duration.ofMillis(300);
    private static final Duration BETWEEN = Duration.ofMillis(25);
    private static final double WIDTH = 600;
    private static final double HEIGHT = 400;

    private final Background background;
    private final Failures failures;
    private final Scene scene = new Scene(new StackPane(), WIDTH, HEIGHT);
    private final Deque<Supplier<Parent>> kinds = new ArrayDeque<>(List.of(
            TextArea::new,
            ComboBox::new,
            () -> new Spinner<Integer>(1, 2, 1),
            MenuButton::new,
            CheckBox::new,
            ToggleButton::new,
            Slider::new,
            SplitPane::new,
            () -> new TabPane(new Tab()),
            ListView::new,
            WarmUp::table));

    /**
     * @param styleSheets of the window
     * @param background begins one kind after the other
     * @param failures takes what nobody expected
     */
    WarmUp(List<String> styleSheets, Background background, Failures failures) {
        this.background = background;
        this.failures = failures;
        scene.getStylesheets().setAll(styleSheets);
    }

    /** Begins, after the frame that is being drawn. */
    void begin() {
        background.after(BEFORE, this::next);
        background.run(
                () -> ExperimentFile.write(ExperimentFile.parse(SampleModels.text("quickstart.yaml"), "quickstart")),
                text -> {},
                failures.refusals(refused -> {}));
    }

    private void next() {
        if (kinds.isEmpty()) {
            return;
        }
        StackPane root = new StackPane(kinds.pop().get());
        scene.setRoot(root);
        root.applyCss();
        root.layout();
        background.after(BETWEEN, this::next);
    }

    private static TableView<String> table() {
        TableView<String> table = new TableView<>();
        table.getColumns().add(new TableColumn<>());
        table.getItems().add("");
        return table;
    }
}
