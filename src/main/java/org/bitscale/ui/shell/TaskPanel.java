package org.bitscale.ui.shell;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Durations;
import org.bitscale.ui.desk.RunningTrial;
import org.bitscale.ui.desk.Tasks;

/** Experiments that wait, run and have ended, with what can be done to them. */
final class TaskPanel extends VBox {

    private final Tasks tasks;
    private final VBox list = Controls.column();
    private final Map<String, TaskCard> cards = new LinkedHashMap<>();
    private final Button clear;

    TaskPanel(Tasks tasks) {
        this.tasks = tasks;
        getStyleClass().add("task-panel");
        setAccessibleText(ShellTexts.text("tasks.title"));
        clear = Controls.iconButton(ShellTexts.text("tasks.clear"), "mdal-clear_all", () -> tasks.queue()
                .clearEnded());
        HBox title =
                Controls.row(Controls.label(ShellTexts.text("tasks.title"), Styles.TITLE_4), Controls.spacer(), clear);
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(ShellTexts.text("tasks.title"));
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(title, scroll);
        tasks.experiments().addListener((observed, before, now) -> show());
        tasks.trials().addListener((observed, before, now) -> showTrials());
        show();
    }

    private void show() {
        List<QueuedExperiment> experiments = tasks.experiments().get();
        clear.setDisable(
                experiments.stream().noneMatch(experiment -> experiment.state().hasEnded()));
        cards.keySet().retainAll(experiments.stream().map(QueuedExperiment::id).toList());
        List<javafx.scene.Node> shown = new ArrayList<>();
        for (QueuedExperiment experiment : experiments) {
            TaskCard card = cards.computeIfAbsent(experiment.id(), id -> new TaskCard(tasks, id));
            card.show(experiment);
            shown.add(card);
        }
        if (shown.isEmpty()) {
            shown.add(Controls.paragraph(ShellTexts.text("tasks.none"), Styles.TEXT_MUTED));
        }
        // The same cards in the same order stay: a button under the pointer must not be taken away.
        if (!shown.equals(list.getChildren())) {
            list.getChildren().setAll(shown);
        }
        showTrials();
    }

    private void showTrials() {
        cards.forEach((id, card) -> card.showTrials(tasks.trials().get().stream()
                .filter(trial -> trial.experiment().equals(id))
                .toList()));
    }

    /** One experiment. */
    private static final class TaskCard extends VBox {

        private final Label name = Controls.label("", Styles.TEXT_BOLD);
        private final Label state = Controls.label("", "badge");
        private final Label detail = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
        private final ProgressBar bar = new ProgressBar(0);
        private final Button pause;
        private final Button resume;
        private final Button cancel;
        private final Button accept;
        private final Button up;
        private final Button down;
        private final VBox trials = new VBox();

        TaskCard(Tasks tasks, String id) {
            getStyleClass().addAll("card", "task");
            pause = Controls.iconButton(ShellTexts.text("task.pause"), "mdmz-pause", () -> tasks.queue()
                    .pause(id, true));
            resume = Controls.iconButton(ShellTexts.text("task.resume"), "mdmz-play_arrow", () -> tasks.queue()
                    .pause(id, false));
            cancel = Controls.iconButton(ShellTexts.text("task.cancel"), "mdal-close", () -> tasks.queue()
                    .cancel(id));
            up = Controls.iconButton(ShellTexts.text("task.up"), "mdal-arrow_upward", () -> tasks.queue()
                    .moveUp(id));
            down = Controls.iconButton(ShellTexts.text("task.down"), "mdal-arrow_downward", () -> tasks.queue()
                    .moveDown(id));
            accept = Controls.button(ShellTexts.text("task.accept"), "mdal-check", () -> tasks.queue()
                    .accept(id));
            accept.setId("accept-changes");
            bar.setAccessibleText(ShellTexts.text("task.progress"));
            bar.setMaxWidth(Double.MAX_VALUE);
            name.setMinWidth(0);
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setMaxWidth(Double.MAX_VALUE);
            state.setMinWidth(USE_PREF_SIZE);
            getChildren()
                    .addAll(
                            Controls.row(name, state),
                            bar,
                            Controls.row(detail, Controls.spacer(), up, down, pause, resume, cancel),
                            accept,
                            trials);
            HBox.setHgrow(detail, Priority.SOMETIMES);
        }

