package org.bitscale.ui.runs;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;
import org.controlsfx.control.SegmentedButton;

/** The Runs screen: all runs, the queue, and the form for a new experiment. */
public final class RunsView implements Screen {

    private final VBox view = new VBox();
    private final ObjectProperty<Part> part = new SimpleObjectProperty<>(Part.ALL);
    private final StackPane content = new StackPane();
    private final Map<Part, Pane> panes = new EnumMap<>(Part.class);
    private final Map<Part, Supplier<Pane>> makers = new EnumMap<>(Part.class);
    private final ExperimentModel create;
    private final LogPane log;
    private final SplitPane split = new SplitPane();

    /** What is shown of a part, and what can be done there. */
    private record Pane(Region region, Supplier<List<Command>> commands) {}

    /** The parts of the screen. */
    private enum Part {
        ALL("mdmz-table_rows"),
        QUEUE("mdmz-queue"),
        CREATE("mdal-add");

        private final String icon;

        Part(String icon) {
            this.icon = icon;
        }
    }

    /**
     * A screen that follows the desk.
     *
     * @param desk whose workspace's runs and queue are shown
     * @param background where things are read, written and repeated
     * @param failures takes what nobody expected
     * @param appearance theme and zoom
     */
    public RunsView(Desk desk, Background background, Failures failures, Appearance appearance) {
        RunTableModel runs = new RunTableModel(desk, background, failures);
        LogModel logs = new LogModel(desk, background, failures);
        DetailModel details = new DetailModel(desk, background, failures, runs.problem()::set);
        RerunModel reruns = new RerunModel(desk, background, failures, runs.problem()::set);
        QueueModel queue = new QueueModel(desk, background, failures);
        create = new ExperimentModel(desk, background, failures);
        log = new LogPane(logs);
        // A part's controls are made when it is first shown.
        makers.put(Part.ALL, () -> {
            AllRunsPane pane = new AllRunsPane(
                    new AllRunsPane.Models(runs, details, logs, reruns),
                    appearance,
                    new CurvePane(appearance, background),
                    this::duplicate,
                    () -> part.set(Part.CREATE));
            return new Pane(pane, pane::commands);
        });
        makers.put(Part.QUEUE, () -> {
            QueuePane pane =
                    new QueuePane(queue, logs, new CurvePane(appearance, background), () -> part.set(Part.CREATE));
            return new Pane(pane, pane::commands);
        });
        makers.put(Part.CREATE, () -> {
            ExperimentPane pane = new ExperimentPane(create, () -> part.set(Part.QUEUE));
            return new Pane(pane, pane::commands);
        });
        view.getStyleClass().addAll("screen", "runs-screen");
        split.setOrientation(Orientation.VERTICAL);
        split.getItems().add(content);
        content.setMinSize(0, 0);
        content.setAlignment(Pos.TOP_LEFT);
        split.setMinHeight(0);
        VBox.setVgrow(split, Priority.ALWAYS);
        view.getChildren().addAll(header(), split);
        part.addListener((observed, before, now) -> show());
        logs.title().addListener((observed, before, now) -> showLog(now.isPresent()));
        show();
    }

    @Override
    public ScreenId id() {
        return ScreenId.RUNS;
    }

    @Override
    public Region view() {
        return view;
    }

    @Override
    public List<Command> commands() {
        List<Command> commands = new ArrayList<>(pane().commands().get());
        for (Part each : Part.values()) {
            commands.add(Command.of(
                    RunsTexts.text("command.part." + RunsTexts.word(each)),
                    RunsTexts.text("title"),
                    each.icon,
                    () -> part.set(each)));
        }
        return commands;
    }

    private HBox header() {
        ToggleGroup group = new ToggleGroup();
        SegmentedButton parts = new SegmentedButton();
        parts.setToggleGroup(group);
        for (Part each : Part.values()) {
            String name = RunsTexts.text("part." + RunsTexts.word(each));
            ToggleButton button = new ToggleButton(name, Icons.of(each.icon));
            button.setId("part-" + RunsTexts.word(each));
            button.setAccessibleText(name);
            button.setOnAction(event -> {
                button.setSelected(true);
                part.set(each);
            });
            part.addListener((observed, before, now) -> button.setSelected(now == each));
            button.setSelected(part.get() == each);
            parts.getButtons().add(button);
        }
        HBox row = Controls.row(
                Controls.label(RunsTexts.text("title"), "screen-title"), Controls.spacer(), parts, Controls.spacer());
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private void duplicate(Run run) {
        create.duplicate(run.trial(), run.experiment());
        part.set(Part.CREATE);
    }

    private void show() {
        content.getChildren().setAll(pane().region());
    }

    private Pane pane() {
        return panes.computeIfAbsent(part.get(), missing -> makers.get(missing).get());
    }

    private void showLog(boolean shown) {
        if (shown && !split.getItems().contains(log)) {
            split.getItems().add(log);
            split.setDividerPositions(0.6);
        } else if (!shown) {
            split.getItems().remove(log);
        }
    }
}
