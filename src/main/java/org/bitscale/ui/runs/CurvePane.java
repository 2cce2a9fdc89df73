package org.bitscale.ui.runs;

import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.scene.layout.FlowPane;
import org.bitscale.eval.Direction;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.report.AxisUnit;
import org.bitscale.report.ChartAxis;
import org.bitscale.report.Curve;
import org.bitscale.report.CurveChart;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.ChartCanvas;

/** Loss and accuracy over the epochs of one or several trainings, as large as there is room. */
final class CurvePane extends FlowPane {

    private static final double WIDTH = 340;
    private static final double HEIGHT = 240;

    private final Appearance appearance;
    private final ChartCanvas loss;
    private final ChartCanvas accuracy;
    private List<Training> shown = List.of();

    /**
     * A training so far.
     *
     * @param name in the legend
     * @param epochs that are over
     */
    record Training(String name, List<EpochRecord> epochs) {}

    /**
     * @param appearance theme of the charts
     * @param background where they are drawn
     */
    CurvePane(Appearance appearance, Background background) {
        this.appearance = appearance;
        this.loss = new ChartCanvas(RunsTexts.text("curves.loss"), background);
        this.accuracy = new ChartCanvas(RunsTexts.text("curves.accuracy"), background);
        getStyleClass().add("curves");
        getChildren().addAll(loss, accuracy);
        for (ChartCanvas chart : List.of(loss, accuracy)) {
            chart.setPrefSize(WIDTH, HEIGHT);
        }
        // Both charts share a row where they fit, and have the whole width where they do not.
        widthProperty().addListener((observed, before, now) -> {
            double inner =
                    now.doubleValue() - getInsets().getLeft() - getInsets().getRight();
            double each = inner >= 2 * WIDTH + getHgap() ? (inner - getHgap()) / 2 - 1 : inner;
            for (ChartCanvas chart : List.of(loss, accuracy)) {
                chart.setPrefWidth(Math.max(chart.getMinWidth(), Math.floor(each)));
            }
        });
        appearance.theme().addListener((observed, before, now) -> draw());
    }

    /** Shows trainings; those without an epoch are left out. */
    void show(List<Training> trainings) {
        List<Training> begun = trainings.stream()
                .filter(training -> !training.epochs().isEmpty())
                .toList();
        if (!begun.equals(shown)) {
            shown = begun;
            draw();
        }
        setVisible(!shown.isEmpty());
        setManaged(!shown.isEmpty());
    }

    private void draw() {
        draw(loss, "curves.loss", AxisUnit.NATS, Direction.MINIMISE, EpochRecord::trainLoss);
        draw(accuracy, "curves.accuracy", AxisUnit.SHARE, Direction.MAXIMISE, EpochRecord::trainAccuracy);
    }

    private void draw(
            ChartCanvas canvas, String key, AxisUnit unit, Direction better, ToDoubleFunction<EpochRecord> value) {
        if (shown.isEmpty()) {
            return;
        }
        List<Curve> curves = shown.stream()
                .map(training -> new Curve(
                        training.name(),
                        training.epochs().stream()
                                .map(epoch -> value.applyAsDouble(epoch))
                                .toList()))
                .toList();
        CurveChart chart = new CurveChart(
                "",
                new ChartAxis(RunsTexts.text(key), unit, better),
                curves,
                appearance.theme().get().charts());
        canvas.show((graphics, width, height) -> {
            chart.draw(graphics, width, height);
            return () -> {};
        });
    }
}
