package org.bitscale.ui.runs;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Measure;
import org.bitscale.report.AxisUnit;

/** A network, layer by layer, as tall as it has layers. */
final class LayerTable extends TableView<LayerRecord> {

    private static final int MOST_ROWS = 14;
    private static final double ROW = 2.2;

    LayerTable() {
        setAccessibleText(RunsTexts.text("details.layerTable"));
        getStyleClass().addAll("dense", "layer-table");
        text("layer.name", LayerRecord::name, 150);
        text("layer.operator", LayerRecord::operator, 90);
        text("layer.scheme", LayerRecord::scheme, 70);
        number(MeasureAxis.name(Measure.PARAMETERS), LayerRecord::parameters);
        number(MeasureAxis.name(Measure.MACS), LayerRecord::macs);
        number(MeasureAxis.name(Measure.BOPS), LayerRecord::bops);
    }

    /** Shows a network's layers. */
    void show(List<LayerRecord> layers) {
        getItems().setAll(layers);
        int rows = Math.min(MOST_ROWS, layers.size()) + 1;
        setStyle("-fx-pref-height: " + (rows * ROW + 1.4) + "em;");
    }

    private void text(String key, Function<LayerRecord, String> value, double width) {
        TableColumn<LayerRecord, String> column = new TableColumn<>(RunsTexts.text(key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(width);
        getColumns().add(column);
    }

    private void number(String title, Function<LayerRecord, Long> value) {
        TableColumn<LayerRecord, Long> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(made -> new TableCell<>() {
            @Override
            protected void updateItem(Long number, boolean empty) {
                super.updateItem(number, empty);
                setText(empty || number == null ? "" : AxisUnit.COUNT.format(number));
            }
        });
        column.getStyleClass().add("number-cell");
        column.setPrefWidth(90);
        getColumns().add(column);
    }
}
