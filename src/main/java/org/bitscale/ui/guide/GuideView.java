package org.bitscale.ui.guide;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.pareto.GuidedChoice;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.task.QueuedExperiment;
import org.bitscale.report.Sizes;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Durations;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;
import org.controlsfx.control.SegmentedButton;

/** The guided door. */
public final class GuideView implements Screen {

    private static final double MOST_WEIGHT = 10;

    private final GuideViewModel model;
    private final ScrollPane view;
    private final VBox running = Controls.column();
    private final Label answers = Controls.paragraph(GuideTexts.text("answers"), Styles.TEXT_MUTED);
    private final HBox cards = new HBox(14);
    private final Label network = Controls.label("", Styles.TEXT_BOLD);
    private final Label examples = Controls.label("", Styles.TEXT_BOLD);
    private final ProgressBar bar = new ProgressBar();
    private final Label position = Controls.label("", Styles.TEXT_MUTED);
    private final Button cancel;

    /** @param model questions and answers */
    public GuideView(GuideViewModel model) {
        this.model = model;
        this.cancel = Controls.button(GuideTexts.text("cancel"), "mdal-close", model::cancel);
        bar.setAccessibleText(GuideTexts.text("progress"));
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        running.getChildren().add(Controls.row(bar, position, cancel));
        VBox page = new VBox(
                Controls.title(GuideTexts.text("title")),
                Controls.paragraph(GuideTexts.text("subtitle"), Styles.TEXT_MUTED),
                questions(),
                Controls.problem(model.problem()),
                start(),
                running,
                answers,
                cards);
        page.getStyleClass().add("screen");
        view = new ScrollPane(page);
        view.setFitToWidth(true);
        view.setAccessibleText(GuideTexts.text("title"));
        model.desk().model().addListener((observed, before, now) -> showOpen());
        model.desk().data().addListener((observed, before, now) -> showOpen());
        model.progress().addListener((observed, before, now) -> showProgress());
        model.choice().addListener((observed, before, now) -> showChoice());
        model.experiment().addListener((observed, before, now) -> showProgress());
        showOpen();
        showProgress();
        showChoice();
    }

    @Override
    public ScreenId id() {
        return ScreenId.GUIDE;
    }

    @Override
    public Region view() {
        return view;
    }

    @Override
    public List<Command> commands() {
        return List.of(Command.of(
                GuideTexts.text("search"), GuideTexts.text("title"), "mdmz-search", "Ctrl+Enter", model::search));
    }

    private HBox questions() {
        VBox first = question(
                "1",
                GuideTexts.text("question.model"),
                Controls.row(Icons.of("mdal-account_tree"), network),
                Controls.paragraph(GuideTexts.text("question.model.text"), "caption", Styles.TEXT_MUTED),
                Controls.button(GuideTexts.text("sample"), "mdmz-school", model::useSample));
        VBox second = question(
                "2",
                GuideTexts.text("question.data"),
                Controls.row(Icons.of("mdmz-photo_library"), examples),
                Controls.paragraph(GuideTexts.text("question.data.text"), "caption", Styles.TEXT_MUTED),
                Controls.button(GuideTexts.text("data"), "mdal-folder_open", model::chooseData));
        VBox third = question(
                "3",
                GuideTexts.text("question.goal"),
                weight("size", model.size()),
                weight("speed", model.speed()),
                weight("accuracy", model.accuracy()),
                loss());
        HBox row = new HBox(14, first, second, third);
        for (VBox card : List.of(first, second, third)) {
            card.setPrefWidth(300);
            HBox.setHgrow(card, Priority.ALWAYS);
        }
        return row;
    }

    private static VBox question(String number, String title, javafx.scene.Node... answers) {
        Label badge = Controls.label(number, "badge");
        VBox card = Controls.card("", Controls.row(badge, Controls.label(title, Styles.TITLE_4)));
        card.getChildren().addAll(answers);
        return card;
    }

    private static HBox weight(String key, DoubleProperty value) {
        Slider slider = slider(GuideTexts.text("weight." + key), 0, MOST_WEIGHT, value);
        slider.setId("weight-" + key);
        Label name = Controls.label(GuideTexts.text("weight." + key));
        name.setMinWidth(70);
        return Controls.row(name, slider);
    }

    private HBox loss() {
        Slider slider = slider(GuideTexts.text("loss"), 0, 10, model.mostLoss());
        slider.setId("most-loss");
        slider.setMajorTickUnit(0.5);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        Label text = Controls.label(Bindings.createStringBinding(
                () -> GuideTexts.text(
                        "loss.text",
                        String.format(Locale.ROOT, "%.1f", model.mostLoss().get())),
                model.mostLoss()));
        text.setMinWidth(Region.USE_PREF_SIZE);
        return Controls.row(text, slider);
    }

    private static Slider slider(String name, double low, double high, DoubleProperty value) {
        Slider slider = new Slider(low, high, value.get());
        slider.setAccessibleText(name);
        slider.valueProperty().bindBidirectional(value);
        HBox.setHgrow(slider, Priority.ALWAYS);
        return slider;
    }

