package org.bitscale.ui.runs;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Controls;

/** Everything that is known of one run. */
final class DetailPane extends StackPane {

    private final RunTableModel runs;
    private final AnnotationPane annotation;
    private final CurvePane curves;
    private final LayerTable layers = new LayerTable();
    private final VBox content = Controls.column();
    private final ScrollPane scroll = new ScrollPane(content);
    private final Region empty =
            Controls.empty("mdal-info", RunsTexts.text("details.none.title"), RunsTexts.text("details.none.text"));
    private Optional<String> shown = Optional.empty();

    DetailPane(DetailModel model, RunTableModel runs, CurvePane curves) {
        this.runs = runs;
        this.annotation = new AnnotationPane(runs);
        this.curves = curves;
        setId("details");
        getStyleClass().add("details");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(RunsTexts.text("details"));
        getChildren().addAll(empty, scroll);
        model.run().addListener((observed, before, now) -> show(now));
        runs.selected().addListener((observed, before, now) -> show(model.run().get()));
        show(model.run().get());
    }

    private void show(Optional<Run> run) {
        empty.setVisible(run.isEmpty());
        scroll.setVisible(run.isPresent());
        run.ifPresent(this::show);
        if (!run.map(Run::id).equals(shown)) {
            shown = run.map(Run::id);
            scroll.setVvalue(0);
        }
    }

    private void show(Run run) {
        List<Node> parts = new ArrayList<>();
        Label status = Controls.label(RunsTexts.text("status." + RunsTexts.word(run.status())), "badge");
        status.getStyleClass().add(RunTableView.style(run.status()));
        status.setMinWidth(USE_PREF_SIZE);
        parts.add(Controls.row(Controls.label(run.trial().label(), Styles.TITLE_4), status));
        int chosen = runs.selected().get().size();
        String where = RunsTexts.text(
                "details.where", run.experiment(), Long.toString(run.trial().seed()), RunColumn.time(run.started()));
        parts.add(Controls.paragraph(where, Styles.TEXT_MUTED));
        if (chosen > 1) {
            parts.add(
                    Controls.paragraph(RunsTexts.text("details.several", RunsTexts.count(chosen)), Styles.TEXT_MUTED));
        }
        parts.add(annotation);
        run.failure().ifPresent(failure -> parts.add(Controls.paragraph(failure, Styles.DANGER, "problem")));
        List<RunSheet.Group> groups = RunSheet.of(run);
        boolean measured = !run.metrics().isEmpty();
        groups.stream().limit(measured ? 1 : 0).forEach(group -> parts.add(card(group)));
        if (!run.epochs().isEmpty()) {
            curves.show(List.of(new CurvePane.Training(run.trial().label(), run.epochs())));
            parts.add(Controls.card(RunsTexts.text("details.curves"), curves));
        }
        if (!run.layers().isEmpty()) {
            layers.show(run.layers());
            parts.add(Controls.card(RunsTexts.text("details.layers"), layers));
        }
        groups.stream().skip(measured ? 1 : 0).forEach(group -> parts.add(card(group)));
        content.getChildren().setAll(parts);
    }

    private static VBox card(RunSheet.Group group) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("sheet");
        ColumnConstraints names = new ColumnConstraints();
        names.setPercentWidth(38);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        for (RunSheet.Line line : group.lines()) {
            int row = grid.getRowCount();
            Label name = Controls.paragraph(line.name(), Styles.TEXT_MUTED);
            grid.add(name, 0, row);
            grid.add(line.code() ? code(line) : Controls.paragraph(line.value()), 1, row);
        }
        return Controls.card(group.title(), grid);
    }

    /** What is for machines can be selected and copied, and is too long to be shown whole. */
    private static TextField code(RunSheet.Line line) {
        TextField field = new TextField(line.value());
        field.setEditable(false);
        field.setAccessibleText(line.name());
        field.getStyleClass().addAll("mono", "code");
        return field;
    }
}
