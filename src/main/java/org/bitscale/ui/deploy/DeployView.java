package org.bitscale.ui.deploy;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import org.bitscale.experiment.handover.Handover;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.RunChooser;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;

/** The Deploy screen. */
public final class DeployView implements Screen {

    private static final List<Measure> FIGURES =
            List.of(Measure.TEST_ACCURACY, Measure.PACKED_SIZE, Measure.FILE_SIZE, Measure.AGREEMENT);

    private final DeployViewModel model;
    private final BorderPane view = new BorderPane();
    private final Region empty;
    private final VBox content;
    private final FlowPane offers = new FlowPane(8, 8);
    private final HBox figures = Controls.row();
    private final TabPane parts = new TabPane();
    private final Label said = Controls.paragraph("", "caption", Styles.SUCCESS);
    private final Button choose;
    private final RunChooser chooser;

    /** @param model what is shown */
    public DeployView(DeployViewModel model) {
        this.model = model;
        this.chooser = new RunChooser(
                DeployTexts.text("chooser.prompt"),
                DeployTexts.text("chooser.none"),
                model::findRuns,
                row -> false,
                row -> model.choose(row.id()));
        this.choose = Controls.button(DeployTexts.text("choose"), "mdmz-search", this::chooseRun);
        choose.setId("choose-run");
        this.empty = Controls.empty(
                "mdal-local_shipping",
                DeployTexts.text("empty.title"),
                DeployTexts.text("empty.text"),
                Controls.accent(DeployTexts.text("empty.action"), "mdmz-play_arrow", model::begin));
        tab("handover", new HandoverPane(model));
        tab("verify", new VerifyPane(model.verification()));
        tab("speed", new SpeedPane(model));
        tab("layers", new LayerTimesPane(model.layers()));
        parts.setId("deploy-parts");
        parts.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        VBox.setVgrow(parts, Priority.ALWAYS);
        figures.getStyleClass().add("figures");
        content = new VBox(10, offers, figures, parts);
        view.getStyleClass().add("screen");
        view.setTop(header());
        view.setCenter(new StackPane(empty, content));
        BorderPane.setMargin(view.getCenter(), new Insets(10, 0, 0, 0));
        model.chosen().addListener((observed, before, now) -> show());
        model.offers().addListener((observed, before, now) -> show());
        show();
    }

    @Override
    public ScreenId id() {
        return ScreenId.DEPLOY;
    }

    @Override
    public Region view() {
        return view;
    }

    @Override
    public List<Command> commands() {
        String group = DeployTexts.text("title");
        List<Command> commands = new ArrayList<>();
        commands.add(Command.of(DeployTexts.text("choose"), group, "mdmz-search", "Ctrl+Shift+A", this::chooseRun));
        commands.add(Command.of(DeployTexts.text("export"), group, "mdmz-save_alt", "Ctrl+E", this::export)
                .when(this::isChosen));
        commands.add(Command.of(DeployTexts.text("export.folder"), group, "mdal-create_new_folder", this::exportFolder)
                .when(this::isChosen));
        commands.add(Command.of(DeployTexts.text("verify"), group, "mdmz-verified_user", () -> {
                    parts.getSelectionModel().select(1);
                    model.verification().verify();
                })
                .when(this::isChosen));
        commands.add(Command.of(DeployTexts.text("speed.measure"), group, "mdmz-speed", () -> {
                    parts.getSelectionModel().select(2);
                    model.speed().measure();
                })
                .when(this::isChosen));
        commands.add(Command.of(DeployTexts.text("layers.measure"), group, "mdmz-timer", () -> {
                    parts.getSelectionModel().select(3);
                    model.layers().measure();
                })
                .when(this::isChosen));
        for (DeployViewModel.Offer offer : model.offers().get()) {
            commands.add(Command.of(
                    DeployTexts.text("command.choose", text(offer)),
                    group,
                    "mdmz-star_outline",
                    () -> model.choose(offer.run().id())));
        }
        return commands;
    }

    private boolean isChosen() {
        return model.chosen().get().isPresent();
    }

    private void tab(String key, Region shown) {
        StackPane padded = new StackPane(shown);
        padded.getStyleClass().add("part");
        Tab tab = new Tab(DeployTexts.text("part." + key), padded);
        tab.setId("part-" + key);
        parts.getTabs().add(tab);
    }

