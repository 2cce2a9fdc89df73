package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitscale.BadInputException;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.Split;
import org.bitscale.experiment.compare.Flip;
import org.bitscale.experiment.compare.PredictionComparison;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Controls;

/** What the networks say about the same examples: who differs by more than chance, in which classes, and how. */
final class PredictionsPane extends ScrollPane {

    private final CompareViewModel model;
    private final Appearance appearance;
    private final WaitingBar waiting;
    private final Label note = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final VBox verdicts = Controls.column();
    private final ClassTable classes = new ClassTable();
    private final Label classText = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final FlowPane matrices = new FlowPane(24, 18);
    private final Label cell = Controls.label("");
    private final ObjectProperty<Unit> unit = new SimpleObjectProperty<>(Unit.COUNTS);
    private final VBox results;

    /** What stands in the cells of a confusion matrix. */
    private enum Unit {
        COUNTS,
        SHARES
    }

    PredictionsPane(CompareViewModel model, Appearance appearance) {
        this.model = model;
        this.appearance = appearance;
        this.waiting = new WaitingBar(model, ComparedAnswers.Topic.PREDICTIONS);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setAccessibleText(CompareTexts.text("part.predictions"));
        setId("predictions-page");
        cell.setId("confusion-cell");
        cell.setText(CompareTexts.text("confusion.hint"));
        VBox matrixCard = Controls.card(
                "",
                Controls.row(
                        Controls.label(CompareTexts.text("confusion"), Styles.TITLE_4),
                        Controls.spacer(),
                        Segments.of(
                                "confusion-unit",
                                List.of(Unit.values()),
                                unit,
                                value -> CompareTexts.text("confusion." + value),
                                value -> CompareTexts.text("confusion." + value + ".tip"))),
                Controls.paragraph(CompareTexts.text("confusion.text"), "caption", Styles.TEXT_MUTED),
                cell,
                matrices);
        results = Controls.column(
                Controls.card(CompareTexts.text("verdicts"), verdicts),
                Controls.card(CompareTexts.text("classes"), classText, classes),
                matrixCard);
        VBox content = Controls.column(Controls.row(splits(model), note), waiting, results);
        content.getStyleClass().add("tab-content");
        setContent(content);
        unit.addListener((observed, before, now) -> showMatrices());
        appearance.theme().addListener((observed, before, now) -> showMatrices());
        appearance.zoom().addListener((observed, before, now) -> showMatrices());
    }

    /** Whose examples are predicted. */
    static Node splits(CompareViewModel model) {
        return Segments.of(
                "split",
                List.of(Split.VALIDATION, Split.TEST),
                model.answers().split(),
                split -> CompareTexts.text("split." + split),
                split -> CompareTexts.text("split." + split + ".tip"));
    }

    void show() {
        Lineup lineup = model.lineup().get();
        if (!lineup.isComplete()) {
            return;
        }
        List<Optional<FilePredictions>> predictions = model.answers().predictions();
        waiting.show(lineup.runs().size());
        note.setText(note(lineup, predictions));
        boolean any = predictions.stream().anyMatch(Optional::isPresent);
        results.setVisible(any);
        results.setManaged(any);
        if (any) {
            showVerdicts(lineup, predictions);
            double floor = classes.show(lineup, predictions);
            classText.setText(CompareTexts.text("classes.text", String.format(Locale.ROOT, "%.0f", 100 * floor)));
            showMatrices();
        }
    }

    private String note(Lineup lineup, List<Optional<FilePredictions>> predictions) {
        List<String> parts = new ArrayList<>();
        predictions.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(found -> parts.add(CompareTexts.text(
                        "examples",
                        String.format(Locale.ROOT, "%,d", found.labels().length),
                        model.answers().data().spec())));
        List<String> strangers = model.answers().strangers().stream()
                .map(run -> Lineup.letter(lineup.runs().indexOf(run)))
                .toList();
        if (!strangers.isEmpty()) {
            parts.add(CompareTexts.text("strangers", String.join(", ", strangers)));
        }
        return String.join(" ", parts);
    }

