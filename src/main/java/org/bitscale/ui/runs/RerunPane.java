package org.bitscale.ui.runs;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.task.Rerun;
import org.bitscale.ui.common.Controls;

/** How far a repetition is, and what it gave. It takes no room while there is nothing to say. */
final class RerunPane extends VBox {

    private final RerunModel model;
    private final RunTableModel runs;
    private final Label phase = Controls.label("");
    private final ProgressBar bar = new ProgressBar(0);
    private final HBox progress;

    RerunPane(RerunModel model, RunTableModel runs) {
        this.model = model;
        this.runs = runs;
        getStyleClass().add("rerun");
        bar.setAccessibleText(RunsTexts.text("rerun.progress"));
        bar.setPrefWidth(160);
        Button cancel = Controls.button(RunsTexts.text("rerun.cancel"), "mdal-close", model::cancel);
        progress = Controls.row(bar, phase, Controls.spacer(), cancel);
        model.running().addListener((observed, before, now) -> show());
        model.result().addListener((observed, before, now) -> show());
        show();
    }

    private void show() {
        getChildren().clear();
        model.running().get().ifPresent(now -> {
            String what = now.phase().isEmpty() ? RunsTexts.text("rerun.starting") : now.phase();
            phase.setText(RunsTexts.text(
                            "rerun.text", now.run().trial().label(), now.run().id(), what, now.detail())
                    .strip());
            bar.setProgress(now.total() == 0 ? ProgressBar.INDETERMINATE_PROGRESS : (double) now.done() / now.total());
            getChildren().add(progress);
        });
        model.result().get().ifPresent(result -> getChildren().add(result(result)));
        setVisible(!getChildren().isEmpty());
        setManaged(!getChildren().isEmpty());
    }

    private HBox result(Rerun.Result result) {
        Label text = Controls.paragraph(RerunModel.described(result));
        HBox.setHgrow(text, javafx.scene.layout.Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        text.setId("rerun-result");
        Button compare = Controls.button(RunsTexts.text("rerun.compare"), "mdal-compare_arrows", () -> {
            runs.select(List.of(result.original().id(), result.repeated().id()));
            runs.compare();
        });
        Button close = Controls.iconButton(RunsTexts.text("rerun.close"), "mdal-close", () -> model.result()
                .set(java.util.Optional.empty()));
        HBox row = Controls.row(
                org.bitscale.ui.common.Icons.of(result.sameBits() ? "mdal-check_circle" : "mdal-error_outline"),
                text,
                compare,
                close);
        row.getStyleClass().addAll("card", result.sameBits() ? Styles.SUCCESS : Styles.WARNING);
        return row;
    }
}
