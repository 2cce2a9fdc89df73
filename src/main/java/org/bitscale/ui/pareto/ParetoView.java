package org.bitscale.ui.pareto;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.pareto.ParetoAnalysis;
import org.bitscale.experiment.pareto.ParetoPoint;
import org.bitscale.experiment.run.Measure;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;

/** The Pareto screen. */
public final class ParetoView implements Screen {

    private static final List<String> FORMATS = List.of("png", "svg", "pdf", "csv", "json");
    private static final int EXPORT_WIDTH = 1200;
    private static final int EXPORT_HEIGHT = 750;

    private final ParetoViewModel model;
    private final Appearance appearance;
    private final BorderPane view = new BorderPane();
    private final FrontPane chart;
    private final Region empty;
    private final Region waiting;
    private final Region noCommon;
    private final VBox side = Controls.column();
    private final ComboBox<Optional<String>> experiments = new ComboBox<>();
    private final LimitSlider upwardsLimit;
    private final LimitSlider acrossLimit;
    private final VBox details = Controls.column();
    private final Label volume = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
    private final Label said = Controls.message(Styles.SUCCESS);
    private boolean following;

    /**
     * @param model what is shown
     * @param appearance theme of the chart
     * @param background where the chart is drawn
     */
    public ParetoView(ParetoViewModel model, Appearance appearance, Background background) {
        this.model = model;
        this.appearance = appearance;
        this.chart = new FrontPane(this::described, model::select, background);
        this.upwardsLimit = new LimitSlider(model, "upwards");
        this.acrossLimit = new LimitSlider(model, "across");
        this.empty = Controls.empty(
                "mdmz-scatter_plot",
                ParetoTexts.text("empty.title"),
                ParetoTexts.text("empty.text"),
                Controls.accent(ParetoTexts.text("empty.action"), "mdmz-play_arrow", model::begin));
        this.waiting = Controls.empty(
                "mdal-hourglass_empty", ParetoTexts.text("waiting.title"), ParetoTexts.text("waiting.text"));
        this.noCommon = Controls.empty(
                "mdmz-scatter_plot", ParetoTexts.text("noCommon.title"), ParetoTexts.text("noCommon.text"));
        view.getStyleClass().add("screen");
        view.setTop(header());
        view.setCenter(new StackPane(empty, waiting, noCommon, chart));
        view.setRight(scrolled());
        BorderPane.setMargin(view.getCenter(), new javafx.geometry.Insets(10, 0, 0, 0));
        model.front().addListener((observed, before, now) -> show());
        model.running().addListener((observed, before, now) -> showState());
        model.selectedRuns().addListener((observed, before, now) -> showSelection());
        appearance.theme().addListener((observed, before, now) -> show());
        show();
    }

    @Override
    public ScreenId id() {
        return ScreenId.PARETO;
    }

    @Override
    public Region view() {
        return view;
    }

