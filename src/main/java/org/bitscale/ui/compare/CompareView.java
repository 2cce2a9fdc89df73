package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.common.RunChooser;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;

/** The Compare screen. */
public final class CompareView implements Screen {

    private static final List<String> FORMATS = List.of("csv", "json");

    private final CompareViewModel model;
    private final BorderPane view = new BorderPane();
    private final TabPane parts = new TabPane();
    private final Region empty;
    private final VBox content;
    private final MeasureTable measures = new MeasureTable();
    private final PlanDifferences plans = new PlanDifferences();
    private final PredictionsPane predictions;
    private final FlipsPane flips;
    private final LayerErrorsPane layers;
    private final Tab predictionsTab;
    private final Tab flipsTab;
    private final Tab layersTab;
    private final Label said = Controls.paragraph("", "caption", Styles.SUCCESS);
    private final Label emptyText = Controls.paragraph("", Styles.TEXT_MUTED);
    private final Button add;
    private final RunChooser chooser;

    /**
     * @param model what is shown
     * @param appearance theme and zoom of the heat maps
     */
    public CompareView(CompareViewModel model, Appearance appearance) {
        this.model = model;
        this.predictions = new PredictionsPane(model, appearance);
        this.flips = new FlipsPane(model, new FlipsViewModel(model));
        this.layers = new LayerErrorsPane(model);
        this.chooser = new RunChooser(
                CompareTexts.text("chooser.prompt"),
                CompareTexts.text("chooser.none"),
                model::findRuns,
                row -> model.lineup().get().runs().stream()
                        .anyMatch(run -> run.id().equals(row.id())),
                row -> model.add(row.id()));
        this.add = Controls.button(CompareTexts.text("add"), "mdal-add", this::choose);
        add.setId("add-run");
        this.empty = empty();
        tab("measures", new VBox(measures));
        VBox.setVgrow(measures, javafx.scene.layout.Priority.ALWAYS);
        tab("plans", plans);
        predictionsTab = tab("predictions", predictions);
        flipsTab = tab("flips", flips);
        layersTab = tab("layers", layers);
        parts.setId("compare-parts");
        parts.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        VBox.setVgrow(parts, javafx.scene.layout.Priority.ALWAYS);
        content = new VBox(10, new RunStrip(model), parts);
        view.getStyleClass().add("screen");
        view.setTop(header());
        view.setCenter(new StackPane(empty, content));
        BorderPane.setMargin(view.getCenter(), new Insets(10, 0, 0, 0));
        parts.getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> look());
        view.sceneProperty().addListener((observed, before, now) -> look());
        model.lineup().addListener((observed, before, now) -> show());
        model.answers().changes().addListener((observed, before, now) -> showAnswers());
        show();
    }

    @Override
    public ScreenId id() {
        return ScreenId.COMPARE;
    }

    @Override
    public Region view() {
        return view;
    }

    @Override
    public List<Command> commands() {
        String group = CompareTexts.text("title");
        List<Command> commands = new ArrayList<>();
        commands.add(Command.of(CompareTexts.text("add"), group, "mdal-add", "Ctrl+Shift+A", this::choose));
        commands.add(Command.of(CompareTexts.text("suggest"), group, "mdmz-star_outline", model::suggest));
        for (Tab part : parts.getTabs()) {
            commands.add(Command.of(
                            CompareTexts.text("command.part", part.getText()),
                            group,
                            "mdal-compare_arrows",
                            () -> parts.getSelectionModel().select(part))
                    .when(this::isComplete));
        }
        commands.add(Command.of(CompareTexts.text("command.onlyDifferent"), group, "mdal-filter_list", () -> {
                    parts.getSelectionModel().select(1);
                    plans.toggle();
                })
                .when(this::isComplete));
        for (String format : FORMATS) {
            commands.add(Command.of(
                            CompareTexts.text("export.as", format.toUpperCase(Locale.ROOT)),
                            group,
                            "mdmz-save_alt",
                            () -> export(format))
                    .when(this::isComplete));
        }
        return commands;
    }

    private boolean isComplete() {
        return model.lineup().get().isComplete();
    }

    private Tab tab(String key, Region shown) {
        StackPane padded = new StackPane(shown);
        padded.getStyleClass().add("part");
        Tab tab = new Tab(CompareTexts.text("part." + key), padded);
        tab.setId("part-" + key);
        parts.getTabs().add(tab);
        return tab;
    }

    private VBox header() {
        MenuButton export = new MenuButton(CompareTexts.text("export"), Icons.of("mdmz-save_alt"));
        export.setId("export-comparison");
        export.setAccessibleText(CompareTexts.text("export"));
        export.setMinWidth(Region.USE_PREF_SIZE);
        for (String format : FORMATS) {
            MenuItem item = new MenuItem(format.toUpperCase(Locale.ROOT));
            item.setOnAction(event -> export(format));
            export.getItems().add(item);
        }
        export.disableProperty().bind(model.lineup().map(lineup -> !lineup.isComplete()));
        visibleWhileSaid(said);
        visibleWhileSaid(emptyText);
        return new VBox(
                Controls.row(
                        Controls.label(CompareTexts.text("title"), "screen-title"), Controls.spacer(), add, export),
                Controls.problem(model.problem()),
                said);
    }

    private static void visibleWhileSaid(Label label) {
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
    }

    private Region empty() {
        return Controls.empty(
                "mdal-compare_arrows",
                CompareTexts.text("empty.title"),
                CompareTexts.text("empty.text"),
                emptyText,
                Controls.accent(CompareTexts.text("suggest"), "mdmz-star_outline", model::suggest),
                Controls.button(CompareTexts.text("empty.pareto"), "mdmz-scatter_plot", model::choose));
    }

    private void choose() {
        chooser.show(add);
    }

    private void show() {
        Lineup lineup = model.lineup().get();
        boolean complete = lineup.isComplete();
        empty.setVisible(!complete);
        content.setVisible(complete);
        emptyText.setText(
                lineup.runs().size() == 1
                        ? CompareTexts.text("empty.one", lineup.name(0))
                        : lineup.unfinished() > 0
                                ? CompareTexts.text("unfinished", Integer.toString(lineup.unfinished()))
                                : "");
        said.setText("");
        measures.show(lineup);
        plans.show(lineup);
        showAnswers();
    }

    private void showAnswers() {
        predictions.show();
        flips.show();
        layers.show();
    }

    /** Only what is looked at is asked for. */
    private void look() {
        boolean shown = view.getScene() != null;
        Tab part = parts.getSelectionModel().getSelectedItem();
        model.answers().look(ComparedAnswers.Topic.PREDICTIONS, shown && (part == predictionsTab || part == flipsTab));
        model.answers().look(ComparedAnswers.Topic.ERRORS, shown && part == layersTab);
    }

    private void export(String format) {
        FileChooser dialog = new FileChooser();
        dialog.setInitialFileName("comparison." + format);
        File file = dialog.showSaveDialog(view.getScene().getWindow());
        if (file != null) {
            exportTo(file.toPath());
        }
    }

    /** Writes the comparison where the user said. */
    void exportTo(Path file) {
        model.export(file, () -> said.setText(CompareTexts.text("export.done", file)));
    }
}
