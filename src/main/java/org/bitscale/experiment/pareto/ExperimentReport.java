package org.bitscale.experiment.pareto;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.Texts;
import org.bitscale.eval.Direction;
import org.bitscale.experiment.LayerRecord;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.report.AxisUnit;
import org.bitscale.report.ChartAxis;
import org.bitscale.report.ChartTheme;
import org.bitscale.report.Curve;
import org.bitscale.report.CurveChart;
import org.bitscale.report.ReportContent;

/** Runs as a report: validation accuracy against packed size. */
public final class ExperimentReport {
    private static final Texts TEXTS = new Texts("org.bitscale.experiment.pareto.messages");

    /** More curves could not be told apart. */
    private static final int MOST_CURVES = 7;

    private final String title;
    private final ParetoAnalysis analysis;
    private final Map<String, RunRow> rows;
    private final Function<String, Run> runs;

    private ExperimentReport(
            String title, ParetoAnalysis analysis, Map<String, RunRow> rows, Function<String, Run> runs) {
        this.title = title;
        this.analysis = analysis;
        this.rows = rows;
        this.runs = runs;
    }

    /**
     * What the report tells.
     *
     * @param title of the page
     * @param rows of runs, however they ended
     * @param runs a run by its id
     * @param experimentFile the experiment file's text
     * @throws BadInputException if no run is finished with size and accuracy
     */
    public static ReportContent of(
            String title, List<RunRow> rows, Function<String, Run> runs, Optional<String> experimentFile) {
        ParetoAnalysis analysis =
                ParetoAnalysis.of(rows, List.of(Measure.PACKED_SIZE, Measure.ACCURACY), List.of(), Map.of());
        if (analysis.points().isEmpty()) {
            throw new BadInputException(
                    "A report needs finished runs with size and accuracy, but of %d runs there are none; run the experiment first"
                            .formatted(rows.size()));
        }
        Map<String, RunRow> byId =
                rows.stream().collect(Collectors.toMap(RunRow::id, row -> row, (first, second) -> first));
        return new ExperimentReport(title, analysis, byId, runs).content(experimentFile);
    }

    private ReportContent content(Optional<String> experimentFile) {
        List<Run> curved = new ArrayList<>();
        for (ParetoPoint point : analysis.points()) {
            Run run = runs.apply(point.runs().get(0));
            if (curved.size() < MOST_CURVES && !run.epochs().isEmpty()) {
                curved.add(run);
            }
        }
        List<Run> front = analysis.front().stream()
                .map(point -> runs.apply(point.runs().get(0)))
                .toList();
        return new ReportContent(
                title,
                ReportSummary.sentences(analysis),
                ReportSummary.notes(analysis),
                theme -> ParetoChart.of(analysis, Measure.PACKED_SIZE, Measure.ACCURACY, "", theme),
                results(),
                theme -> curves(curved, theme),
                front.stream()
                        .filter(run -> !run.layers().isEmpty())
                        .map(ExperimentReport::layers)
                        .toList(),
                provenance(),
                experimentFile);
    }

