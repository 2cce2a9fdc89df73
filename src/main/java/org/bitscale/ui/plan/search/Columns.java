package org.bitscale.ui.plan.search;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;

/** Columns of this part's tables. */
final class Columns {

    /** What a table needs beside its columns. */
    private static final double SCROLL_BAR = 18;

    private Columns() {}

    /** Of texts, whole in a tooltip where they are cut. */
    static <R> TableColumn<R, String> text(String title, double width, Function<R, String> value) {
        TableColumn<R, String> column = column(title, width, value);
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(String text, boolean empty) {
                super.updateItem(text, empty);
                setText(empty ? null : text);
                setTooltip(empty || text == null || text.isEmpty() ? null : new Tooltip(text));
            }
        });
        return column;
    }

    /** Of numbers, sorted as numbers. */
    static <R> TableColumn<R, Double> number(
            String title, double width, Function<R, Double> value, Function<Double, String> shown) {
        TableColumn<R, Double> column = column(title, width, value);
        column.getStyleClass().add("number-cell");
        column.setComparator(Comparator.naturalOrder());
        column.setCellFactory(ignored -> {
            TableCell<R, Double> cell = new TableCell<>() {
                @Override
                protected void updateItem(Double number, boolean empty) {
                    super.updateItem(number, empty);
                    setText(empty || number == null ? null : shown.apply(number));
                }
            };
            cell.getStyleClass().add("number-cell");
            return cell;
        });
        return column;
    }

    /** Gives a column what {@code others} leave of a table's width, but no less than it has. */
    static <R, T> TableColumn<R, T> rest(TableView<R> table, TableColumn<R, T> column, List<TableColumn<R, ?>> others) {
        double least = column.getPrefWidth();
        double taken = SCROLL_BAR
                + others.stream().mapToDouble(TableColumn::getPrefWidth).sum();
        column.prefWidthProperty()
                .bind(table.widthProperty().map(width -> Math.max(least, width.doubleValue() - taken)));
        return column;
    }

    private static <R, T> TableColumn<R, T> column(String title, double width, Function<R, T> value) {
        TableColumn<R, T> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        return column;
    }
}
