package org.bitscale.ui.runs;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.cell.TextFieldTableCell;
import javafx.scene.layout.StackPane;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Icons;

/** The rows, and which of them are chosen. */
final class RunTableView extends StackPane {

    private static final double CHARACTER = 7.3;
    private static final double PADDING = 16;

    private final RunTableModel model;
    private final TableView<RunRow> table = new TableView<>();
    private final Map<RunColumn, TableColumn<RunRow, String>> columns = new EnumMap<>(RunColumn.class);
    /** While the table follows the model, what it says about its selection is an echo. */
    private boolean following;

    private boolean publishing;

    RunTableView(RunTableModel model, Appearance appearance) {
        this.model = model;
        table.setId("runs");
        table.setAccessibleText(RunsTexts.text("table"));
        table.setEditable(true);
        table.getStyleClass().add(Styles.DENSE);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setPlaceholder(new Label(RunsTexts.text("table.reading")));
        for (RunColumn column : RunColumn.values()) {
            columns.put(column, column(column));
        }
        table.getColumns().addAll(columns.values());
        table.setSortPolicy(sorted -> {
            model.sort(orders());
            return true;
        });
        ListChangeListener<Integer> changed = change -> publish();
        table.getSelectionModel().getSelectedIndices().addListener(changed);
        model.rows().addListener((observed, before, now) -> show(now));
        model.selected().addListener((observed, before, now) -> follow(true));
        appearance.zoom().addListener((observed, before, now) -> zoomed(now.doubleValue() / before.doubleValue()));
        zoomed(appearance.zoom().get());
        getChildren().add(table);
        show(model.rows().get());
    }

    TableView<RunRow> table() {
        return table;
    }

    /** Brings the first chosen row into sight. */
    void reveal() {
        int first = table.getSelectionModel().getSelectedIndices().stream()
                .mapToInt(Integer::intValue)
                .min()
                .orElse(-1);
        if (first >= 0) {
            table.scrollTo(first);
        }
    }

    /** A button that chooses which columns are there. */
    MenuButton chooser() {
        MenuButton button = new MenuButton(RunsTexts.text("columns"), Icons.of("mdmz-view_column"));
        button.setId("columns");
        button.setAccessibleText(RunsTexts.text("columns"));
        columns.forEach((column, shown) -> {
            CheckMenuItem item = new CheckMenuItem(column.title());
            item.selectedProperty().bindBidirectional(shown.visibleProperty());
            button.getItems().add(item);
        });
        return button;
    }

    private TableColumn<RunRow, String> column(RunColumn column) {
        TableColumn<RunRow, String> shown = new TableColumn<>(column == RunColumn.STAR ? "" : column.title());
        shown.setId("column-" + RunsTexts.word(column));
        shown.setPrefWidth(PADDING + CHARACTER * column.characters());
        shown.setVisible(column.isUsual());
        shown.setEditable(column == RunColumn.TAGS || column == RunColumn.NOTE);
        shown.setCellValueFactory(row -> new ReadOnlyStringWrapper(column.text(row.getValue())));
        shown.setUserData(column);
        switch (column) {
            case STAR -> {
                shown.setGraphic(Icons.of("mdmz-star"));
                shown.setCellFactory(made -> new StarCell());
            }
            case STATUS -> shown.setCellFactory(made -> new StatusCell());
            case TAGS, NOTE -> {
                shown.setCellFactory(TextFieldTableCell.forTableColumn());
                shown.setOnEditCommit(edit -> {
                    if (column == RunColumn.TAGS) {
                        model.tag(List.of(edit.getRowValue()), edit.getNewValue());
                    } else {
                        model.note(List.of(edit.getRowValue()), edit.getNewValue());
                    }
                });
            }
            default -> {
                if (column.isNumber()) {
                    shown.getStyleClass().add("number-cell");
                }
            }
        }
        return shown;
    }

    private void zoomed(double factor) {
        columns.values().forEach(column -> column.setPrefWidth(column.getPrefWidth() * factor));
    }

    private List<RunColumn.Order> orders() {
        return table.getSortOrder().stream()
                .map(column -> new RunColumn.Order(
                        (RunColumn) column.getUserData(), column.getSortType() == TableColumn.SortType.ASCENDING))
                .toList();
    }

    private void show(List<RunRow> rows) {
        following = true;
        table.getItems().setAll(rows);
        following = false;
        follow(false);
    }

    /** Marks the rows that are chosen on the desk. */
    private void follow(boolean scrolls) {
        Set<String> ids = model.selected().get();
        List<RunRow> rows = table.getItems();
        List<Integer> marked = new ArrayList<>();
        if (!ids.isEmpty()) {
            for (int i = 0; i < rows.size(); i++) {
                if (ids.contains(rows.get(i).id())) {
                    marked.add(i);
                }
            }
        }
        if (marked.equals(sorted(table.getSelectionModel().getSelectedIndices()))) {
            return;
        }
        following = true;
        table.getSelectionModel().clearSelection();
        if (!marked.isEmpty()) {
            int[] rest = marked.stream().skip(1).mapToInt(Integer::intValue).toArray();
            table.getSelectionModel().selectIndices(marked.get(0), rest);
            if (scrolls) {
                table.scrollTo(marked.get(0));
            }
        }
        following = false;
    }

    private static List<Integer> sorted(List<Integer> indices) {
        return indices.stream().sorted().toList();
    }

    /** Choosing a thousand rows tells of a thousand changes: they are told on together. */
    private void publish() {
        if (following || publishing) {
            return;
        }
        publishing = true;
        Platform.runLater(() -> {
            publishing = false;
            model.select(table.getSelectionModel().getSelectedItems().stream()
                    .filter(Objects::nonNull)
                    .map(RunRow::id)
                    .toList());
        });
    }

    /** A star that can be pressed. */
    private final class StarCell extends TableCell<RunRow, String> {

        StarCell() {
            getStyleClass().add("star-cell");
            setOnMouseClicked(event -> {
                RunRow row = getTableRow() == null ? null : getTableRow().getItem();
                if (row != null) {
                    model.toggleStar(List.of(row));
                    event.consume();
                }
            });
        }

        @Override
        protected void updateItem(String star, boolean empty) {
            super.updateItem(star, empty);
            boolean starred = !empty && !star.isEmpty();
            setGraphic(empty ? null : Icons.of(starred ? "mdmz-star" : "mdmz-star_border"));
            setAccessibleText(empty ? "" : RunsTexts.text(starred ? "star.on" : "star.off"));
            getStyleClass().remove("starred");
            if (starred) {
                getStyleClass().add("starred");
            }
        }
    }

    /** How a run ended, as a badge. */
    private static final class StatusCell extends TableCell<RunRow, String> {

        private final Label badge = new Label();

        StatusCell() {
            badge.getStyleClass().add("badge");
        }

        @Override
        protected void updateItem(String status, boolean empty) {
            super.updateItem(status, empty);
            RunRow row = empty || getTableRow() == null ? null : getTableRow().getItem();
            setGraphic(row == null ? null : badge);
            if (row != null) {
                badge.setText(status);
                badge.getStyleClass().removeAll("good", "bad", "attention");
                badge.getStyleClass().add(style(row.status()));
                setAccessibleText(status);
            }
        }
    }

    /** Colour of a badge. */
    static String style(Run.Status status) {
        return switch (status) {
            case FINISHED -> "good";
            case FAILED -> "bad";
            case CANCELLED -> "attention";
        };
    }
}
