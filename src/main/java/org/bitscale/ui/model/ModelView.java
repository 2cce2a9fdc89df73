package org.bitscale.ui.model;

import atlantafx.base.theme.Styles;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.image.Image;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javax.imageio.ImageIO;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.Inspect;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.network.NetworkView;

/** The Model screen. */
public final class ModelView implements Screen {

    private static final double GRAPH_SHARE = 0.44;
    private static final double TABLE_SHARE = 0.4;

    private final ModelViewModel model;
    private final Background background;
    private final Failures failures;
    private final BorderPane view = new BorderPane();
    private final NetworkView network;
    private final ModelToolBar bar;
    private final Region empty;
    private final SplitPane panes = new SplitPane();
    private final Label summary = Controls.label("", Styles.TEXT_MUTED);
    private final Label said = Controls.paragraph("", "caption", Styles.SUCCESS);

    /**
     * @param model what is shown
     * @param background where places are computed and pictures are written
     * @param failures takes what nobody expected
     */
    public ModelView(ModelViewModel model, Background background, Failures failures) {
        this.model = model;
        this.background = background;
        this.failures = failures;
        this.network = new NetworkView(background, failures.refusals(model.problem()::set));
        this.bar = new ModelToolBar(model, network, this::export);
        this.empty = Controls.empty(
                "mdal-account_tree",
                ModelTexts.text("empty.title"),
                ModelTexts.text("empty.text"),
                Controls.accent(ModelTexts.text("empty.action"), "mdmz-school", model::openSample));
        view.getStyleClass().addAll("screen", "model-screen");
        view.setTop(header());
        panes();
        view.setCenter(new StackPane(empty, panes));
        BorderPane.setMargin(view.getCenter(), new Insets(10, 0, 0, 0));
        link();
        model.shown().addListener((observed, before, now) -> show());
        show();
    }

    @Override
    public ScreenId id() {
        return ScreenId.MODEL;
    }

    @Override
    public Region view() {
        return view;
    }

    private VBox header() {
        summary.setMinWidth(0);
        said.visibleProperty().bind(said.textProperty().isNotEmpty());
        said.managedProperty().bind(said.visibleProperty());
        return new VBox(
                8,
                new RefusedBanner(model.refused()),
                Controls.row(Controls.label(ModelTexts.text("title"), "screen-title"), summary),
                bar,
                Controls.problem(model.problem()),
                said);
    }

    private void panes() {
        ScrollPane layer = new ScrollPane(
                Controls.card("", Controls.paragraph(ModelTexts.text("details.none"), Styles.TEXT_MUTED)));
        // Histograms and sliders are many controls: made when there is a layer to show.
        model.selected().addListener(new ChangeListener<>() {
            @Override
            public void changed(
                    ObservableValue<? extends Optional<String>> observed,
                    Optional<String> before,
                    Optional<String> now) {
                observed.removeListener(this);
                layer.setContent(new LayerPane(model));
            }
        });
        layer.setFitToWidth(true);
        layer.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        layer.setAccessibleText(ModelTexts.text("details"));
        layer.setMinHeight(120);
        SplitPane right = new SplitPane(new LayerTable(model), layer);
        right.setOrientation(Orientation.VERTICAL);
        right.setDividerPositions(TABLE_SHARE);
        right.setMinWidth(320);
        network.setMinWidth(280);
        panes.getItems().addAll(network, right);
        panes.setDividerPositions(GRAPH_SHARE);
        panes.getStyleClass().add("model-panes");
    }

    private void link() {
        network.selectedNode()
                .addListener((observed, before, now) -> model.selected().set(now));
        model.selected().addListener((observed, before, now) -> {
            if (!now.equals(network.selectedNode().get())) {
                now.ifPresentOrElse(
                        network::reveal, () -> network.selectedNode().set(Optional.empty()));
            }
        });
        model.query().addListener((observed, before, now) -> network.highlight(model.matches()));
        model.colours().colouring().addListener((observed, before, now) -> network.setColouring(now));
        network.setColouring(model.colours().colouring().get());
    }

