package org.bitscale.ui.plan;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.run.Method;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.plan.search.SearchPane;

/** The Plan screen. */
public final class PlanView implements Screen {

    private static final double FIGURES = 256;

    private final PlanViewModel model;
    private final BorderPane view = new BorderPane();
    private final PlanTable table;
    private final NetworkBits network;
    private final PresetBar presetBar;
    private final PresetsMenu menus;
    private final SearchPane search;
    private final ToggleButton finds = new ToggleButton(PlanTexts.text("find"), Icons.of("mdal-insights"));
    private final TextField filter = new TextField();
    private final Spinner<Integer> epochs = new Spinner<>(1, 1000, 2);

    /**
     * @param model what is shown
     * @param presets plans to begin with
     * @param search makes what finds bits, given the epochs that are chosen
     */
    public PlanView(PlanViewModel model, PresetsModel presets, Function<IntSupplier, SearchPane> search) {
        this.model = model;
        this.search = search.apply(epochs::getValue);
        this.table = new PlanTable(model);
        this.network = new NetworkBits(model);
        this.presetBar = new PresetBar(presets);
        this.menus = new PresetsMenu(model, presets, () -> presetBar.ask(true));
        Region empty = Controls.empty("mdmz-tune", PlanTexts.text("empty.title"), PlanTexts.text("empty.text"));
        VBox middle = new VBox(10, network, new DifferenceBar(model, table::showOnlyDifferent), table);
        VBox.setVgrow(table, Priority.ALWAYS);
        ScrollPane figures = new ScrollPane(new PlanFigures(model));
        figures.setAccessibleText(PlanTexts.text("figures"));
        figures.setFitToWidth(true);
        figures.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        figures.setMinWidth(FIGURES);
        figures.setPrefWidth(FIGURES);
        BorderPane content = new BorderPane(middle);
        content.setRight(figures);
        BorderPane.setMargin(figures, new javafx.geometry.Insets(0, 0, 0, 14));
        ObservableValue<Boolean> open = model.sheet().map(java.util.Optional::isPresent);
        content.visibleProperty()
                .bind(open.flatMap(is -> finds.selectedProperty().map(now -> is && !now)));
        this.search.visibleProperty().bind(open.flatMap(is -> finds.selectedProperty()
                .map(now -> is && now)));
        empty.visibleProperty().bind(open.map(is -> !is));
        view.getStyleClass().add("screen");
        view.setTop(new VBox(10, header(), tools(), presetBar, Controls.problem(model.problem())));
        view.setCenter(new StackPane(empty, content, this.search));
        BorderPane.setMargin(view.getCenter(), new javafx.geometry.Insets(10, 0, 0, 0));
        view.sceneProperty()
                .addListener((observed, before, now) -> model.shown().set(now != null));
    }

    @Override
    public ScreenId id() {
        return ScreenId.PLAN;
    }

    @Override
    public Region view() {
        return view;
    }

    @Override
    public List<Command> commands() {
        String group = PlanTexts.text("title");
        return List.of(
                Command.of(PlanTexts.text("undo"), group, "mdmz-undo", "Ctrl+Z", model.plan()::undo)
                        .when(model.plan().canUndo()::get),
                Command.of(PlanTexts.text("redo"), group, "mdmz-redo", "Ctrl+Shift+Z", model.plan()::redo)
                        .when(model.plan().canRedo()::get),
                Command.of(PlanTexts.text("fill"), group, "mdal-arrow_downward", "Ctrl+J", table::fillDown),
                Command.of(PlanTexts.text("float"), group, "mdal-all_inclusive", table::keepInFloat),
                Command.of(PlanTexts.text("reset"), group, "mdmz-refresh", table::reset),
                Command.of(PlanTexts.text("mixed"), group, "mdal-call_split", model::useMixed),
                Command.of(
                        PlanTexts.text("find"),
                        group,
                        "mdal-insights",
                        "Ctrl+B",
                        () -> finds.setSelected(!finds.isSelected())),
                Command.of(PlanTexts.text("find.plans"), group, "mdmz-search", () -> {
                    finds.setSelected(true);
                    search.search();
                }),
                Command.of(PlanTexts.text("find.sensitivity"), group, "mdal-leaderboard", () -> {
                    finds.setSelected(true);
                    search.measure();
                }),
                Command.of(PlanTexts.text("preset.save"), group, "mdal-bookmarks", () -> presetBar.ask(true)),
                Command.of(PlanTexts.text("file.open"), group, "mdal-folder_open", () -> menus.openFile(model::take)),
                Command.of(PlanTexts.text("file.save"), group, "mdmz-save_alt", menus::saveFile),
                Command.of(PlanTexts.text("compare.now"), group, "mdal-compare_arrows", menus::compareWithNow),
                Command.of(PlanTexts.text("filter"), group, "mdmz-search", "Ctrl+F", filter::requestFocus),
                Command.of(PlanTexts.text("run.ptq"), group, "mdal-flash_on", () -> model.run(Method.PTQ, 0)),
                Command.of(PlanTexts.text("run.qat"), group, "mdal-fitness_center", "Ctrl+Enter", this::train));
    }

    private HBox header() {
        epochs.setId("epochs");
        epochs.setAccessibleText(PlanTexts.text("epochs"));
        epochs.setEditable(true);
        epochs.setMinWidth(82);
        epochs.setPrefWidth(82);
        Button without = Controls.button(PlanTexts.text("run.ptq"), "mdal-flash_on", () -> model.run(Method.PTQ, 0));
        without.setId("run-ptq");
        Button train = Controls.accent(PlanTexts.text("run.qat"), "mdal-fitness_center", this::train);
        train.setId("run-qat");
        return Controls.row(
                Controls.title(PlanTexts.text("title")),
                Controls.spacer(),
                without,
                Controls.label(PlanTexts.text("epochs"), "text-muted"),
                epochs,
                train);
    }

    private HBox tools() {
        Button undo = Controls.iconButton(PlanTexts.text("undo"), "mdmz-undo", model.plan()::undo);
        undo.setId("undo");
        undo.disableProperty().bind(model.plan().canUndo().not());
        Button redo = Controls.iconButton(PlanTexts.text("redo"), "mdmz-redo", model.plan()::redo);
        redo.setId("redo");
        redo.disableProperty().bind(model.plan().canRedo().not());
        filter.setId("plan-filter");
        filter.setPromptText(PlanTexts.text("filter"));
        filter.setAccessibleText(PlanTexts.text("filter"));
        filter.setPrefColumnCount(14);
        filter.textProperty().addListener((observed, before, now) -> table.filter(now));
        finds.setId("find-bits");
        finds.setMnemonicParsing(false);
        finds.setMinWidth(Region.USE_PREF_SIZE);
        finds.setAccessibleText(PlanTexts.text("find"));
        finds.setTooltip(new Tooltip(PlanTexts.text("find.tip")));
        HBox opener = network.opener();
        List.of(opener, filter).forEach(ofTable -> ofTable.visibleProperty()
                .bind(finds.selectedProperty().not()));
        return Controls.row(menus.begin(), menus.compare(), undo, redo, finds, opener, Controls.spacer(), filter);
    }

    private void train() {
        model.run(Method.LSQ, epochs.getValue());
    }
}