    private VBox header() {
        Button export = Controls.accent(DeployTexts.text("export"), "mdmz-save_alt", this::export);
        export.setId("export-network");
        Button folder =
                Controls.button(DeployTexts.text("export.folder"), "mdal-create_new_folder", this::exportFolder);
        folder.setId("export-folder");
        for (Button button : List.of(export, folder)) {
            button.disableProperty().bind(model.chosen().map(Optional::isEmpty));
        }
        said.visibleProperty().bind(said.textProperty().isNotEmpty());
        said.managedProperty().bind(said.visibleProperty());
        said.setId("deploy-said");
        return new VBox(
                Controls.row(
                        Controls.label(DeployTexts.text("title"), "screen-title"),
                        Controls.spacer(),
                        choose,
                        folder,
                        export),
                Controls.problem(model.problem()),
                said);
    }

    private void chooseRun() {
        chooser.show(choose);
    }

    private static String text(DeployViewModel.Offer offer) {
        return DeployTexts.text(
                "offer", DeployTexts.text("offer." + key(offer)), offer.run().label());
    }

    private static String key(DeployViewModel.Offer offer) {
        return offer.kind().map(Enum::name).orElse("CHOSEN");
    }

    private void show() {
        Optional<DeployViewModel.Chosen> chosen = model.chosen().get();
        empty.setVisible(chosen.isEmpty());
        content.setVisible(chosen.isPresent());
        said.setText("");
        offers.getChildren().clear();
        figures.getChildren().clear();
        chosen.ifPresent(shown -> {
            model.offers().get().forEach(offer -> offers.getChildren()
                    .add(button(offer, offer.run().id().equals(shown.run().id()))));
            figures.getChildren().add(name(shown.run()));
            FIGURES.forEach(measure -> figures.getChildren().add(figure(shown.run(), measure)));
        });
    }

    private ToggleButton button(DeployViewModel.Offer offer, boolean isChosen) {
        ToggleButton button = new ToggleButton(text(offer));
        button.setAccessibleText(text(offer));
        button.setMnemonicParsing(false);
        button.setTooltip(new Tooltip(
                DeployTexts.text("offer." + key(offer) + ".tip", offer.run().id())));
        button.setSelected(isChosen);
        button.setOnAction(event -> {
            button.setSelected(true);
            model.choose(offer.run().id());
        });
        return button;
    }

    private static Node name(Run run) {
        Label label = Controls.label(run.trial().label(), "figure");
        label.setId("deploy-run");
        VBox box = new VBox(
                label,
                Controls.label(
                        run.trial().training().isPresent()
                                ? DeployTexts.text(
                                        "named.seed",
                                        Handover.fileName(run),
                                        Long.toString(run.trial().seed()))
                                : Handover.fileName(run),
                        "caption",
                        Styles.TEXT_MUTED));
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private static Node figure(Run run, Measure measure) {
        Optional<Metric> metric = run.metric(measure);
        AxisUnit unit = MeasureAxis.of(measure).unit();
        String below = metric.flatMap(Metric::interval)
                .map(interval ->
                        DeployTexts.text("figure.interval", unit.format(interval.low()), unit.format(interval.high())))
                .orElse(DeployTexts.text("figure." + measure.key()));
        VBox box = new VBox(
                Controls.label(MeasureAxis.name(measure), "caption", Styles.TEXT_MUTED),
                Controls.label(metric.map(m -> unit.format(m.value())).orElse("–"), Styles.TEXT_BOLD),
                Controls.label(below, "caption", Styles.TEXT_MUTED));
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private void export() {
        if (!isChosen()) {
            return;
        }
        FileChooser dialog = new FileChooser();
        dialog.setTitle(DeployTexts.text("export"));
        dialog.setInitialFileName(Handover.fileName(model.run()));
        dialog.getExtensionFilters().add(new FileChooser.ExtensionFilter(DeployTexts.text("onnx"), "*.onnx"));
        File file = dialog.showSaveDialog(view.getScene().getWindow());
        if (file != null) {
            exportTo(file.toPath());
        }
    }

    /** Copies the network to where the user said. */
    void exportTo(Path file) {
        said.setText("");
        model.export(file, written -> said.setText(DeployTexts.text("export.done", file)));
    }

    private void exportFolder() {
        if (!isChosen()) {
            return;
        }
        DirectoryChooser dialog = new DirectoryChooser();
        dialog.setTitle(DeployTexts.text("export.where"));
        File parent = dialog.showDialog(view.getScene().getWindow());
        if (parent != null) {
            exportFolderIn(parent.toPath());
        }
    }

    /** Makes a folder in the one that the user named. */
    void exportFolderIn(Path parent) {
        said.setText("");
        Path folder = parent.resolve(Handover.folderName(model.run()));
        model.exportFolder(
                folder,
                written ->
                        said.setText(DeployTexts.text("export.folder.done", Integer.toString(written.size()), folder)));
    }
}
