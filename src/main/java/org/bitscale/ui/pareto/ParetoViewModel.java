package org.bitscale.ui.pareto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.eval.Direction;
import org.bitscale.experiment.pareto.Constraint;
import org.bitscale.experiment.pareto.ParetoAnalysis;
import org.bitscale.experiment.pareto.ParetoChart;
import org.bitscale.experiment.pareto.ParetoPoint;
import org.bitscale.experiment.pareto.ReportSummary;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.report.ChartTheme;
import org.bitscale.report.FrontChart;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;

/** What the Pareto screen shows. */
public final class ParetoViewModel {

    /** Measures one can choose, the usual ones first. */
    static final List<Measure> MEASURES = List.of(
            Measure.ACCURACY,
            Measure.LOSS,
            Measure.PACKED_SIZE,
            Measure.FILE_SIZE,
            Measure.BOPS,
            Measure.MACS,
            Measure.PARAMETERS,
            Measure.LATENCY,
            Measure.TEST_ACCURACY);

    private static final Duration DELAY = Duration.ofMillis(20);

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final Newest newest;
    private final ObjectProperty<Optional<String>> experiment = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Measure> across = new SimpleObjectProperty<>(Measure.PACKED_SIZE);
    private final ObjectProperty<Measure> upwards = new SimpleObjectProperty<>(Measure.ACCURACY);
    private final ObjectProperty<Map<Measure, Double>> limits = new SimpleObjectProperty<>(Map.of());
    private final ReadOnlyObjectWrapper<Front> front = new ReadOnlyObjectWrapper<>(Front.EMPTY);
    private final StringProperty problem = new SimpleStringProperty("");
    private final ObservableValue<Boolean> running;
    /** What was read last; empty when it is no longer true. Other axes and limits need no other runs. */
    private Optional<Read> known = Optional.empty();

    /**
     * Runs over two measures.
     *
     * @param analysis fronts, standings, hypervolume; empty while there is no finished run
     * @param experiments names to choose from
     * @param extents smallest and largest value of each measure that all points have
     */
    public record Front(Optional<ParetoAnalysis> analysis, List<String> experiments, Map<Measure, double[]> extents) {

        static final Front EMPTY = new Front(Optional.empty(), List.of(), Map.of());
    }