        void show(QueuedExperiment experiment) {
            QueuedExperiment.State now = experiment.state();
            name.setText(experiment.name());
            state.setText(ShellTexts.text("state." + now.name().toLowerCase(java.util.Locale.ROOT)));
            state.getStyleClass().removeAll("good", "bad", "attention");
            switch (now) {
                case DONE -> state.getStyleClass().add("good");
                case FAILED -> state.getStyleClass().add("bad");
                case PAUSED, CANCELLED -> state.getStyleClass().add("attention");
                default -> {}
            }
            boolean measures = now == QueuedExperiment.State.PREPARING || now == QueuedExperiment.State.MEASURING;
            bar.setProgress(
                    measures
                            ? ProgressBar.INDETERMINATE_PROGRESS
                            : experiment.total() == 0 ? 0 : (double) experiment.done() / experiment.total());
            visible(bar, !now.hasEnded());
            detail.setText(detail(experiment));
            visible(pause, now == QueuedExperiment.State.RUNNING);
            visible(resume, now == QueuedExperiment.State.PAUSED);
            visible(cancel, !now.hasEnded());
            visible(up, now == QueuedExperiment.State.WAITING);
            visible(down, now == QueuedExperiment.State.WAITING);
            visible(accept, experiment.acceptable());
        }

        private static void visible(javafx.scene.Node node, boolean visible) {
            node.setVisible(visible);
            node.setManaged(visible);
        }

        private static String detail(QueuedExperiment experiment) {
            if (experiment.failure().isPresent()) {
                return experiment.failure().get();
            }
            if (experiment.summary().isPresent()) {
                var summary = experiment.summary().get();
                return ShellTexts.text(
                        "task.summary",
                        Integer.toString(summary.finished()),
                        Integer.toString(summary.known()),
                        Integer.toString(summary.failed()),
                        Durations.format(summary.seconds()));
            }
            String trials = ShellTexts.text(
                    "task.trials", Integer.toString(experiment.done()), Integer.toString(experiment.total()));
            return switch (experiment.state()) {
                case WAITING -> ShellTexts.text("task.waiting");
                case PREPARING -> ShellTexts.text("task.preparing");
                case MEASURING -> ShellTexts.text("task.measuring");
                default ->
                    experiment.secondsLeft() < 0
                            ? trials
                            : ShellTexts.text("task.left", trials, Durations.format(experiment.secondsLeft()));
            };
        }

        void showTrials(List<RunningTrial> running) {
            while (trials.getChildren().size() > running.size()) {
                trials.getChildren().remove(trials.getChildren().size() - 1);
            }
            while (trials.getChildren().size() < running.size()) {
                trials.getChildren().add(new TrialLine());
            }
            for (int i = 0; i < running.size(); i++) {
                ((TrialLine) trials.getChildren().get(i)).show(running.get(i));
            }
        }
    }

    /** One trial of the running experiment. */
    private static final class TrialLine extends VBox {

        private final Label text = Controls.label("", "caption");
        private final ProgressBar bar = new ProgressBar(0);

        TrialLine() {
            getStyleClass().add("trial");
            bar.getStyleClass().add(Styles.SMALL);
            bar.setMaxWidth(Double.MAX_VALUE);
            bar.setAccessibleText(ShellTexts.text("trial.progress"));
            getChildren().addAll(text, bar);
        }

        void show(RunningTrial trial) {
            String phase = trial.phase().isEmpty() ? ShellTexts.text("trial.starting") : trial.phase();
            text.setText(
                    ShellTexts.text("trial.text", trial.label(), Long.toString(trial.seed()), phase, trial.detail())
                            .strip());
            bar.setProgress(trial.total() == 0 ? 0 : (double) trial.done() / trial.total());
        }
    }
}
