package org.bitscale.ui.runs;

import atlantafx.base.theme.Styles;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Durations;

/** The experiments of the queue, as tall as there are some. */
final class QueueTable extends TableView<QueueModel.Row> {

    private static final int FEWEST_ROWS = 2;
    private static final int MOST_ROWS = 8;
    private static final double ROW = 3.1;

    private final QueueModel model;

    QueueTable(QueueModel model) {
        super(model.rows());
        this.model = model;
        setId("queue");
        setAccessibleText(RunsTexts.text("queue"));
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
        setPlaceholder(Controls.label(RunsTexts.text("queue.none"), Styles.TEXT_MUTED));
        column("queue.name", 150, row -> new TextCell(QueuedExperiment::name));
        column("queue.state", 90, row -> new StateCell());
        column("queue.priority", 110, row -> new PriorityCell());
        column("queue.progress", 130, row -> new ProgressCell());
        column("queue.trials", 80, row -> new TextCell(QueueTable::trials));
        column("queue.remark", 240, row -> new TextCell(QueueTable::remark));
        column("queue.actions", 150, row -> new ActionCell());
        model.rows().addListener((ListChangeListener<QueueModel.Row>) change -> size());
        size();
    }

    private void size() {
        int rows = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, getItems().size()));
        setStyle("-fx-pref-height: " + (rows * ROW + 3) + "em; -fx-min-height: " + (FEWEST_ROWS * ROW + 3) + "em;");
    }

    private void column(
            String key,
            double width,
            Function<TableColumn<QueueModel.Row, QueuedExperiment>, TableCell<QueueModel.Row, QueuedExperiment>> cell) {
        TableColumn<QueueModel.Row, QueuedExperiment> column = new TableColumn<>(RunsTexts.text(key));
        column.setCellValueFactory(row -> row.getValue().now());
        column.setCellFactory(cell::apply);
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        getColumns().add(column);
    }

    private static String trials(QueuedExperiment experiment) {
        return experiment.total() == 0
                ? ""
                : RunsTexts.text("queue.of", RunsTexts.count(experiment.done()), RunsTexts.count(experiment.total()));
    }

    /** Time left, or what came of it. */
    private static String remark(QueuedExperiment experiment) {
        if (experiment.failure().isPresent()) {
            return experiment.failure().get();
        }
        if (experiment.summary().isPresent()) {
            var summary = experiment.summary().get();
            return RunsTexts.text(
                    "queue.summary",
                    RunsTexts.count(summary.finished()),
                    RunsTexts.count(summary.known()),
                    RunsTexts.count(summary.failed()),
                    Durations.format(summary.seconds()));
        }
        return switch (experiment.state()) {
            case DONE, FAILED, CANCELLED -> "";
            case WAITING -> RunsTexts.text("queue.waits");
            case PREPARING -> RunsTexts.text("queue.prepares");
            case MEASURING -> RunsTexts.text("queue.measures");
            default ->
                experiment.secondsLeft() < 0
                        ? RunsTexts.text("queue.unknown")
                        : RunsTexts.text("queue.left", Durations.format(experiment.secondsLeft()));
        };
    }

    /** A text that tells all of itself when it is pointed at. */
    private static final class TextCell extends TableCell<QueueModel.Row, QueuedExperiment> {

        private final Function<QueuedExperiment, String> text;
        private final Tooltip whole = new Tooltip();

        TextCell(Function<QueuedExperiment, String> text) {
            this.text = text;
            whole.setWrapText(true);
            whole.setMaxWidth(600);
        }

        @Override
        protected void updateItem(QueuedExperiment now, boolean empty) {
            super.updateItem(now, empty);
            setText(empty || now == null ? "" : text.apply(now));
            whole.setText(getText());
            setTooltip(getText().isEmpty() ? null : whole);
        }
    }

    /** A cell that shows the same controls as long as it lives: what is under the pointer stays there. */
    private abstract static class ControlCell extends TableCell<QueueModel.Row, QueuedExperiment> {

        private final Node graphic;

        ControlCell(Node graphic) {
            this.graphic = graphic;
        }

        abstract void show(QueuedExperiment now);

        @Override
        protected void updateItem(QueuedExperiment now, boolean empty) {
            super.updateItem(now, empty);
            setGraphic(empty || now == null ? null : graphic);
            if (now != null && !empty) {
                show(now);
            }
        }
    }

    private static final class StateCell extends ControlCell {

        private final Label badge;

        StateCell() {
            this(Controls.label("", "badge"));
        }

        private StateCell(Label badge) {
            super(badge);
            this.badge = badge;
        }

        @Override
        void show(QueuedExperiment now) {
            badge.setText(RunsTexts.text("state." + RunsTexts.word(now.state())));
            badge.getStyleClass().removeAll("good", "bad", "attention");
            switch (now.state()) {
                case DONE -> badge.getStyleClass().add("good");
                case FAILED -> badge.getStyleClass().add("bad");
                case PAUSED, CANCELLED -> badge.getStyleClass().add("attention");
                default -> {}
            }
        }
    }

    private final class PriorityCell extends ControlCell {

        private final ComboBox<Priority> box;
        private boolean following;

        PriorityCell() {
            this(new ComboBox<>());
        }

        private PriorityCell(ComboBox<Priority> box) {
            super(box);
            this.box = box;
            box.getItems().setAll(Priority.HIGH, Priority.NORMAL, Priority.LOW);
            box.setAccessibleText(RunsTexts.text("queue.priority"));
            box.setMaxWidth(Double.MAX_VALUE);
            box.setConverter(new StringConverter<>() {
                @Override
                public String toString(Priority priority) {
                    return priority == null ? "" : RunsTexts.text("priority." + RunsTexts.word(priority));
                }

                @Override
                public Priority fromString(String text) {
                    throw new UnsupportedOperationException("one chooses, and types nothing");
                }
            });
            box.valueProperty().addListener((observed, before, now) -> {
                if (!following && now != null && getTableRow().getItem() != null) {
                    model.prioritize(getTableRow().getItem(), now);
                }
            });
        }

        @Override
        void show(QueuedExperiment now) {
            following = true;
            box.setValue(now.priority());
            following = false;
            box.setVisible(now.state() == QueuedExperiment.State.WAITING);
        }
    }

    private static final class ProgressCell extends ControlCell {

        private final ProgressBar bar;

        ProgressCell() {
            this(new ProgressBar(0));
        }

        private ProgressCell(ProgressBar bar) {
            super(bar);
            this.bar = bar;
            bar.setMaxWidth(Double.MAX_VALUE);
            bar.setAccessibleText(RunsTexts.text("queue.progress"));
        }

        @Override
        void show(QueuedExperiment now) {
            boolean unknown =
                    now.state() == QueuedExperiment.State.PREPARING || now.state() == QueuedExperiment.State.MEASURING;
            bar.setVisible(
                    now.state() != QueuedExperiment.State.WAITING && now.state() != QueuedExperiment.State.FAILED);
            bar.setProgress(
                    unknown
                            ? ProgressBar.INDETERMINATE_PROGRESS
                            : now.total() == 0 ? 0 : (double) now.done() / now.total());
        }
    }

    private final class ActionCell extends ControlCell {

        private final Button up;
        private final Button down;
        private final Button pause;
        private final Button resume;
        private final Button cancel;

        ActionCell() {
            this(new HBox());
        }

        private ActionCell(HBox buttons) {
            super(buttons);
            up = button("queue.up", "mdal-arrow_upward", () -> model.move(row(), true));
            down = button("queue.down", "mdal-arrow_downward", () -> model.move(row(), false));
            pause = button("queue.pause", "mdmz-pause", () -> model.pause(row(), true));
            resume = button("queue.resume", "mdmz-play_arrow", () -> model.pause(row(), false));
            cancel = button("queue.cancel", "mdal-close", () -> model.cancel(row()));
            buttons.getChildren().setAll(up, down, pause, resume, cancel);
        }

        private Button button(String key, String icon, Runnable action) {
            return Controls.iconButton(RunsTexts.text(key), icon, action);
        }

        private QueueModel.Row row() {
            return getTableRow().getItem();
        }

        @Override
        void show(QueuedExperiment now) {
            boolean waits = now.state() == QueuedExperiment.State.WAITING;
            visible(up, waits);
            visible(down, waits);
            visible(pause, now.state() == QueuedExperiment.State.RUNNING);
            visible(resume, now.state() == QueuedExperiment.State.PAUSED);
            visible(cancel, !now.state().hasEnded());
        }

        private static void visible(Node node, boolean visible) {
            node.setVisible(visible);
            node.setManaged(visible);
        }
    }
}
