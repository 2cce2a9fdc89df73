package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.compare.PlanRow;
import org.bitscale.ui.common.Controls;

/** Recipes and bits side by side; what is not as in the reference is marked. */
final class PlanDifferences extends VBox {

    private final ObservableList<PlanRow> rows = FXCollections.observableArrayList();
    private final FilteredList<PlanRow> filtered = new FilteredList<>(rows);
    private final TableView<PlanRow> table = new TableView<>(filtered);
    private final CheckBox onlyDifferent = new CheckBox(CompareTexts.text("plans.onlyDifferent"));
    private final Label count = Controls.label("", Styles.TEXT_MUTED);

    PlanDifferences() {
        getStyleClass().add("column");
        table.setId("plans");
        table.setAccessibleText(CompareTexts.text("plans"));
        table.getStyleClass().addAll(Styles.DENSE, "run-table");
        RunColumns.fit(table, 145);
        table.getSelectionModel().setCellSelectionEnabled(true);
        table.setPlaceholder(Controls.label(CompareTexts.text("plans.same"), Styles.TEXT_MUTED));
        onlyDifferent.setId("only-different");
        onlyDifferent.setAccessibleText(onlyDifferent.getText());
        onlyDifferent.selectedProperty().addListener((observed, before, now) -> filter());
        getChildren().addAll(Controls.row(onlyDifferent, Controls.spacer(), count), table);
        VBox.setVgrow(table, Priority.ALWAYS);
    }

    /** Shows only what differs, or everything. */
    void toggle() {
        onlyDifferent.setSelected(!onlyDifferent.isSelected());
    }

    void show(Lineup lineup) {
        TableColumn<PlanRow, String> name = column("name", 180, PlanDifferences::name);
        TableColumn<PlanRow, String> kind = column("kind", 90, PlanDifferences::kind);
        table.getColumns().setAll(List.of(name, kind));
        for (int i = 0; i < lineup.runs().size(); i++) {
            int run = i;
            TableColumn<PlanRow, PlanRow> column = RunColumns.column(lineup, i);
            column.setSortable(false);
            column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
            column.setCellFactory(ignored -> new ValueCell(run));
            table.getColumns().add(column);
        }
        rows.setAll(lineup.runs().isEmpty() ? List.of() : lineup.comparison().plans());
        count.setText(
                lineup.runs().isEmpty()
                        ? ""
                        : CompareTexts.text(
                                "plans.count",
                                Lineup.letter(lineup.comparison().planBase()),
                                Long.toString(
                                        rows.stream().filter(PlanRow::differs).count()),
                                Integer.toString(rows.size())));
        filter();
    }

    private void filter() {
        filtered.setPredicate(onlyDifferent.isSelected() ? PlanRow::differs : row -> true);
    }

    private static TableColumn<PlanRow, String> column(
            String key, double width, java.util.function.Function<PlanRow, String> value) {
        TableColumn<PlanRow, String> column = new TableColumn<>(CompareTexts.text("plans." + key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        return column;
    }

    private static String name(PlanRow row) {
        return row.kind() == PlanRow.Kind.LAYER ? row.name() : CompareTexts.text("setting." + row.name());
    }

    private static String kind(PlanRow row) {
        return row.kind() == PlanRow.Kind.LAYER ? row.operator() : CompareTexts.text("plans.recipe");
    }

    /** A value; with a sign before it where it is not the reference's. */
    private static final class ValueCell extends TableCell<PlanRow, PlanRow> {

        private final int run;

        ValueCell(int run) {
            this.run = run;
        }

        @Override
        protected void updateItem(PlanRow row, boolean none) {
            super.updateItem(row, none);
            getStyleClass().remove("differs");
            setText(null);
            if (none || row == null) {
                return;
            }
            Optional<String> value = row.values().get(run);
            String text = value.orElse("–");
            setText(row.differs(run) ? "≠  " + text : text);
            setAccessibleText(row.differs(run) ? CompareTexts.text("plans.differs", text) : text);
            if (row.differs(run)) {
                getStyleClass().add("differs");
            }
        }
    }
}