    private void show() {
        boolean any = !model.shown().get().network().nodes().isEmpty();
        empty.setVisible(!any);
        panes.setVisible(any);
        bar.setDisable(!any);
        said.setText("");
        summary.setText(model.shown()
                .get()
                .model()
                .map(open -> summary(open.description()))
                .orElse(any ? ModelTexts.text("summary.refused", model.pictureName()) : ""));
        network.show(model.shown().get().network());
    }

    private static String summary(Inspect.Result network) {
        String counts = ModelTexts.text(
                "summary",
                Integer.toString(network.layers().size()),
                LayerTable.count(network.parameters()),
                LayerTable.count(network.macs()));
        return network.quantized() ? ModelTexts.text("summary.quantized", counts, network.bits()) : counts;
    }

    @Override
    public List<Command> commands() {
        BooleanSupplier open = () -> !model.shown().get().network().nodes().isEmpty();
        List<Command> commands = new ArrayList<>();
        String group = ModelTexts.text("title");
        commands.add(Command.of(ModelTexts.text("find"), group, "mdmz-search", "Ctrl+F", bar::find));
        commands.add(Command.of(ModelTexts.text("search.next"), group, "mdmz-skip_next", "F3", model::selectNextMatch));
        commands.add(Command.of(ModelTexts.text("fit"), group, "mdmz-zoom_out_map", "Ctrl+Shift+F", network::fit));
        commands.add(Command.of(ModelTexts.text("zoom.in"), group, "mdmz-zoom_in", network::zoomIn));
        commands.add(Command.of(ModelTexts.text("zoom.out"), group, "mdmz-zoom_out", network::zoomOut));
        commands.add(Command.of(
                ModelTexts.text("collapse"), group, "mdmz-unfold_less", "Ctrl+Shift+Minus", network::collapseAll));
        commands.add(Command.of(
                ModelTexts.text("expand"), group, "mdmz-unfold_more", "Ctrl+Shift+Plus", network::expandAll));
        commands.add(Command.of(
                ModelTexts.text("minimap"), group, "mdmz-picture_in_picture_alt", () -> network.minimapShown()
                        .set(!network.minimapShown().get())));
        commands.add(Command.of(ModelTexts.text("export"), group, "mdmz-save_alt", "Ctrl+E", this::export));
        for (ColourBy by : ColourBy.values()) {
            commands.add(
                    Command.of(ModelTexts.text("colour") + ": " + by, group, "mdal-color_lens", () -> model.colours()
                            .by()
                            .set(by)));
        }
        commands.add(Command.of(ModelTexts.text("bits.put"), group, "mdal-check", model.preview()::putIntoPlan)
                .when(() -> !model.preview()
                        .bits()
                        .get()
                        .equals(model.preview().planned().get())));
        commands.add(Command.of(ModelTexts.text("work.stop"), group, "mdal-close", model.colours()::stop)
                .when(() -> model.colours().work().get().isPresent()));
        return commands.stream()
                .map(command -> command.when(both(open, command)))
                .toList();
    }

    private static BooleanSupplier both(BooleanSupplier open, Command command) {
        return () -> open.getAsBoolean() && command.enabled().getAsBoolean();
    }

    private void export() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(ModelTexts.text("export"));
        chooser.setInitialFileName(model.pictureName() + ".png");
        File file = chooser.showSaveDialog(view.getScene().getWindow());
        if (file != null) {
            exportTo(file.toPath());
        }
    }

    /** Writes a picture of the whole network where the user said. */
    void exportTo(Path file) {
        network.picture(picture -> write(picture, file));
    }

    private void write(Image picture, Path file) {
        background.run(
                () -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    try {
                        ImageIO.write(SwingFXUtils.fromFXImage(picture, null), "png", bytes);
                        DurableFile.write(file, bytes.toByteArray());
                    } catch (java.io.IOException e) {
                        throw new BadInputException(ModelTexts.text("export.failed", file, e.getMessage()), e);
                    }
                    return file;
                },
                done -> said.setText(ModelTexts.text("export.done", done)),
                failures.refusals(model.problem()::set));
    }
}
