package org.bitscale.ui.plan;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.bitscale.report.AxisUnit;
import org.bitscale.report.Sizes;
import org.bitscale.ui.common.Controls;

/** How the plan differs from the one that it is compared with; takes no room while it is compared with none. */
final class DifferenceBar extends HBox {

    private final Label text = Controls.label("");
    private final CheckBox only = new CheckBox(PlanTexts.text("difference.only"));

    /**
     * @param model whose plan is compared
     * @param onlyDifferent hears whether only layers that differ shall be shown
     */
    DifferenceBar(PlanViewModel model, Consumer<Boolean> onlyDifferent) {
        super(12);
        getStyleClass().add("row");
        text.setId("difference");
        only.setId("only-different");
        only.setAccessibleText(only.getText());
        only.selectedProperty().addListener((observed, before, now) -> onlyDifferent.accept(now));
        getChildren()
                .addAll(
                        text,
                        only,
                        Controls.iconButton(
                                PlanTexts.text("compare.nothing"), "mdal-close", model::compareWithNothing));
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        model.sheet().addListener((observed, before, now) -> show(now));
        show(model.sheet().get());
    }

    private void show(Optional<PlanViewModel.Sheet> sheet) {
        Optional<PlanDifference> difference = sheet.flatMap(PlanViewModel.Sheet::difference);
        setVisible(difference.isPresent());
        setManaged(difference.isPresent());
        if (difference.isEmpty()) {
            only.setSelected(false);
            return;
        }
        PlanDifference found = difference.get();
        text.setText(PlanTexts.text(
                "difference.text",
                found.other(),
                Integer.toString(found.was().size()),
                Integer.toString(sheet.get().rows().size()),
                Sizes.format(sheet.get().packedBytes()),
                Sizes.format(found.packedBytes()),
                AxisUnit.COUNT.format(sheet.get().bops()),
                AxisUnit.COUNT.format(found.bops())));
    }
}
