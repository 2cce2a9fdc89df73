package org.bitscale.ui.compare;

import javafx.geometry.Pos;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import org.bitscale.ui.common.Controls;

/** Tables with a column for each run. */
final class RunColumns {

    private static final double WIDEST = 320;
    /** Borders and a scroll bar. */
    private static final double MARGIN = 20;

    private static final String RUN = "run";

    private RunColumns() {}

    /** The column of one run, headed by its letter and name. */
    static <T, C> TableColumn<T, C> column(Lineup lineup, int index) {
        TableColumn<T, C> column = new TableColumn<>();
        HBox header = Controls.row(
                RunStrip.badge(index), Controls.label(lineup.name(index).replace(", ", "\n")));
        header.getStyleClass().add("run-header");
        header.setAlignment(Pos.CENTER_LEFT);
        column.setGraphic(header);
        column.setId("run-" + Lineup.letter(index));
        column.setUserData(RUN);
        return column;
    }

    /** Shares the room that other columns leave among the runs' columns, now and whenever the table's width changes. */
    static void fit(TableView<?> table, double narrowest) {
        table.widthProperty().addListener((observed, before, now) -> share(table, narrowest));
        table.getColumns().addListener((javafx.beans.Observable change) -> share(table, narrowest));
    }

    private static void share(TableView<?> table, double narrowest) {
        double others = 0;
        int runs = 0;
        for (TableColumn<?, ?> column : table.getColumns()) {
            if (RUN.equals(column.getUserData())) {
                runs++;
            } else {
                others += column.getPrefWidth();
            }
        }
        if (runs == 0 || table.getWidth() <= 0) {
            return;
        }
        double width = Math.floor((table.getWidth() - MARGIN - others) / runs);
        for (TableColumn<?, ?> column : table.getColumns()) {
            if (RUN.equals(column.getUserData())) {
                column.setPrefWidth(Math.max(narrowest, Math.min(WIDEST, width)));
            }
        }
    }
}