    private ReportContent.Table results() {
        List<List<String>> lines = new ArrayList<>();
        for (ParetoPoint point : analysis.points()) {
            Estimate accuracy = point.values().get(Measure.ACCURACY);
            lines.add(List.of(
                    point.label(),
                    point.onFront()
                            ? text(point.knee() ? "report.onFrontKnee" : "report.onFront")
                            : text(point.confident() ? "report.perhaps" : "report.off"),
                    MeasureAxis.text(Measure.PACKED_SIZE, point.values().get(Measure.PACKED_SIZE)),
                    MeasureAxis.text(Measure.ACCURACY, accuracy),
                    accuracy.standardDeviation().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "%.2f",
                                    100 * accuracy.standardDeviation().getAsDouble())
                            : "",
                    Integer.toString(accuracy.count()),
                    testAccuracy(point)));
        }
        return new ReportContent.Table(
                text("report.resultsCaption"),
                List.of(
                        text("report.recipe"),
                        text("report.standing"),
                        MeasureAxis.name(Measure.PACKED_SIZE),
                        MeasureAxis.name(Measure.ACCURACY),
                        text("report.deviation"),
                        text("report.seeds"),
                        MeasureAxis.name(Measure.TEST_ACCURACY)),
                lines);
    }

    /** Over all runs of a point, if all of them have it; it was used for no choice. */
    private String testAccuracy(ParetoPoint point) {
        List<RunRow> own = point.runs().stream().map(rows::get).toList();
        if (!own.stream().allMatch(row -> row.metrics().containsKey(Measure.TEST_ACCURACY))) {
            return "";
        }
        return MeasureAxis.text(
                Measure.TEST_ACCURACY,
                Estimate.of(
                        Measure.TEST_ACCURACY,
                        own.stream()
                                .map(row -> row.metrics().get(Measure.TEST_ACCURACY))
                                .toList()));
    }

    private static List<CurveChart> curves(List<Run> runs, ChartTheme theme) {
        if (runs.isEmpty()) {
            return List.of();
        }
        return List.of(
                chart(
                        runs,
                        text("report.trainLoss"),
                        new ChartAxis(text("report.trainLoss"), AxisUnit.NATS, Direction.MINIMISE),
                        EpochRecord::trainLoss,
                        theme),
                chart(
                        runs,
                        text("report.trainAccuracy"),
                        new ChartAxis(text("report.trainAccuracy"), AxisUnit.SHARE, Direction.MAXIMISE),
                        EpochRecord::trainAccuracy,
                        theme));
    }

    private static CurveChart chart(
            List<Run> runs, String title, ChartAxis axis, Function<EpochRecord, Double> figure, ChartTheme theme) {
        List<Curve> curves = runs.stream()
                .map(run -> new Curve(
                        run.trial().label(), run.epochs().stream().map(figure).toList()))
                .toList();
        return new CurveChart(title, axis, curves, theme);
    }

    private static ReportContent.Table layers(Run run) {
        List<List<String>> lines = new ArrayList<>();
        for (LayerRecord layer : run.layers()) {
            lines.add(List.of(
                    layer.name(),
                    layer.operator(),
                    layer.scheme(),
                    AxisUnit.COUNT.format(layer.parameters()),
                    AxisUnit.COUNT.format(layer.macs()),
                    AxisUnit.COUNT.format(layer.bops())));
        }
        return new ReportContent.Table(
                text("report.layersCaption", run.trial().label(), run.id()),
                List.of(
                        text("report.layer"),
                        text("report.operator"),
                        text("report.bits"),
                        MeasureAxis.name(Measure.PARAMETERS),
                        MeasureAxis.name(Measure.MACS),
                        MeasureAxis.name(Measure.BOPS)),
                lines);
    }

    private List<ReportContent.Table> provenance() {
        List<List<String>> origins = new ArrayList<>();
        List<List<String>> places = new ArrayList<>();
        for (ParetoPoint point : analysis.points()) {
            for (String id : point.runs()) {
                Run run = runs.apply(id);
                origins.add(List.of(
                        id,
                        point.label(),
                        Long.toString(rows.get(id).seed()),
                        run.started().toString(),
                        run.trialHash(),
                        run.trial().modelHash(),
                        run.trial().dataHash(),
                        run.weightsHash().orElse("")));
                List<String> place = environment(run.environment());
                if (!places.contains(place)) {
                    places.add(place);
                }
            }
        }
        return List.of(
                new ReportContent.Table(
                        text("report.environments"),
                        List.of(
                                "Bitscale",
                                "Java",
                                text("report.system"),
                                text("report.processor"),
                                text("report.device"),
                                "PyTorch",
                                "ONNX Runtime"),
                        places),
                new ReportContent.Table(
                        text("report.origins"),
                        List.of(
                                text("report.run"),
                                text("report.recipe"),
                                text("report.seed"),
                                text("report.started"),
                                text("report.trialHash"),
                                text("report.modelHash"),
                                text("report.dataHash"),
                                text("report.weightsHash")),
                        origins));
    }

    private static List<String> environment(Environment place) {
        return List.of(
                place.bitscale(),
                place.java(),
                place.os(),
                place.processor() + " " + String.join(" ", place.features()),
                text("report.threads", place.device(), Integer.toString(place.threads())),
                place.torch(),
                place.onnxRuntime());
    }

    private static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
