package org.bitscale.ui.plan.search;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.bitscale.experiment.sensitivity.LayerSensitivity;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.sensitivity.SensitivityReport;
import org.bitscale.ui.common.Controls;

/** What each layer suffers, in every way it is measured, and how far these agree about the order of the layers. */
final class SensitivityPane extends VBox {

    private static final double PARTS = 0.68;

    private final SearchViewModel model;
    private final TableView<LayerSensitivity> layers = new TableView<>();
    private final TableView<SensitivityReport.Agreement> agreements = new TableView<>();
    private final Label about = Controls.message("caption", Styles.TEXT_MUTED);

    SensitivityPane(SearchViewModel model) {
        super(8);
        this.model = model;
        getStyleClass().add("tab-content");
        for (TableView<?> table : List.of(layers, agreements)) {
            table.getStyleClass().addAll(Styles.DENSE, "run-table");
            table.setMinHeight(80);
        }
        layers.setId("sensitivity-layers");
        layers.setAccessibleText(SearchTexts.text("sensitivity-layers"));
        layers.setPlaceholder(Controls.paragraph(SearchTexts.text("sensitivity.none"), Styles.TEXT_MUTED));
        agreements.setId("sensitivity-agreements");
        agreements.setAccessibleText(SearchTexts.text("sensitivity-agreements"));
        agreements.setPlaceholder(Controls.label(SearchTexts.text("agreement.none"), Styles.TEXT_MUTED));
        agreements
                .getColumns()
                .setAll(List.of(
                        Columns.text(SearchTexts.text("column.bits"), 90, row -> row.scheme()
                                .toString()),
                        Columns.text(SearchTexts.text("column.first"), 190, row -> name(row.first())),
                        Columns.text(SearchTexts.text("column.second"), 190, row -> name(row.second())),
                        Columns.number(
                                SearchTexts.text("column.spearman"),
                                120,
                                SensitivityReport.Agreement::correlation,
                                value -> value.isNaN() ? "–" : String.format(Locale.ROOT, "%.2f", value))));
        about.setId("sensitivity-about");
        SplitPane split = new SplitPane(layers, agreements);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(PARTS);
        VBox.setVgrow(split, Priority.ALWAYS);
        Button save = Controls.button(SearchTexts.text("save"), "mdmz-save_alt", this::save);
        save.setId("save-sensitivity");
        save.disableProperty().bind(model.report().map(Optional::isEmpty));
        getChildren().addAll(about, split, Controls.row(save));
        model.report().addListener((observed, before, now) -> show(now));
        show(model.report().get());
    }

    private static String name(SensitivityMeasure measure) {
        return SearchTexts.text("measure." + measure.name());
    }

    private static String about(SensitivityReport report) {
        String measured = SearchTexts.text(
                "sensitivity.about",
                report.examples(),
                String.format(Locale.ROOT, "%.4f", report.floatLoss()),
                String.format(Locale.ROOT, "%.1f", report.seconds()));
        return report.known() == 0
                ? measured
                : measured
                        + " "
                        + SearchTexts.text(
                                "sensitivity.known",
                                report.known(),
                                report.layers().size());
    }

    private void show(Optional<SensitivityReport> found) {
        about.setText(found.map(SensitivityPane::about).orElse(""));
        List<TableColumn<LayerSensitivity, ?>> columns = new ArrayList<>(List.of(
                Columns.text(SearchTexts.text("column.layer"), 180, LayerSensitivity::layer),
                Columns.text(SearchTexts.text("column.bits"), 76, layer -> layer.scheme()
                        .toString())));
        found.ifPresent(report -> report.measures()
                .forEach(measure -> columns.add(Columns.number(
                        SearchTexts.text("short." + measure.name()),
                        116,
                        layer -> layer.values().get(measure),
                        PlansPane::predicted))));
        layers.getColumns().setAll(columns);
        layers.getItems().setAll(found.map(SensitivityReport::layers).orElse(List.of()));
        agreements.getItems().setAll(found.map(SensitivityReport::agreements).orElse(List.of()));
    }

    private void save() {
        FileChooser dialog = new FileChooser();
        dialog.getExtensionFilters().add(new FileChooser.ExtensionFilter(SearchTexts.text("file.kind"), "*.csv"));
        dialog.setInitialFileName("sensitivity.csv");
        Optional.ofNullable(dialog.showSaveDialog(getScene().getWindow()))
                .map(File::toPath)
                .map(SensitivityPane::withEnding)
                .ifPresent(model::write);
    }

    private static Path withEnding(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".") ? file : file.resolveSibling(name + ".csv");
    }
}