    @Override
    public List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        String group = ParetoTexts.text("title");
        for (String format : FORMATS) {
            commands.add(Command.of(
                            ParetoTexts.text("export.as", format.toUpperCase(Locale.ROOT)),
                            group,
                            "mdmz-save_alt",
                            () -> export(format))
                    .when(() -> model.front().get().analysis().isPresent()));
        }
        return commands;
    }

    private VBox header() {
        ComboBox<Measure> upwards = measures("axis.upwards", model.upwards());
        upwards.setId("upwards");
        ComboBox<Measure> across = measures("axis.across", model.across());
        across.setId("across");
        experiments.setId("experiment");
        experiments.setAccessibleText(ParetoTexts.text("experiment"));
        experiments.setConverter(shown(name -> name.orElse(ParetoTexts.text("experiment.all"))));
        experiments.setPrefWidth(200);
        experiments.valueProperty().addListener((observed, before, now) -> {
            if (!following && now != null) {
                model.experiment().set(now);
            }
        });
        HBox title =
                Controls.row(Controls.title(ParetoTexts.text("title")), Controls.spacer(), experiments, exportButton());
        HBox axes = Controls.row(upwards, Controls.label(ParetoTexts.text("axis.against"), Styles.TEXT_MUTED), across);
        return new VBox(8, title, axes, Controls.problem(model.problem()), said);
    }

    private ComboBox<Measure> measures(String name, javafx.beans.property.ObjectProperty<Measure> chosen) {
        ComboBox<Measure> box = new ComboBox<>();
        box.getItems().setAll(ParetoViewModel.MEASURES);
        box.setConverter(shown(MeasureAxis::name));
        box.setAccessibleText(ParetoTexts.text(name));
        box.valueProperty().bindBidirectional(chosen);
        return box;
    }

    private static <T> StringConverter<T> shown(java.util.function.Function<T, String> name) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        };
    }

    private MenuButton exportButton() {
        MenuButton button =
                new MenuButton(ParetoTexts.text("export"), org.bitscale.ui.common.Icons.of("mdmz-save_alt"));
        button.setId("export");
        button.setAccessibleText(ParetoTexts.text("export"));
        button.setMinWidth(Region.USE_PREF_SIZE);
        for (String format : FORMATS) {
            MenuItem item = new MenuItem(format.toUpperCase(Locale.ROOT));
            item.setOnAction(event -> export(format));
            button.getItems().add(item);
        }
        return button;
    }

    private void export(String format) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName("front." + format);
        File file = chooser.showSaveDialog(view.getScene().getWindow());
        if (file != null) {
            exportTo(file.toPath());
        }
    }

    /** Writes the front where the user said. */
    void exportTo(Path file) {
        model.export(
                file,
                appearance.theme().get().charts(),
                EXPORT_WIDTH,
                EXPORT_HEIGHT,
                () -> said.setText(ParetoTexts.text("export.done", file)));
    }

    private ScrollPane scrolled() {
        side.getChildren()
                .addAll(
                        Controls.card(ParetoTexts.text("limits"), upwardsLimit, acrossLimit),
                        Controls.card(ParetoTexts.text("chosen"), details),
                        Controls.card(ParetoTexts.text("front"), volume));
        side.setPrefWidth(300);
        ScrollPane scroll = new ScrollPane(side);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(310);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(ParetoTexts.text("side"));
        BorderPane.setMargin(scroll, new javafx.geometry.Insets(10, 0, 0, 14));
        return scroll;
    }

    private void show() {
        ParetoViewModel.Front front = model.front().get();
        following = true;
        List<Optional<String>> names = new ArrayList<>(List.of(Optional.empty()));
        front.experiments().forEach(name -> names.add(Optional.of(name)));
        if (!names.equals(experiments.getItems())) {
            experiments.getItems().setAll(names);
        }
        experiments.setValue(model.experiment().get());
        following = false;
        boolean any = front.analysis().isPresent();
        showState();
        if (any) {
            show(front, front.analysis().get());
        }
        showSelection();
    }

    /** The chart, or why there is none. */
    private void showState() {
        ParetoViewModel.Front front = model.front().get();
        boolean any = front.analysis().isPresent();
        Region without = !front.extents().isEmpty() ? noCommon : model.running().getValue() ? waiting : empty;
        Region shown = any ? chart : without;
        List.of(chart, noCommon, waiting, empty).forEach(each -> each.setVisible(each == shown));
        side.setVisible(any);
    }

    private void show(ParetoViewModel.Front front, ParetoAnalysis analysis) {
        chart.show(model.chart(appearance.theme().get().charts()).orElseThrow(), analysis.points(), model::isSelected);
        limit(upwardsLimit, analysis.objectives().get(0), front);
        limit(acrossLimit, analysis.objectives().get(1), front);
        volume.setText(ParetoTexts.text(
                "front.text",
                Integer.toString(analysis.front().size()),
                Integer.toString(analysis.points().size()),
                Integer.toString(analysis.leftOut().unfinished()),
                analysis.hypervolume().isPresent()
                        ? String.format(
                                Locale.ROOT, "%.4g", analysis.hypervolume().getAsDouble())
                        : "–"));
    }

    private void limit(LimitSlider slider, Measure measure, ParetoViewModel.Front front) {
        double[] extent = front.extents().get(measure);
        slider.of(measure, extent[0], extent[1], model.limits().get().containsKey(measure));
    }

    private void showSelection() {
        chart.mark();
        List<ParetoPoint> chosen = model.front()
                .get()
                .analysis()
                .map(analysis ->
                        analysis.points().stream().filter(model::isSelected).toList())
                .orElse(List.of());
        details.getChildren().clear();
        if (chosen.isEmpty()) {
            details.getChildren().add(Controls.paragraph(ParetoTexts.text("chosen.none"), Styles.TEXT_MUTED));
            return;
        }
        chosen.stream().limit(4).forEach(point -> {
            details.getChildren().add(Controls.label(point.label(), Styles.TEXT_BOLD));
            details.getChildren().add(Controls.paragraph(figures(point), "caption"));
            String reading = model.reading(point);
            if (!reading.isEmpty()) {
                details.getChildren().add(Controls.paragraph(reading));
            }
        });
        if (chosen.size() > 4) {
            details.getChildren()
                    .add(Controls.label(ParetoTexts.text("chosen.more", Integer.toString(chosen.size() - 4))));
        }
        Button compare = Controls.button(ParetoTexts.text("compare"), "mdal-compare_arrows", model::compare);
        Button runs = Controls.button(ParetoTexts.text("runs"), "mdmz-table_rows", model::showRuns);
        HBox actions = Controls.row(runs, compare);
        HBox.setHgrow(runs, Priority.ALWAYS);
        details.getChildren().add(actions);
    }

    private String described(ParetoPoint point) {
        return point.label() + "\n" + figures(point);
    }

    private String figures(ParetoPoint point) {
        StringBuilder text = new StringBuilder();
        point.values().forEach((measure, estimate) -> text.append(MeasureAxis.name(measure))
                .append(": ")
                .append(MeasureAxis.text(measure, estimate))
                .append('\n'));
        text.append(ParetoTexts.text(
                point.seeds().size() == 1 ? "seeds.one" : "seeds.many",
                Integer.toString(point.seeds().size())));
        String standing = !point.feasible()
                ? "standing.failed"
                : point.onFront() ? "standing.front" : point.confident() ? "standing.perhaps" : "standing.off";
        return text.append(", ").append(ParetoTexts.text(standing)).toString();
    }
}