    /**
     * A front that follows the desk.
     *
     * @param desk whose workspace's runs are shown
     * @param background where they are read and sorted
     * @param failures takes what nobody expected
     */
    public ParetoViewModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.newest = new Newest(background, DELAY);
        this.running = desk.tasks().experiments().map(experiments -> experiments.stream()
                .anyMatch(queued -> !queued.state().hasEnded()));
        desk.workspace().addListener((observed, before, now) -> {
            experiment.set(Optional.empty());
            limits.set(Map.of());
            readAgain();
        });
        desk.tasks().runs().addListener((observed, before, now) -> readAgain());
        experiment.addListener((observed, before, now) -> readAgain());
        across.addListener((observed, before, now) -> refresh());
        upwards.addListener((observed, before, now) -> refresh());
        limits.addListener((observed, before, now) -> refresh());
        refresh();
    }

    /** Whether an experiment is at work, so that points may come. */
    ObservableValue<Boolean> running() {
        return running;
    }

    /** The experiment whose runs are shown; empty for all runs. */
    ObjectProperty<Optional<String>> experiment() {
        return experiment;
    }

    /** What the horizontal axis shows. */
    ObjectProperty<Measure> across() {
        return across;
    }

    /** What the vertical axis shows. */
    ObjectProperty<Measure> upwards() {
        return upwards;
    }

    /** The worst value that is allowed, by measure. */
    ObjectProperty<Map<Measure, Double>> limits() {
        return limits;
    }

    /** The points. */
    ReadOnlyObjectProperty<Front> front() {
        return front.getReadOnlyProperty();
    }

    /** Why there is no front. */
    StringProperty problem() {
        return problem;
    }

    /** Limits a measure to what is at least as good as {@code worst}. */
    void limit(Measure measure, double worst) {
        Map<Measure, Double> changed = new EnumMap<>(Measure.class);
        changed.putAll(limits.get());
        changed.put(measure, worst);
        limits.set(Map.copyOf(changed));
    }

    /** Lifts the limit of a measure. */
    void unlimit(Measure measure) {
        Map<Measure, Double> changed = new EnumMap<>(Measure.class);
        changed.putAll(limits.get());
        changed.remove(measure);
        limits.set(Map.copyOf(changed));
    }

    private void readAgain() {
        known = Optional.empty();
        refresh();
    }

    private void refresh() {
        if (desk.workspace().get().isEmpty()) {
            newest.cancel();
            front.set(Front.EMPTY);
            return;
        }
        if (across.get() == upwards.get()) {
            problem.set(ParetoTexts.text("sameMeasure"));
            return;
        }
        OpenWorkspace workspace = desk.openWorkspace();
        Optional<String> name = experiment.get();
        List<Measure> objectives = List.of(upwards.get(), across.get());
        List<Constraint> constraints = constraints(limits.get());
        Optional<Read> last = known;
        newest.request(
                () -> {
                    Read read = last.orElseGet(() -> read(workspace, name));
                    return Map.entry(read, front(read, objectives, constraints));
                },
                found -> {
                    problem.set("");
                    known = Optional.of(found.getKey());
                    front.set(found.getValue());
                },
                failures.refusals(problem::set));
    }

    private static List<Constraint> constraints(Map<Measure, Double> limits) {
        return limits.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(limit -> new Constraint(limit.getKey(), side(limit.getKey()), limit.getValue()))
                .toList();
    }

    private static Constraint.Limit side(Measure measure) {
        return measure.direction() == Direction.MINIMISE ? Constraint.Limit.AT_MOST : Constraint.Limit.AT_LEAST;
    }

    /** Finished runs and what is known of them whatever the axes. */
    private record Read(List<RunRow> rows, List<String> experiments, Map<Measure, double[]> extents) {}

    private static Read read(OpenWorkspace workspace, Optional<String> experiment) {
        RunFilter filter = experiment
                .map(RunFilter::finished)
                .orElse(new RunFilter(
                        Optional.empty(),
                        Set.of(Run.Status.FINISHED),
                        Set.of(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Map.of(),
                        Map.of()));
        List<RunRow> rows = workspace.runs().rows(filter, 0, Integer.MAX_VALUE);
        List<String> experiments = workspace.runs().experiments().stream()
                .map(ExperimentRecord::name)
                .toList();
        return new Read(rows, experiments, extents(rows));
    }

    private static Front front(Read read, List<Measure> objectives, List<Constraint> limits) {
        ParetoAnalysis analysis = ParetoAnalysis.of(read.rows(), objectives, limits, Map.of());
        return new Front(
                analysis.points().isEmpty() ? Optional.empty() : Optional.of(analysis),
                read.experiments(),
                read.extents());
    }

    private static Map<Measure, double[]> extents(List<RunRow> rows) {
        Map<Measure, double[]> extents = new EnumMap<>(Measure.class);
        for (RunRow row : rows) {
            row.metrics()
                    .forEach((measure, metric) ->
                            extents.merge(measure, new double[] {metric.value(), metric.value()}, (a, b) ->
                                    new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])}));
        }
        return extents;
    }

    /** The chart of the front; empty while there is no point. */
    Optional<FrontChart> chart(ChartTheme theme) {
        return front.get()
                .analysis()
                .map(analysis -> ParetoChart.of(
                        analysis,
                        analysis.objectives().get(1),
                        analysis.objectives().get(0),
                        "",
                        theme));
    }

    /** A point in plain words. */
    String reading(ParetoPoint point) {
        ParetoAnalysis analysis = front.get().analysis().orElseThrow();
        boolean readable = analysis.objectives().contains(Measure.ACCURACY)
                && analysis.objectives().contains(Measure.PACKED_SIZE);
        return readable ? ReportSummary.sentence(analysis, point).orElse("") : "";
    }

    /** Chooses points' runs, here and on every other screen. */
    void select(List<ParetoPoint> points) {
        desk.select(points.stream().flatMap(point -> point.runs().stream()).toList());
    }

    /** Whether one of a point's runs is chosen. */
    boolean isSelected(ParetoPoint point) {
        return point.runs().stream().anyMatch(desk.selectedRuns().get()::contains);
    }

    /** The desk's chosen runs. */
    ObjectProperty<Set<String>> selectedRuns() {
        return desk.selectedRuns();
    }

    /** Shows the chosen runs on the Compare screen. */
    void compare() {
        desk.screen().set(ScreenId.COMPARE);
    }

    /** Shows the chosen runs in the table of runs. */
    void showRuns() {
        desk.screen().set(ScreenId.RUNS);
    }

    /** Goes to where a first experiment can be started. */
    void begin() {
        desk.screen().set(ScreenId.START);
    }

    /**
     * Writes the front as a picture or table; the file's ending tells which.
     *
     * @param file ending in png, svg, pdf, csv or json
     * @param done hears of it
     */
    void export(Path file, ChartTheme theme, int width, int height, Runnable done) {
        ParetoAnalysis analysis = front.get()
                .analysis()
                .orElseThrow(() -> new BadInputException("There is no front yet; run an experiment first"));
        FrontChart chart = chart(theme).orElseThrow();
        background.run(
                () -> {
                    write(file, analysis, chart, width, height);
                    return file;
                },
                written -> done.run(),
                failures.refusals(problem::set));
    }

    private static void write(Path file, ParetoAnalysis analysis, FrontChart chart, int width, int height) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        try {
            switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "png" -> chart.writePng(file, 2 * width, 2 * height);
                case "svg" -> chart.writeSvg(file, width, height);
                case "pdf" -> chart.writePdf(file, width, height);
                case "csv" -> DurableFile.write(file, analysis.toCsv().getBytes(StandardCharsets.UTF_8));
                case "json" -> DurableFile.write(file, analysis.toJson().getBytes(StandardCharsets.UTF_8));
                default ->
                    throw new BadInputException(
                            "A file ending in png, svg, pdf, csv or json is expected, but '%s' came".formatted(name));
            }
        } catch (IOException e) {
            throw DurableFile.failure(file, e);
        }
    }
}
