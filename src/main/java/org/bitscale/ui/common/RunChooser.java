package org.bitscale.ui.common;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.PopupControl;
import javafx.scene.control.Skin;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.RunRow;

/** A list of runs below a button, found by a part of what is known of them. */
public final class RunChooser {

    private final BiConsumer<String, Consumer<List<RunRow>>> search;
    private final Predicate<RunRow> taken;
    private final Consumer<RunRow> chosen;
    private final TextField query = new TextField();
    private final ObservableList<RunRow> found = FXCollections.observableArrayList();
    private final ListView<RunRow> list = new ListView<>(found);
    private final PopupControl popup = new PopupControl();
    private final VBox box;

    /**
     * @param prompt says what can be typed
     * @param nothing stands where no run is found
     * @param search finds runs with a text
     * @param taken runs that are chosen already and only shown
     * @param chosen takes the run that is chosen
     */
    public RunChooser(
            String prompt,
            String nothing,
            BiConsumer<String, Consumer<List<RunRow>>> search,
            Predicate<RunRow> taken,
            Consumer<RunRow> chosen) {
        this.search = search;
        this.taken = taken;
        this.chosen = chosen;
        query.setId("run-query");
        query.setPromptText(prompt);
        query.setAccessibleText(prompt);
        query.textProperty().addListener((observed, before, now) -> find());
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        list.setId("run-list");
        list.setAccessibleText(prompt);
        list.setPlaceholder(Controls.label(nothing, Styles.TEXT_MUTED));
        list.setCellFactory(view -> new RunCell());
        list.setOnMouseClicked(event -> choose());
        box = new VBox(query, list);
        box.getStyleClass().addAll("palette", "run-chooser");
        popup.setAutoHide(true);
        popup.setHideOnEscape(true);
        popup.setSkin(new Skin<PopupControl>() {
            @Override
            public PopupControl getSkinnable() {
                return popup;
            }

            @Override
            public Node getNode() {
                return box;
            }

            @Override
            public void dispose() {}
        });
    }

    /** Opens it below a node. */
    public void show(Region below) {
        query.clear();
        find();
        Bounds place = below.localToScreen(below.getBoundsInLocal());
        // A popup has a scene of its own, which knows nothing of this window's style.
        popup.getScene().getStylesheets().setAll(below.getScene().getStylesheets());
        popup.show(below, place.getMinX(), place.getMaxY() + 4);
        query.requestFocus();
    }

    private void find() {
        String text = query.getText();
        search.accept(text, rows -> {
            if (text.equals(query.getText())) {
                found.setAll(rows);
                list.getSelectionModel()
                        .select(rows.stream().filter(taken.negate()).findFirst().orElse(null));
            }
        });
    }

    private void keys(KeyEvent event) {
        int selected = list.getSelectionModel().getSelectedIndex();
        if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP) {
            int step = event.getCode() == KeyCode.DOWN ? 1 : -1;
            int next = Math.max(0, Math.min(found.size() - 1, selected + step));
            list.getSelectionModel().select(next);
            list.scrollTo(next);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            choose();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            popup.hide();
            event.consume();
        }
    }

    private void choose() {
        RunRow row = list.getSelectionModel().getSelectedItem();
        if (row != null && !taken.test(row)) {
            popup.hide();
            chosen.accept(row);
        }
    }

    /** A figure of a run, with its unit; a dash where it is not known. */
    public static String figure(RunRow row, Measure measure) {
        Metric metric = row.metrics().get(measure);
        return metric == null ? "–" : MeasureAxis.of(measure).unit().format(metric.value());
    }

    /** Label, seed and experiment, then the figures that one chooses by. */
    private final class RunCell extends ListCell<RunRow> {

        @Override
        protected void updateItem(RunRow row, boolean none) {
            super.updateItem(row, none);
            setText(null);
            if (none || row == null) {
                setGraphic(null);
                return;
            }
            Label label = Controls.label(row.label(), Styles.TEXT_BOLD);
            Label where = Controls.label(row.experiment() + " · " + row.id(), "caption", Styles.TEXT_MUTED);
            VBox name = new VBox(label, where);
            Label accuracy = Controls.label(figure(row, Measure.ACCURACY));
            Label size = Controls.label(figure(row, Measure.PACKED_SIZE), "caption", Styles.TEXT_MUTED);
            VBox figures = new VBox(accuracy, size);
            figures.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
            HBox content = Controls.row(name, Controls.spacer(), figures);
            content.setDisable(taken.test(row));
            setGraphic(content);
            setAccessibleText(
                    row.label() + ", " + row.experiment() + ", " + accuracy.getText() + ", " + size.getText());
        }
    }
}
