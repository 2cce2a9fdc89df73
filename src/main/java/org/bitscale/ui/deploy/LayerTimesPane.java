package org.bitscale.ui.deploy;

import atlantafx.base.theme.Styles;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.common.AskingBar;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.ValueBar;

/** Where both networks spend their time. */
final class LayerTimesPane extends VBox {

    private final LayerTimesViewModel model;
    private final Label sum = Controls.paragraph("");
    private final TableView<LayerTimesViewModel.Row> table = new TableView<>();

    LayerTimesPane(LayerTimesViewModel model) {
        this.model = model;
        getStyleClass().addAll("column", "tab-content");
        Button measure = Controls.accent(DeployTexts.text("layers.measure"), "mdmz-timer", model::measure);
        measure.setId("measure-layers");
        measure.disableProperty().bind(model.asking().running());
        table.setId("layer-times");
        table.setAccessibleText(DeployTexts.text("part.layers"));
        table.getStyleClass().addAll(Styles.DENSE, "run-table");
        table.setPlaceholder(Controls.label(DeployTexts.text("layers.none"), Styles.TEXT_MUTED));
        table.getSelectionModel().setCellSelectionEnabled(true);
        VBox.setVgrow(table, Priority.ALWAYS);
        sum.setId("layer-sum");
        sum.visibleProperty().bind(sum.textProperty().isNotEmpty());
        sum.managedProperty().bind(sum.visibleProperty());
        getChildren()
                .addAll(
                        Controls.paragraph(DeployTexts.text("layers.text"), "caption", Styles.TEXT_MUTED),
                        Controls.row(measure),
                        new AskingBar(
                                "layers",
                                DeployTexts.text("layers.running"),
                                DeployTexts.text("cancel"),
                                model.asking()),
                        sum,
                        table);
        model.result().addListener((observed, before, now) -> show(now));
        show(model.result().get());
    }

    private void show(Optional<LayerTimesViewModel.Times> result) {
        sum.setText(result.map(times -> DeployTexts.text(
                        "layers.sum",
                        micro(times.real()),
                        micro(times.exported()),
                        String.format(Locale.ROOT, "%.0f %%", 100 * times.conversions())))
                .orElse(""));
        double longest = result.map(LayerTimesViewModel.Times::longest).orElse(1.0);
        TableColumn<LayerTimesViewModel.Row, String> name = text(
                "layers.layer", 170, row -> row.layer().isEmpty() ? DeployTexts.text("layers.other") : row.layer());
        TableColumn<LayerTimesViewModel.Row, Double> real =
                bars("layers.float", LayerTimesViewModel.Row::real, longest, 0);
        TableColumn<LayerTimesViewModel.Row, Double> exported =
                bars("layers.exported", LayerTimesViewModel.Row::exported, longest, 1);
        TableColumn<LayerTimesViewModel.Row, String> ratio = text("layers.ratio", 115, LayerTimesPane::ratio);
        TableColumn<LayerTimesViewModel.Row, String> operators =
                text("layers.operators", 220, LayerTimesViewModel.Row::operators);
        table.getColumns().setAll(List.of(name, real, exported, ratio, operators));
        table.getItems().setAll(result.map(LayerTimesViewModel.Times::rows).orElse(List.of()));
    }

    private static String ratio(LayerTimesViewModel.Row row) {
        if (row.real() == 0 || row.exported() == 0) {
            return "–";
        }
        double factor = row.real() / row.exported();
        return factor >= 1
                ? DeployTexts.text("speed.times.faster", String.format(Locale.ROOT, "%.1f", factor))
                : DeployTexts.text("speed.times.slower", String.format(Locale.ROOT, "%.1f", 1 / factor));
    }

    private static TableColumn<LayerTimesViewModel.Row, String> text(
            String key, double width, java.util.function.Function<LayerTimesViewModel.Row, String> value) {
        TableColumn<LayerTimesViewModel.Row, String> column = new TableColumn<>(DeployTexts.text(key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        return column;
    }

    private static TableColumn<LayerTimesViewModel.Row, Double> bars(
            String key, ToDoubleFunction<LayerTimesViewModel.Row> value, double longest, int series) {
        TableColumn<LayerTimesViewModel.Row, Double> column = new TableColumn<>(DeployTexts.text(key));
        column.setPrefWidth(165);
        column.setComparator(Comparator.naturalOrder());
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.applyAsDouble(cell.getValue())));
        column.setCellFactory(ignored -> new TimeCell(longest, series));
        return column;
    }

    private static String micro(double microseconds) {
        return AxisUnit.MILLISECONDS.format(microseconds / 1000);
    }

    /** A time with a bar. */
    private static final class TimeCell extends TableCell<LayerTimesViewModel.Row, Double> {

        private final double longest;
        private final int series;

        TimeCell(double longest, int series) {
            this.longest = longest;
            this.series = series;
        }

        @Override
        protected void updateItem(Double microseconds, boolean none) {
            super.updateItem(microseconds, none);
            setText(null);
            if (none || microseconds == null) {
                setGraphic(null);
                return;
            }
            String text = microseconds == 0 ? "–" : micro(microseconds);
            setGraphic(Controls.row(new ValueBar(microseconds / longest, series), Controls.label(text, "bar-number")));
            setAccessibleText(text);
        }
    }
}