    private void showVerdicts(Lineup lineup, List<Optional<FilePredictions>> predictions) {
        verdicts.getChildren().clear();
        for (int i = 1; i < lineup.runs().size(); i++) {
            if (predictions.get(0).isPresent() && predictions.get(i).isPresent()) {
                verdicts.getChildren()
                        .add(verdict(
                                lineup,
                                i,
                                predictions.get(0).get(),
                                predictions.get(i).get()));
            }
        }
        if (verdicts.getChildren().isEmpty()) {
            verdicts.getChildren().add(Controls.paragraph(CompareTexts.text("verdicts.waiting"), Styles.TEXT_MUTED));
        } else if (verdicts.getChildren().size() > 2) {
            verdicts.getChildren()
                    .add(Controls.paragraph(CompareTexts.text("verdicts.many"), "caption", Styles.TEXT_MUTED));
        }
    }

    private static Node verdict(Lineup lineup, int run, FilePredictions reference, FilePredictions other) {
        String name = lineup.name(run);
        PredictionComparison found;
        try {
            found = PredictionComparison.of(reference, other);
        } catch (BadInputException e) {
            return Controls.row(RunStrip.badge(run), Controls.paragraph(e.getMessage(), Styles.DANGER));
        }
        Label headline = Controls.label(CompareTexts.text(
                "verdict.headline",
                name,
                points(found.difference()),
                points(found.interval().low()),
                points(found.interval().high())));
        headline.getStyleClass().add(Styles.TEXT_BOLD);
        Label chance = Controls.label(
                CompareTexts.text(found.isSignificant() ? "verdict.real" : "verdict.chance", p(found)), "badge");
        chance.getStyleClass().add(found.isSignificant() ? "attention" : "neutral");
        Label text = Controls.paragraph(sentence(lineup, name, found), "caption");
        VBox words = new VBox(2, Controls.row(headline, chance), text);
        javafx.scene.layout.HBox row = Controls.row(RunStrip.badge(run), words);
        row.setAlignment(javafx.geometry.Pos.TOP_LEFT);
        javafx.scene.layout.HBox.setHgrow(words, javafx.scene.layout.Priority.ALWAYS);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private static String sentence(Lineup lineup, String name, PredictionComparison found) {
        return CompareTexts.text(
                "verdict.flips",
                name,
                lineup.name(0),
                Long.toString(found.agreement().flips()),
                String.format(Locale.ROOT, "%,d", found.agreement().total()),
                Long.toString(found.count(Flip.Kind.LOST)),
                Long.toString(found.count(Flip.Kind.GAINED)),
                Long.toString(found.count(Flip.Kind.CHANGED)));
    }

    private static String points(double difference) {
        return String.format(Locale.ROOT, "%+.2f", 100 * difference).replace('-', '−');
    }

    /** Such as {@code p = 0.31}. */
    static String p(PredictionComparison found) {
        double p = found.test().pValue();
        return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, p < 0.095 ? "p = %.3f" : "p = %.2f", p);
    }

    private void showMatrices() {
        Lineup lineup = model.lineup().get();
        List<Optional<FilePredictions>> predictions = model.answers().predictions();
        matrices.getChildren().clear();
        for (int i = 0; i < predictions.size(); i++) {
            int run = i;
            predictions.get(i).ifPresent(found -> matrices.getChildren().add(matrix(lineup, run, found)));
        }
    }

    private VBox matrix(Lineup lineup, int run, FilePredictions found) {
        String name = lineup.name(run);
        ConfusionPane pane = new ConfusionPane(
                CompareTexts.text("confusion.name", name),
                meaning -> cell.setText(CompareTexts.text("confusion.of", Lineup.letter(run), name, meaning)));
        pane.setId("confusion-" + Lineup.letter(run));
        pane.show(
                PredictionComparison.confusion(found),
                found.classes(),
                ConfusionPane.Looks.of(
                        appearance.theme().get(), appearance.zoom().get()),
                unit.get() == Unit.SHARES);
        return new VBox(6, Controls.row(RunStrip.badge(run), Controls.label(name, Styles.TEXT_BOLD)), pane);
    }
}
