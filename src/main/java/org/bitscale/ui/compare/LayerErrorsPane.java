package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.compare.LayerErrorRow;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.ValueBar;

/** How far each run's layers are from the float network. */
final class LayerErrorsPane extends VBox {

    private static final double FULL_SCALE = 60;

    private final CompareViewModel model;
    private final WaitingBar waiting;
    private final TableView<LayerErrorRow> table = new TableView<>();

    LayerErrorsPane(CompareViewModel model) {
        this.model = model;
        this.waiting = new WaitingBar(model, ComparedAnswers.Topic.ERRORS);
        getStyleClass().addAll("column", "tab-content");
        table.setId("layer-errors");
        table.setAccessibleText(CompareTexts.text("part.layers"));
        table.getStyleClass().addAll(Styles.DENSE, "run-table");
        RunColumns.fit(table, 165);
        table.getSelectionModel().setCellSelectionEnabled(true);
        table.setPlaceholder(Controls.label(CompareTexts.text("layers.none"), Styles.TEXT_MUTED));
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren()
                .addAll(
                        Controls.paragraph(CompareTexts.text("layers.text"), "caption", Styles.TEXT_MUTED),
                        waiting,
                        table);
    }

    void show() {
        Lineup lineup = model.lineup().get();
        if (!lineup.isComplete()) {
            return;
        }
        waiting.show((int)
                lineup.runs().stream().filter(run -> !Lineup.isBaseline(run)).count());
        TableColumn<LayerErrorRow, String> name = new TableColumn<>(CompareTexts.text("layers.name"));
        name.setCellValueFactory(
                cell -> new ReadOnlyObjectWrapper<>(cell.getValue().layer()));
        name.setPrefWidth(200);
        name.setSortable(false);
        table.getColumns().setAll(List.of(name));
        for (int i = 0; i < lineup.runs().size(); i++) {
            if (Lineup.isBaseline(lineup.runs().get(i))) {
                continue;
            }
            int run = i;
            TableColumn<LayerErrorRow, OptionalDouble> column = RunColumns.column(lineup, i);
            column.setCellValueFactory(
                    cell -> new ReadOnlyObjectWrapper<>(cell.getValue().sqnr().get(run)));
            column.setComparator(Comparator.comparingDouble(sqnr -> sqnr.orElse(Double.NEGATIVE_INFINITY)));
            column.setCellFactory(ignored -> new ErrorCell(run));
            table.getColumns().add(column);
        }
        table.getItems().setAll(model.answers().errors());
    }

    /** Decibels with a bar: the longer, the closer to float. */
    private static final class ErrorCell extends TableCell<LayerErrorRow, OptionalDouble> {

        private final int run;

        ErrorCell(int run) {
            this.run = run;
        }

        @Override
        protected void updateItem(OptionalDouble sqnr, boolean none) {
            super.updateItem(sqnr, none);
            setText(null);
            if (none || sqnr == null || sqnr.isEmpty()) {
                setGraphic(null);
                return;
            }
            double value = sqnr.getAsDouble();
            String text = Double.isInfinite(value)
                    ? CompareTexts.text(value > 0 ? "layers.equal" : "layers.lost")
                    : String.format(Locale.ROOT, "%.1f dB", value).replace('-', '−');
            setGraphic(Controls.row(
                    new ValueBar(Math.max(0, Math.min(1, value / FULL_SCALE)), run),
                    Controls.label(text, "bar-number")));
            setAccessibleText(text);
        }
    }
}
