package org.bitscale.ui.deploy;

import atlantafx.base.theme.Styles;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Controls;

/** Where a network comes from, how it is fed, and the card that goes with it. */
final class HandoverPane extends BorderPane {

    private final GridPane facts = new GridPane();
    private final TextArea card = new TextArea();

    HandoverPane(DeployViewModel model) {
        getStyleClass().add("tab-content");
        facts.setHgap(12);
        facts.setVgap(6);
        card.setId("model-card");
        card.setEditable(false);
        card.setWrapText(true);
        card.getStyleClass().add("mono");
        card.setAccessibleText(DeployTexts.text("card"));
        VBox.setVgrow(card, Priority.ALWAYS);
        VBox preview = Controls.column(
                Controls.row(
                        Controls.label(DeployTexts.text("card"), Styles.TITLE_4),
                        Controls.spacer(),
                        Controls.button(DeployTexts.text("card.copy"), "mdal-content_copy", this::copy)),
                card);
        javafx.scene.control.ScrollPane origin =
                new javafx.scene.control.ScrollPane(Controls.card(DeployTexts.text("origin"), facts));
        origin.setFitToWidth(true);
        origin.setHbarPolicy(javafx.scene.control.ScrollPane.ScrollBarPolicy.NEVER);
        origin.getStyleClass().add("origin");
        origin.setAccessibleText(DeployTexts.text("origin"));
        setLeft(origin);
        setCenter(preview);
        BorderPane.setMargin(preview, new javafx.geometry.Insets(0, 0, 0, 14));
        model.chosen().addListener((observed, before, now) -> show(now));
        show(model.chosen().get());
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(card.getText());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void show(Optional<DeployViewModel.Chosen> chosen) {
        facts.getChildren().clear();
        card.setText(chosen.map(DeployViewModel.Chosen::card).orElse(""));
        chosen.ifPresent(this::show);
    }

    private void show(DeployViewModel.Chosen chosen) {
        Run run = chosen.run();
        Environment environment = run.environment();
        row("run", run.id());
        row("experiment", run.experiment());
        row(
                "model",
                run.trial().model().getFileName() + "\n"
                        + run.trial().modelHash().substring(0, 16) + "…");
        row("data", run.trial().data().spec());
        run.trial()
                .training()
                .ifPresent(recipe -> row(
                        "training",
                        DeployTexts.text(
                                "origin.epochs",
                                Integer.toString(recipe.epochs()),
                                Double.toString(recipe.learningRate()),
                                Long.toString(recipe.seed()))));
        row(
                "input",
                DeployTexts.text(
                        "origin.shape", chosen.use().input(), chosen.use().shapeText()));
        row("scaling", chosen.use().scaling().toString());
        row(
                "classes",
                chosen.use().classes().isEmpty()
                        ? "–"
                        : String.format(
                                        Locale.ROOT,
                                        "%d: ",
                                        chosen.use().classes().size())
                                + chosen.use().classes().stream().limit(12).collect(Collectors.joining(", "))
                                + (chosen.use().classes().size() > 12 ? " …" : ""));
        row(
                "made",
                DeployTexts.text(
                        "origin.versions", environment.bitscale(), environment.torch(), environment.onnxRuntime()));
        row("where", environment.processor());
    }

    private void row(String key, String value) {
        int row = facts.getRowCount();
        Label name = Controls.label(DeployTexts.text("origin." + key), Styles.TEXT_MUTED, "caption");
        name.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setValignment(name, javafx.geometry.VPos.TOP);
        facts.add(name, 0, row);
        facts.add(Controls.paragraph(value, "caption"), 1, row);
    }
}
