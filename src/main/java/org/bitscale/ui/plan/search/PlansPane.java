package org.bitscale.ui.plan.search;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.search.FoundPlan;
import org.bitscale.experiment.search.Reason;
import org.bitscale.experiment.search.SearchRequest;
import org.bitscale.report.AxisUnit;
import org.bitscale.report.Sizes;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Controls;

/** The plans found as a chart and a table, why each layer of the chosen one has its bits, and what to do with them. */
final class PlansPane extends VBox {

    private static final double CHART = 400;
    private static final double PARTS = 0.56;

    private final SearchViewModel model;
    private final TableView<FoundPlan> plans = new TableView<>();
    private final TableView<Reason> reasons = new TableView<>();
    private final PredictedFront chart;
    private boolean following;

    /**
     * @param model what is shown
     * @param appearance theme of the chart
     * @param background where it is drawn
     * @param epochs of training
     */
    PlansPane(SearchViewModel model, Appearance appearance, Background background, IntSupplier epochs) {
        super(8);
        this.model = model;
        this.chart = new PredictedFront(model, appearance, background);
        getStyleClass().add("tab-content");
        table(plans, "found-plans");
        table(reasons, "plan-reasons");
        reasons.setPlaceholder(Controls.label(SearchTexts.text("reasons.none"), Styles.TEXT_MUTED));
        plans.setPlaceholder(Controls.paragraph(SearchTexts.text("plans.none"), Styles.TEXT_MUTED));
        List<TableColumn<Reason, ?>> columns = new ArrayList<>(List.of(
                Columns.text(SearchTexts.text("column.layer"), 180, Reason::layer),
                Columns.text(SearchTexts.text("column.bits"), 76, reason -> reason.scheme()
                        .toString()),
                Columns.number(SearchTexts.text("column.adds"), 108, Reason::suffering, PlansPane::predicted)));
        columns.add(Columns.rest(reasons, Columns.text(SearchTexts.text("column.why"), 400, this::why), columns));
        reasons.getColumns().setAll(columns);
        plans.getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> {
            if (!following) {
                model.chosen().set(Optional.ofNullable(now));
            }
        });
        HBox top = new HBox(10, chart, plans);
        HBox.setHgrow(plans, Priority.ALWAYS);
        chart.setPrefWidth(CHART);
        chart.setMinWidth(CHART);
        SplitPane split = new SplitPane(top, reasons);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(PARTS);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(split, actions(epochs));
        model.found().addListener((observed, before, now) -> show(now));
        model.chosen().addListener((observed, before, now) -> choose(now));
        show(model.found().get());
    }

    private static void table(TableView<?> table, String id) {
        table.setId(id);
        table.setAccessibleText(SearchTexts.text(id));
        table.getStyleClass().addAll(Styles.DENSE, "run-table");
        table.setMinHeight(90);
    }

    private HBox actions(IntSupplier epochs) {
        Button use = Controls.accent(SearchTexts.text("use"), "mdal-check", model::use);
        use.setId("use-plan");
        Button without = Controls.button(
                SearchTexts.text("try.ptq"), "mdal-flash_on", () -> model.tryAll(Method.PTQ, epochs.getAsInt()));
        without.setId("try-ptq");
        Button train = Controls.button(
                SearchTexts.text("try.qat"), "mdal-fitness_center", () -> model.tryAll(Method.LSQ, epochs.getAsInt()));
        train.setId("try-qat");
        use.disableProperty().bind(model.chosen().map(Optional::isEmpty));
        without.disableProperty().bind(model.found().map(Optional::isEmpty));
        train.disableProperty().bind(model.found().map(Optional::isEmpty));
        return Controls.row(use, without, train);
    }

    private void show(Optional<SearchViewModel.Found> found) {
        List<FoundPlan> all = found.map(now -> now.result().plans()).orElse(List.of());
        boolean timed = all.stream().anyMatch(plan -> plan.milliseconds().isPresent());
        List<TableColumn<FoundPlan, ?>> columns = new ArrayList<>(List.of(
                Columns.number(
                        SearchTexts.text("column.packed"), 108, plan -> (double) plan.packedBytes(), Sizes::format),
                Columns.number(SearchTexts.text("column.predicted"), 128, FoundPlan::suffering, PlansPane::predicted),
                Columns.number(
                        SearchTexts.text("column.meanBits"),
                        98,
                        FoundPlan::meanWeightBits,
                        bits -> String.format(Locale.ROOT, "%.2f", bits)),
                Columns.number(
                        SearchTexts.text("column.bops"), 84, plan -> (double) plan.bops(), AxisUnit.COUNT::format)));
        if (timed) {
            columns.add(Columns.number(
                    SearchTexts.text("column.latency"),
                    84,
                    plan -> plan.milliseconds().orElse(0),
                    AxisUnit.MILLISECONDS::format));
        }
        columns.add(Columns.rest(
                plans, Columns.text(SearchTexts.text("column.layers"), 200, FoundPlan::describe), columns));
        plans.getColumns().setAll(columns);
        following = true;
        plans.getItems().setAll(all);
        following = false;
        choose(model.chosen().get());
    }

    private void choose(Optional<FoundPlan> chosen) {
        following = true;
        chosen.ifPresentOrElse(
                plan -> {
                    plans.getSelectionModel().select(plan);
                    plans.scrollTo(plan);
                },
                plans.getSelectionModel()::clearSelection);
        following = false;
        reasons.getItems().setAll(chosen.map(FoundPlan::reasons).orElse(List.of()));
    }

    /** Why a layer has its bits, in words. */
    private String why(Reason reason) {
        String cheaper = reason.cheaper()
                .map(step -> SearchTexts.text(
                        "why.cheaper", step.scheme().toString(), cost(step), predicted(Math.abs(step.suffering()))))
                .orElse(SearchTexts.text("why.cheapest"));
        String dearer = reason.dearer()
                .map(step -> SearchTexts.text(
                        step.suffering() < 0 ? "why.dearer" : "why.dearerForNothing",
                        step.scheme().toString(),
                        cost(step),
                        predicted(Math.abs(step.suffering()))))
                .orElse(SearchTexts.text("why.dearest"));
        return cheaper + " " + dearer;
    }

    private String cost(Reason.Step step) {
        double spent = Math.abs(step.spent());
        SearchRequest request = model.found().get().orElseThrow().request();
        return switch (request.meanBits().isEmpty() ? request.axis() : SearchRequest.Axis.PACKED_SIZE) {
            case PACKED_SIZE -> Sizes.format(spent / 8);
            case BOPS -> SearchTexts.text("bops.count", AxisUnit.COUNT.format(spent));
            case LATENCY -> AxisUnit.MILLISECONDS.format(spent / 1000);
        };
    }

    static String predicted(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
