package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Controls;

/** Says how far the worker is with a topic, and why something cannot be answered. Takes no room when all is there. */
final class WaitingBar extends VBox {

    private final CompareViewModel model;
    private final ComparedAnswers.Topic topic;
    private final ProgressBar bar = new ProgressBar();
    private final Label text = Controls.label("", Styles.TEXT_MUTED);
    private final HBox waiting;
    private final VBox refusals = Controls.column();
    private final Button again;

    WaitingBar(CompareViewModel model, ComparedAnswers.Topic topic) {
        this.model = model;
        this.topic = topic;
        getStyleClass().add("column");
        bar.setAccessibleText(CompareTexts.text("waiting.name"));
        Button cancel = Controls.button(
                CompareTexts.text("cancel"), "mdal-close", () -> model.answers().cancel());
        again = Controls.button(CompareTexts.text("again"), "mdmz-refresh", () -> model.answers()
                .lookAgain(topic));
        waiting = Controls.row(bar, text, cancel);
        getChildren().addAll(waiting, refusals, again);
    }

    void show(int wanted) {
        ComparedAnswers.State state = model.answers().state(topic);
        visible(waiting, state.waiting() > 0);
        bar.setProgress(state.known() == 0 ? ProgressBar.INDETERMINATE_PROGRESS : (double) state.known() / wanted);
        text.setText(CompareTexts.text("waiting." + topic, Integer.toString(state.known()), Integer.toString(wanted)));
        List<Run> runs = model.lineup().get().runs();
        refusals.getChildren().clear();
        for (int i = 0; i < runs.size(); i++) {
            String name = Lineup.letter(i);
            state.refusals().get(i).ifPresent(refusal -> {
                Label label = Controls.paragraph(CompareTexts.text("refused", name, refusal), "problem");
                label.setGraphic(org.bitscale.ui.common.Icons.of("mdal-error_outline"));
                refusals.getChildren().add(label);
            });
        }
        visible(refusals, !refusals.getChildren().isEmpty());
        visible(again, state.waiting() == 0 && state.known() < wanted);
        visible(this, getChildren().stream().anyMatch(javafx.scene.Node::isVisible));
    }

    private static void visible(javafx.scene.Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
