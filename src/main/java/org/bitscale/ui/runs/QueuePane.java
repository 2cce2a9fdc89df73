package org.bitscale.ui.runs;

import atlantafx.base.theme.Styles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.experiment.task.Unfinished;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.desk.RunningTrial;

/** The queue, live curves of what runs, and what can go on. */
final class QueuePane extends StackPane {

    private final QueueModel model;
    private final LogModel log;
    private final FlowPane trials = new FlowPane();
    private final Map<String, TrialCard> cards = new LinkedHashMap<>();
    private final CurvePane curves;
    private final VBox running;
    private final VBox trained;
    private final VBox unfinished = Controls.column();
    private final VBox unfinishedCard;
    private final VBox queued;
    private final Region empty;
    private final ScrollPane scroll;

    /**
     * @param model what is shown
     * @param log where a trial's log is shown
     * @param curves shows the trainings
     * @param create opens the form for a new experiment
     */
    QueuePane(QueueModel model, LogModel log, CurvePane curves, Runnable create) {
        this.model = model;
        this.log = log;
        this.curves = curves;
        trials.getStyleClass().add("trials");
        Button clear = Controls.iconButton(RunsTexts.text("queue.clear"), "mdal-clear_all", model::clearEnded);
        queued = Controls.column(
                Controls.row(Controls.label(RunsTexts.text("queue"), Styles.TITLE_4), Controls.spacer(), clear),
                new QueueTable(model));
        running = Controls.card(RunsTexts.text("queue.running"), trials);
        trained = Controls.card(RunsTexts.text("queue.curves"), curves);
        unfinishedCard = Controls.card(RunsTexts.text("queue.unfinished"), unfinished);
        VBox content = Controls.column(Controls.problem(model.problem()), queued, running, trained, unfinishedCard);
        content.getStyleClass().add("queue-content");
        scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(RunsTexts.text("queue"));
        empty = Controls.empty(
                "mdmz-queue",
                RunsTexts.text("queue.empty.title"),
                RunsTexts.text("queue.empty.text"),
                Controls.accent(RunsTexts.text("empty.create"), "mdal-add", create));
        getChildren().addAll(empty, scroll);
        model.rows().addListener((ListChangeListener<QueueModel.Row>) change -> show());
        model.trials().addListener((observed, before, now) -> showTrials());
        model.trainings().addListener((observed, before, now) -> showCurves());
        model.unfinished().addListener((observed, before, now) -> showUnfinished());
        showTrials();
        showCurves();
        showUnfinished();
        show();
    }

    /** What can be done here. */
    List<Command> commands() {
        return List.of(
                command("pause", "mdmz-pause", QueuedExperiment.State.RUNNING, row -> model.pause(row, true)),
                command("resume", "mdmz-play_arrow", QueuedExperiment.State.PAUSED, row -> model.pause(row, false)),
                command("cancel", "mdal-close", QueuedExperiment.State.RUNNING, model::cancel));
    }

    /** Does something to the experiment that is in a state. */
    private Command command(String key, String icon, QueuedExperiment.State state, Consumer<QueueModel.Row> action) {
        Supplier<Optional<QueueModel.Row>> row = () -> model.rows().stream()
                .filter(each -> each.now().get().state() == state)
                .findFirst();
        return Command.of(RunsTexts.text("command.queue." + key), RunsTexts.text("queue"), icon, () -> row.get()
                        .ifPresent(action))
                .when(() -> row.get().isPresent());
    }

    private void show() {
        boolean any = !model.rows().isEmpty() || !model.unfinished().get().isEmpty();
        empty.setVisible(!any);
        scroll.setVisible(any);
        visible(queued, !model.rows().isEmpty());
    }

    private static void visible(Region part, boolean visible) {
        part.setVisible(visible);
        part.setManaged(visible);
    }

    private void showTrials() {
        List<RunningTrial> now = model.trials().get();
        cards.keySet().retainAll(now.stream().map(RunningTrial::hash).toList());
        now.forEach(trial ->
                cards.computeIfAbsent(trial.hash(), hash -> new TrialCard()).show(trial));
        List<TrialCard> order =
                now.stream().map(trial -> cards.get(trial.hash())).toList();
        if (!order.equals(trials.getChildren())) {
            trials.getChildren().setAll(order);
        }
        visible(running, !now.isEmpty());
    }

    private void showCurves() {
        curves.show(model.trainings().get());
        visible(trained, curves.isVisible());
    }

    private void showUnfinished() {
        unfinished.getChildren().clear();
        for (Unfinished experiment : model.unfinished().get()) {
            Label text = Controls.paragraph(RunsTexts.text(
                    "queue.begun",
                    experiment.name(),
                    RunsTexts.count(experiment.done()),
                    RunsTexts.count(experiment.total())));
            HBox.setHgrow(text, Priority.ALWAYS);
            text.setMaxWidth(Double.MAX_VALUE);
            unfinished
                    .getChildren()
                    .add(Controls.row(
                            text,
                            Controls.button(
                                    RunsTexts.text("queue.goOn"), "mdmz-play_arrow", () -> model.resume(experiment))));
        }
        visible(unfinishedCard, !model.unfinished().get().isEmpty());
        show();
    }

    /** A trial that runs. */
    private final class TrialCard extends VBox {

        private final Label name = Controls.label("", Styles.TEXT_BOLD);
        private final Label phase = Controls.label("", "caption", Styles.TEXT_MUTED);
        private final ProgressBar bar = new ProgressBar(0);
        private RunningTrial shown;

        TrialCard() {
            getStyleClass().addAll("card", "trial-card");
            bar.setAccessibleText(RunsTexts.text("trial.progress"));
            bar.setMaxWidth(Double.MAX_VALUE);
            name.setMinWidth(0);
            HBox head = Controls.row(
                    name,
                    Controls.spacer(),
                    Controls.iconButton(
                            RunsTexts.text("command.log"),
                            "mdal-article",
                            () -> log.follow(shown.hash(), shown.label(), shown.seed())),
                    Controls.iconButton(RunsTexts.text("trial.cancel"), "mdal-close", () -> model.cancel(shown)));
            getChildren().addAll(head, bar, phase);
        }

        void show(RunningTrial trial) {
            shown = trial;
            name.setText(RunsTexts.text(
                    trial.attempt() > 1 ? "trial.again" : "trial.name",
                    trial.label(),
                    Long.toString(trial.seed()),
                    Integer.toString(trial.attempt())));
            bar.setProgress(
                    trial.total() == 0 ? ProgressBar.INDETERMINATE_PROGRESS : (double) trial.done() / trial.total());
            phase.setText(
                    trial.phase().isEmpty()
                            ? RunsTexts.text("trial.starting")
                            : RunsTexts.text(
                                            "trial.phase",
                                            trial.phase(),
                                            RunsTexts.count(trial.done()),
                                            RunsTexts.count(trial.total()),
                                            trial.detail())
                                    .strip());
        }
    }
}
