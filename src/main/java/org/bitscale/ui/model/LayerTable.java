package org.bitscale.ui.model;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.common.Controls;

/** The layers as a table that can be sorted; what the search does not find is left out. */
final class LayerTable extends TableView<LayerRow> {

    private static final double SHORTEST_NAME = 110;
    private static final double SHORTEST_OPERATOR = 90;
    private static final double LONGEST_OPERATOR = 150;
    private static final double OPERATOR_SHARE = 0.36;
    private static final double SCROLL_BAR = 18;
    private static final Set<String> WITH_TIPS = Set.of("output", "macs", "share", "bits");

    private final ModelViewModel model;
    private final ObservableList<LayerRow> all = FXCollections.observableArrayList();
    private final FilteredList<LayerRow> found = new FilteredList<>(all);
    private boolean following;

    LayerTable(ModelViewModel model) {
        this.model = model;
        setId("layers");
        setAccessibleText(ModelTexts.text("table"));
        getStyleClass().addAll(Styles.DENSE, "layer-table");
        SortedList<LayerRow> sorted = new SortedList<>(found);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        setPlaceholder(Controls.label(ModelTexts.text("table.none"), Styles.TEXT_MUTED));
        getColumns()
                .addAll(List.of(
                        text("name", LayerRow::name, 11.5),
                        text("operator", LayerRow::operator, 7.4),
                        text("bits", LayerRow::bits, 4.4),
                        text("output", row -> withoutBatch(row.output()), 7.6),
                        number("parameters", row -> (double) row.parameters(), LayerTable::count, 7.9),
                        number("macs", row -> (double) row.macs(), LayerTable::count, 5),
                        number("share", LayerRow::share, LayerTable::percent, 5.2)));
        widthProperty().addListener((observed, before, now) -> stretch());
        getColumns().stream().skip(2).forEach(column -> column.widthProperty()
                .addListener((observed, before, now) -> stretch()));
        getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (!following && now != null) {
                model.selected().set(Optional.of(now.name()));
            }
        });
        model.rows().addListener((observed, before, now) -> fill());
        model.query().addListener((observed, before, now) -> filter());
        model.selected().addListener((observed, before, now) -> follow(true));
        fill();
        filter();
    }

    /** Names and operators get the room that is left. */
    private void stretch() {
        double others =
                getColumns().stream().skip(2).mapToDouble(TableColumn::getWidth).sum();
        double room = getWidth() - others - SCROLL_BAR;
        double operators = Math.max(SHORTEST_OPERATOR, Math.min(LONGEST_OPERATOR, OPERATOR_SHARE * room));
        getColumns().get(1).setPrefWidth(operators);
        getColumns().get(0).setPrefWidth(Math.max(SHORTEST_NAME, room - operators));
    }

    private void fill() {
        following = true;
        all.setAll(model.rows().get());
        following = false;
        follow(false);
    }

    private void filter() {
        following = true;
        String query = model.query().get();
        found.setPredicate(row -> query.isBlank() || row.matches(query));
        following = false;
        follow(true);
    }

    /** Selects the line of what is selected elsewhere. */
    private void follow(boolean scrolls) {
        following = true;
        int line = -1;
        for (int i = 0; i < getItems().size(); i++) {
            if (model.selected().get().filter(getItems().get(i).name()::equals).isPresent()) {
                line = i;
            }
        }
        if (line < 0) {
            getSelectionModel().clearSelection();
        } else if (getSelectionModel().getSelectedIndex() != line) {
            getSelectionModel().clearAndSelect(line);
            if (scrolls) {
                scrollTo(Math.max(0, line - 2));
            }
        }
        following = false;
    }

    private static TableColumn<LayerRow, String> text(String key, Function<LayerRow, String> value, double ems) {
        TableColumn<LayerRow, String> column = column(key, ems);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        column.setCellFactory(ignored -> new TableCell<>() {
            {
                // What tells one layer of a block from the next stands at the end of its name.
                setTextOverrun(key.equals("name") ? OverrunStyle.LEADING_ELLIPSIS : OverrunStyle.ELLIPSIS);
            }

            @Override
            protected void updateItem(String item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty ? null : item);
                // A name that is cut off can be read under the pointer.
                setTooltip(empty || item == null || item.length() < 12 ? null : new Tooltip(item));
            }
        });
        return column;
    }

    private static TableColumn<LayerRow, Double> number(
            String key, Function<LayerRow, Double> value, Function<Double, String> format, double ems) {
        TableColumn<LayerRow, Double> column = column(key, ems);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        column.getStyleClass().add("number-cell");
        column.setCellFactory(ignored -> new TableCell<>() {
            {
                getStyleClass().add("number-cell");
            }

            @Override
            protected void updateItem(Double item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == 0 ? null : format.apply(item));
            }
        });
        return column;
    }

    private static <T> TableColumn<LayerRow, T> column(String key, double ems) {
        TableColumn<LayerRow, T> column = new TableColumn<>();
        Label title = Controls.label(ModelTexts.text("column." + key));
        if (WITH_TIPS.contains(key)) {
            title.setTooltip(new Tooltip(ModelTexts.text("column." + key + ".tip")));
        }
        column.setGraphic(title);
        column.setId("column-" + key);
        // Columns are as wide as so many letters, whatever the zoom.
        title.fontProperty().addListener((observed, before, now) -> column.setPrefWidth(ems * now.getSize()));
        column.setPrefWidth(ems * title.getFont().getSize());
        return column;
    }

    /** Every tensor has the batch: it tells nothing. */
    private static String withoutBatch(String shape) {
        return shape(shape).replaceFirst("^N×", "");
    }

    static String shape(String shape) {
        return shape.replace("[", "").replace("]", "");
    }

    static String count(double number) {
        return AxisUnit.COUNT.format(number);
    }

    static String percent(double share) {
        return share < 0.0005 ? "<0.1 %" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