    private HBox start() {
        SegmentedButton efforts = new SegmentedButton();
        for (GuideSearch.Effort effort : GuideSearch.Effort.values()) {
            String name = GuideTexts.text("effort." + effort.name());
            ToggleButton button = new ToggleButton(name);
            button.setAccessibleText(name);
            button.setTooltip(new Tooltip(GuideTexts.text("effort." + effort.name() + ".tip")));
            button.setId("effort-" + effort.name().toLowerCase(Locale.ROOT));
            button.setSelected(effort == model.effort().get());
            button.setOnAction(event -> {
                button.setSelected(true);
                model.effort().set(effort);
            });
            efforts.getButtons().add(button);
        }
        Button search = Controls.accent(GuideTexts.text("search"), "mdmz-search", model::search);
        search.setId("guide-search");
        search.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.progress()
                                .get()
                                .filter(queued -> !queued.state().hasEnded())
                                .isPresent(),
                        model.progress()));
        Label meaning = Controls.label(
                model.effort().map(effort -> GuideTexts.text("effort." + effort.name() + ".tip")), Styles.TEXT_MUTED);
        return Controls.row(search, efforts, meaning);
    }

    private void showOpen() {
        network.setText(model.desk().model().get().map(open -> open.name()).orElse(GuideTexts.text("none")));
        examples.setText(model.desk().data().get().map(open -> open.name()).orElse(GuideTexts.text("none")));
    }

    private void showProgress() {
        Optional<QueuedExperiment> queued = model.progress().get();
        boolean runs = queued.filter(now -> !now.state().hasEnded()).isPresent();
        running.setVisible(queued.isPresent());
        running.setManaged(queued.isPresent());
        cancel.setVisible(runs);
        queued.ifPresent(now -> {
            bar.setProgress(now.total() == 0 ? ProgressBar.INDETERMINATE_PROGRESS : (double) now.done() / now.total());
            position.setText(now.failure().orElse(text(now)));
        });
    }

    private static String text(QueuedExperiment now) {
        if (now.state().hasEnded()) {
            return GuideTexts.text("ended", Integer.toString(now.done()));
        }
        return now.total() == 0
                ? GuideTexts.text("preparing")
                : GuideTexts.text(
                        "position",
                        Integer.toString(now.done()),
                        Integer.toString(now.total()),
                        now.secondsLeft() < 0 ? "" : GuideTexts.text("left", Durations.format(now.secondsLeft())));
    }

    private void showChoice() {
        cards.getChildren().clear();
        answers.setVisible(model.choice().get().isEmpty());
        answers.setManaged(answers.isVisible());
        model.choice().get().ifPresent(found -> {
            cards.getChildren()
                    .addAll(
                            card("smallest", "mdmz-photo_size_select_small", found.smallest(), found),
                            card("balanced", "mdmz-tune", found.balanced(), found),
                            card("mostAccurate", "mdmz-verified", found.mostAccurate(), found));
        });
    }

    private VBox card(String key, String icon, RunRow row, GuidedChoice found) {
        RunRow reference = found.reference();
        Button take = Controls.accent(GuideTexts.text("handOver"), "mdal-local_shipping", () -> model.handOver(row));
        take.setId("take-" + key);
        VBox card = Controls.card(
                "",
                Controls.row(Icons.of(icon), Controls.label(GuideTexts.text("card." + key), Styles.TITLE_4)),
                Controls.label(row.label(), Styles.TEXT_MUTED, "guide-recipe"),
                Controls.label(
                        GuideTexts.text(
                                "card.size",
                                Sizes.ratio(value(row, Measure.PACKED_SIZE), value(reference, Measure.PACKED_SIZE))),
                        "figure"),
                Controls.paragraph(accuracy(row, reference)));
        if (row.metrics().containsKey(Measure.LATENCY) && reference.metrics().containsKey(Measure.LATENCY)) {
            card.getChildren().add(Controls.paragraph(latency(row, reference)));
        }
        if (!found.kept() && key.equals("smallest")) {
            card.getChildren().add(Controls.paragraph(GuideTexts.text("card.notKept"), Styles.WARNING));
        }
        card.getChildren()
                .addAll(
                        Controls.spacer(),
                        Controls.row(
                                take,
                                Controls.button(GuideTexts.text("showAll"), "mdmz-scatter_plot", model::showAll)));
        card.setPrefWidth(320);
        HBox.setHgrow(card, Priority.ALWAYS);
        return card;
    }

    private static String accuracy(RunRow row, RunRow reference) {
        double points = 100 * (value(row, Measure.ACCURACY) - value(reference, Measure.ACCURACY));
        Interval interval = row.metrics().get(Measure.ACCURACY).interval().orElseThrow();
        return GuideTexts.text(
                points < 0 ? "card.loses" : "card.gains",
                percent(value(row, Measure.ACCURACY)),
                String.format(Locale.ROOT, "%.1f", Math.abs(points)),
                percent(interval.low()),
                percent(interval.high()));
    }

    private static String latency(RunRow row, RunRow reference) {
        double own = value(row, Measure.LATENCY);
        double other = value(reference, Measure.LATENCY);
        return GuideTexts.text(
                own <= other ? "card.faster" : "card.slower",
                String.format(Locale.ROOT, "%.3g", own),
                String.format(Locale.ROOT, "%.3g", other));
    }

    private static double value(RunRow row, Measure measure) {
        return row.metrics().get(measure).value();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
