package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.compare.MeasureRow;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.common.Controls;

/** All measures of all runs, each with its interval and its difference to the reference. */
final class MeasureTable extends TableView<MeasureRow> {

    MeasureTable() {
        setId("measures");
        setAccessibleText(CompareTexts.text("measures"));
        getSelectionModel().setCellSelectionEnabled(true);
        getStyleClass().add("run-table");
        RunColumns.fit(this, 150);
    }

    void show(Lineup lineup) {
        TableColumn<MeasureRow, Measure> name = new TableColumn<>(CompareTexts.text("measure"));
        name.setCellValueFactory(
                cell -> new ReadOnlyObjectWrapper<>(cell.getValue().measure()));
        name.setCellFactory(column -> new NameCell());
        name.setPrefWidth(224);
        name.setSortable(false);
        getColumns().setAll(List.of(name));
        for (int i = 0; i < lineup.runs().size(); i++) {
            getColumns().add(column(lineup, i));
        }
        getItems()
                .setAll(
                        lineup.runs().isEmpty()
                                ? List.of()
                                : lineup.comparison().measures());
    }

    private static TableColumn<MeasureRow, MeasureRow> column(Lineup lineup, int index) {
        TableColumn<MeasureRow, MeasureRow> column = RunColumns.column(lineup, index);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(ignored -> new ValueCell(index));
        return column;
    }

    /** How a run stands to the reference, in a few words; empty for the reference itself. */
    static String difference(MeasureRow row, int run) {
        if (run == 0 || row.difference(run).isEmpty()) {
            return "";
        }
        double difference = row.difference(run).getAsDouble();
        if (difference == 0) {
            return CompareTexts.text("same");
        }
        return switch (row.measure()) {
            case ACCURACY, TEST_ACCURACY, AGREEMENT ->
                CompareTexts.text(
                        "points",
                        String.format(Locale.ROOT, "%+.2f", 100 * difference).replace('-', '−'));
            case LOSS, TEST_LOSS ->
                String.format(Locale.ROOT, "%+.4f", difference).replace('-', '−');
            default ->
                row.ratio(run).isPresent() ? times(row.measure(), row.ratio(run).getAsDouble()) : "";
        };
    }

    private static String times(Measure measure, double ratio) {
        boolean less = ratio < 1;
        double factor = less ? 1 / ratio : ratio;
        String number = String.format(Locale.ROOT, factor < 9.995 ? "%.2f" : "%.1f", factor);
        String what =
                switch (measure) {
                    case LATENCY -> less ? "times.faster" : "times.slower";
                    case PACKED_SIZE, FILE_SIZE -> less ? "times.smaller" : "times.larger";
                    default -> less ? "times.fewer" : "times.more";
                };
        return CompareTexts.text(what, number);
    }

    /** The measure, and which way is better. */
    private static final class NameCell extends TableCell<MeasureRow, Measure> {

        @Override
        protected void updateItem(Measure measure, boolean none) {
            super.updateItem(measure, none);
            setText(null);
            if (none || measure == null) {
                setGraphic(null);
                return;
            }
            boolean more = measure.direction() == org.bitscale.eval.Direction.MAXIMISE;
            VBox content = new VBox(
                    Controls.label(MeasureAxis.name(measure)),
                    Controls.label(
                            CompareTexts.text(more ? "more.better" : "less.better"), "caption", Styles.TEXT_MUTED));
            setGraphic(content);
            setAccessibleText(MeasureAxis.name(measure));
        }
    }

    /** A value, its interval, and how it stands to the reference. */
    private static final class ValueCell extends TableCell<MeasureRow, MeasureRow> {

        private final int run;

        ValueCell(int run) {
            this.run = run;
        }

        @Override
        protected void updateItem(MeasureRow row, boolean none) {
            super.updateItem(row, none);
            setText(null);
            if (none || row == null) {
                setGraphic(null);
                return;
            }
            Optional<Metric> metric = row.values().get(run);
            AxisUnit unit = MeasureAxis.of(row.measure()).unit();
            Label value = Controls.label(metric.map(m -> unit.format(m.value())).orElse("–"));
            String between = metric.flatMap(Metric::interval)
                    .map(interval ->
                            CompareTexts.text("interval", unit.format(interval.low()), unit.format(interval.high())))
                    .orElse("");
            Label interval = Controls.label(between, "caption", Styles.TEXT_MUTED);
            Label change = Controls.label(difference(row, run), "caption");
            switch (row.standing(run)) {
                case BETTER -> change.getStyleClass().add("better");
                case WORSE -> change.getStyleClass().add("worse");
                default -> change.getStyleClass().add(Styles.TEXT_MUTED);
            }
            VBox content =
                    between.isEmpty() ? new VBox(value, change) : new VBox(Controls.row(value, change), interval);
            content.setAlignment(Pos.CENTER_LEFT);
            setGraphic(content);
            setAccessibleText(String.join(", ", value.getText(), between, change.getText()));
        }
    }
}
