package org.bitscale.ui.plan;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import org.bitscale.eval.Accuracy;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.report.AxisUnit;
import org.bitscale.report.Sizes;
import org.bitscale.ui.common.Controls;

/** What the plan costs and what it is likely to be worth, beside the float network. */
final class PlanFigures extends VBox {

    private final PlanViewModel model;
    private final Label size = Controls.label("", "figure");
    private final Label sizeText = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final Label bops = Controls.label("", "figure");
    private final Label bopsText = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final Label accuracy = Controls.label("", "figure");
    private final Label accuracyText = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final ProgressBar busy = new ProgressBar();
    private final VBox remarks = Controls.column();
    private final VBox advice = Controls.card(PlanTexts.text("remarks"), remarks);

    PlanFigures(PlanViewModel model) {
        this.model = model;
        getStyleClass().add("column");
        setPrefWidth(240);
        setMinWidth(220);
        accuracy.setId("estimate");
        size.setId("packed-size");
        busy.setAccessibleText(PlanTexts.text("estimate.busy"));
        busy.setMaxWidth(Double.MAX_VALUE);
        busy.getStyleClass().add(Styles.SMALL);
        getChildren()
                .addAll(
                        Controls.card(PlanTexts.text("size"), size, sizeText),
                        Controls.card(PlanTexts.text("bops"), bops, bopsText),
                        Controls.card(PlanTexts.text("estimate"), accuracy, busy, accuracyText),
                        advice);
        remarks.setId("target-remarks");
        advice.managedProperty().bind(advice.visibleProperty());
        model.sheet().addListener((observed, before, now) -> showSheet(now));
        model.estimate().addListener((observed, before, now) -> showEstimate());
        model.shown().addListener((observed, before, now) -> showEstimate());
        showSheet(model.sheet().get());
        showEstimate();
    }

    private void showSheet(Optional<PlanViewModel.Sheet> sheet) {
        advice.setVisible(sheet.map(laid -> !laid.remarks().isEmpty()).orElse(false));
        sheet.ifPresent(laid -> {
            remarks.getChildren()
                    .setAll(laid.remarks().stream()
                            .map(remark -> Controls.paragraph(remark.text(), "caption", Styles.TEXT_MUTED))
                            .toList());
            size.setText(Sizes.format(laid.packedBytes()));
            sizeText.setText(PlanTexts.text(
                    "size.text", Sizes.ratio(laid.packedBytes(), laid.floatBytes()), Sizes.format(laid.floatBytes())));
            bops.setText(AxisUnit.COUNT.format(laid.bops()));
            bopsText.setText(PlanTexts.text(
                    "bops.text", Sizes.ratio(laid.bops(), laid.floatBops()), AxisUnit.COUNT.format(laid.floatBops())));
        });
    }

    private void showEstimate() {
        PlanViewModel.Estimate now = model.estimate().get();
        boolean waits = model.hasData() && !now.current();
        busy.setVisible(waits);
        accuracy.setOpacity(waits ? 0.45 : 1);
        if (!now.problem().isEmpty()) {
            accuracy.setText("–");
            accuracyText.setText(now.problem());
        } else if (!model.hasData()) {
            accuracy.setText("–");
            accuracyText.setText(PlanTexts.text("estimate.noData"));
        } else if (now.result().isEmpty()) {
            accuracy.setText("…");
            accuracyText.setText(PlanTexts.text("estimate.busy"));
        } else {
            show(now.result().get());
        }
    }

    private void show(PlanEstimate estimate) {
        Accuracy found = estimate.accuracy();
        accuracy.setText(percent(found.value()));
        accuracyText.setText(PlanTexts.text(
                "estimate.text",
                percent(found.interval().low()),
                percent(found.interval().high()),
                Long.toString(found.total()),
                percent(estimate.floatAccuracy().value()),
                percent(estimate.agreement().share()),
                String.format(Locale.ROOT, "%.1f", estimate.seconds())));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
