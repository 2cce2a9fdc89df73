package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.compare.PredictionComparison;
import org.bitscale.ui.common.Controls;

/** The accuracy in each class, run by run; a click on a run's header sorts by it. */
final class ClassTable extends TableView<ClassTable.Row> {

    private static final double ROW = 30;
    private static final double HEADER = 38;
    private static final double SCROLL_BAR = 16;
    private static final double SECOND_LINE = 14;
    /** Columns that usually fit without a scroll bar. */
    private static final int FEW = 5;

    private static final int MOST_ROWS = 12;

    /** A class: its accuracy by run. */
    record Row(String name, List<Optional<Accuracy>> accuracies) {}

    ClassTable() {
        setId("class-accuracy");
        setAccessibleText(CompareTexts.text("classes"));
        getStyleClass().addAll(Styles.DENSE, "run-table");
        RunColumns.fit(this, 165);
        getSelectionModel().setCellSelectionEnabled(true);
        setFixedCellSize(ROW);
    }

    /** Shows what is known, and gives back where the scale begins. */
    double show(Lineup lineup, List<Optional<FilePredictions>> predictions) {
        List<Row> rows = rows(predictions);
        double floor = floor(rows);
        TableColumn<Row, String> name = new TableColumn<>(CompareTexts.text("class"));
        name.setCellValueFactory(
                cell -> new ReadOnlyObjectWrapper<>(cell.getValue().name()));
        name.setPrefWidth(110);
        getColumns().setAll(List.of(name));
        for (int i = 0; i < lineup.runs().size(); i++) {
            int run = i;
            TableColumn<Row, Optional<Accuracy>> column = RunColumns.column(lineup, i);
            column.setCellValueFactory(cell ->
                    new ReadOnlyObjectWrapper<>(cell.getValue().accuracies().get(run)));
            column.setComparator(Comparator.comparingDouble(
                    accuracy -> accuracy.map(Accuracy::value).orElse(-1.0)));
            column.setCellFactory(ignored -> new AccuracyCell(run, floor));
            getColumns().add(column);
        }
        getItems().setAll(rows);
        double height = HEADER
                + ROW * Math.min(MOST_ROWS, Math.max(3, rows.size()))
                + (getColumns().size() > FEW ? SCROLL_BAR : 0)
                + (seeds(lineup) ? SECOND_LINE : 0);
        setPrefHeight(height);
        setMinHeight(height);
        return floor;
    }

    private static boolean seeds(Lineup lineup) {
        return IntStream.range(0, lineup.runs().size())
                .anyMatch(run -> lineup.name(run).contains(","));
    }

    /** The tens below every interval. */
    private static double floor(List<Row> rows) {
        double lowest = rows.stream()
                .flatMap(row -> row.accuracies().stream())
                .flatMap(Optional::stream)
                .mapToDouble(accuracy -> accuracy.interval().low())
                .min()
                .orElse(0);
        return Math.min(0.9, Math.floor(10 * lowest) / 10);
    }

    private static List<Row> rows(List<Optional<FilePredictions>> predictions) {
        Optional<FilePredictions> any =
                predictions.stream().flatMap(Optional::stream).findFirst();
        if (any.isEmpty()) {
            return List.of();
        }
        List<List<Optional<Accuracy>>> byRun = predictions.stream()
                .map(found -> found.map(PredictionComparison::byClass).orElse(List.of()))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (int c = 0; c < any.get().classes().size(); c++) {
            int label = c;
            rows.add(new Row(
                    any.get().classes().get(c),
                    byRun.stream()
                            .map(run -> label < run.size() ? run.get(label) : Optional.<Accuracy>empty())
                            .toList()));
        }
        return rows;
    }

    /** Numbers stay whole; the scale takes what room is left. */
    private static Label fixed(Label label) {
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    /** Such as {@code 93.1 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A bar, the number and its interval. */
    private static final class AccuracyCell extends TableCell<Row, Optional<Accuracy>> {

        private final int run;
        private final double floor;

        AccuracyCell(int run, double floor) {
            this.run = run;
            this.floor = floor;
        }

        @Override
        protected void updateItem(Optional<Accuracy> accuracy, boolean none) {
            super.updateItem(accuracy, none);
            setText(null);
            setTooltip(null);
            if (none || accuracy == null || accuracy.isEmpty()) {
                setGraphic(null);
                return;
            }
            Accuracy found = accuracy.get();
            AccuracyMark mark = new AccuracyMark(found, floor, run);
            HBox content = Controls.row(
                    mark,
                    fixed(Controls.label(percent(found.value()))),
                    fixed(Controls.label(
                            CompareTexts.text(
                                    "between",
                                    String.format(
                                            Locale.ROOT,
                                            "%.0f",
                                            100 * found.interval().low()),
                                    String.format(
                                            Locale.ROOT,
                                            "%.0f",
                                            100 * found.interval().high())),
                            "caption",
                            Styles.TEXT_MUTED)));
            setGraphic(content);
            String text = CompareTexts.text(
                    "class.tip",
                    Long.toString(found.correct()),
                    Long.toString(found.total()),
                    percent(found.interval().low()),
                    percent(found.interval().high()));
            setTooltip(new Tooltip(text));
            setAccessibleText(percent(found.value()) + ", " + text);
        }
    }
}
