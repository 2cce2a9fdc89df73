package org.bitscale.ui.deploy;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.Verification;
import org.bitscale.experiment.VerifyFiles;
import org.bitscale.ui.common.AskingBar;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** The proof in ONNX Runtime. */
final class VerifyPane extends VBox {

    private final VerifyViewModel model;
    private final HBox verdict = Controls.row();
    private final Label float32 = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final TableView<Verification> table = new TableView<>();

    VerifyPane(VerifyViewModel model) {
        this.model = model;
        getStyleClass().addAll("column", "tab-content");
        TextField batches = field("verify-batches", "batches", model.batches());
        Button verify = Controls.accent(DeployTexts.text("verify"), "mdmz-verified_user", model::verify);
        verify.setId("verify");
        verify.disableProperty().bind(model.asking().running());
        batches.setOnAction(event -> model.verify());
        table.setId("verify-sessions");
        table.setAccessibleText(DeployTexts.text("verify.table"));
        table.getStyleClass().addAll(Styles.DENSE, "run-table");
        table.setPlaceholder(Controls.label(DeployTexts.text("verify.none"), Styles.TEXT_MUTED));
        table.getSelectionModel().setCellSelectionEnabled(true);
        table.getColumns()
                .setAll(List.of(
                        column("session", 152, VerifyPane::session),
                        column("batch", 58, session -> Integer.toString(session.batchSize())),
                        column("same", 176, VerifyPane::same),
                        column("difference", 142, VerifyPane::difference),
                        column(
                                "accuracy",
                                90,
                                session -> percent(session.accuracy().value())),
                        column("integers", 240, VerifyPane::integers)));
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren()
                .addAll(
                        Controls.paragraph(DeployTexts.text("verify.text"), "caption", Styles.TEXT_MUTED),
                        Controls.row(Controls.label(DeployTexts.text("batches"), Styles.TEXT_MUTED), batches, verify),
                        new AskingBar(
                                "verify",
                                DeployTexts.text("verify.running"),
                                DeployTexts.text("cancel"),
                                model.asking()),
                        verdict,
                        float32,
                        table);
        model.result().addListener((observed, before, now) -> show(now));
        show(model.result().get());
    }

    /** A field for batch sizes. */
    static TextField field(String id, String key, javafx.beans.property.StringProperty text) {
        TextField field = new TextField();
        field.setId(id);
        field.setPrefColumnCount(9);
        field.setAccessibleText(DeployTexts.text(key));
        field.setTooltip(new Tooltip(DeployTexts.text(key + ".tip")));
        field.textProperty().bindBidirectional(text);
        return field;
    }

    private static TableColumn<Verification, String> column(
            String key, double width, Function<Verification, String> value) {
        TableColumn<Verification, String> column = new TableColumn<>(DeployTexts.text("verify." + key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        return column;
    }

    private void show(Optional<VerifyFiles.Result> result) {
        verdict.getChildren().clear();
        table.getItems().setAll(result.map(VerifyFiles.Result::sessions).orElse(List.of()));
        visible(verdict, result.isPresent());
        visible(float32, result.isPresent());
        if (result.isEmpty()) {
            return;
        }
        VerifyFiles.Result found = result.get();
        Verification worst = VerifyViewModel.worst(found);
        boolean holds = worst.holds(Verification.USUAL_AGREEMENT);
        Label words = Controls.paragraph(VerifyViewModel.words(found));
        words.setId("verify-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        verdict.getChildren().addAll(Icons.of(holds ? "mdal-check_circle" : "mdal-error_outline"), words);
        verdict.getStyleClass().removeAll("good", "bad");
        verdict.getStyleClass().setAll("row", "verdict", holds ? "good" : "bad");
        verdict.setMinHeight(Region.USE_PREF_SIZE);
        float32.setText(DeployTexts.text(
                "verify.against",
                percent(found.floatAccuracy().value()),
                percent(found.simulatedAccuracy().value()),
                Long.toString(found.flips().flips()),
                String.format(Locale.ROOT, "%,d", found.flips().total()),
                worst.runtime(),
                String.format(Locale.ROOT, "%.3g", worst.outputSpread())));
    }

    private static void visible(Region node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private static String session(Verification session) {
        return DeployTexts.text(session.optimised() ? "verify.optimised" : "verify.plain");
    }

    private static String same(Verification session) {
        return DeployTexts.text(
                "verify.share",
                percent(session.agreement().share()),
                String.format(Locale.ROOT, "%,d", session.agreement().equal()),
                String.format(Locale.ROOT, "%,d", session.agreement().total()));
    }

    private static String difference(Verification session) {
        return String.format(Locale.ROOT, "%.3g", session.largestDifference());
    }

    private static String integers(Verification session) {
        return session.firstParting()
                .map(parting -> DeployTexts.text(
                        "verify.parting",
                        parting.layer(),
                        String.format(Locale.ROOT, "%.2g %%", 100 * parting.differing()),
                        Integer.toString(parting.largestSteps())))
                .orElse(DeployTexts.text("verify.equal"));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
