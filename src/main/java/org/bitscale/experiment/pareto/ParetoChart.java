package org.bitscale.experiment.pareto;

import java.util.ArrayList;
import java.util.List;
import org.bitscale.experiment.run.Measure;
import org.bitscale.report.ChartLimit;
import org.bitscale.report.ChartTheme;
import org.bitscale.report.FrontChart;
import org.bitscale.report.FrontPoint;
import org.bitscale.report.FrontPoint.Standing;

/** Draws an analysis over two of its measures. */
public final class ParetoChart {
    private ParetoChart() {}

    /**
     * The chart of an analysis.
     *
     * @param analysis with at least one point
     * @param across the measure on the horizontal axis, an objective or limited
     * @param upwards the measure on the vertical axis, an objective or limited
     * @param title above the chart, may be empty
     * @param theme the looks
     */
    public static FrontChart of(
            ParetoAnalysis analysis, Measure across, Measure upwards, String title, ChartTheme theme) {
        List<ChartLimit> limits = new ArrayList<>();
        for (Constraint constraint : analysis.constraints()) {
            if (constraint.measure() == across || constraint.measure() == upwards) {
                limits.add(new ChartLimit(
                        constraint.measure() == across,
                        constraint.limit() == Constraint.Limit.AT_LEAST,
                        constraint.value()));
            }
        }
        return new FrontChart(
                title,
                MeasureAxis.of(across),
                MeasureAxis.of(upwards),
                analysis.points().stream()
                        .map(point -> point(point, across, upwards))
                        .toList(),
                limits,
                theme);
    }

    private static FrontPoint point(ParetoPoint point, Measure across, Measure upwards) {
        Estimate x = point.values().get(across);
        Estimate y = point.values().get(upwards);
        return new FrontPoint(
                point.label(),
                point.method().name(),
                x.mean(),
                x.interval(),
                y.mean(),
                y.interval(),
                standing(point),
                point.knee());
    }

    private static Standing standing(ParetoPoint point) {
        if (!point.feasible()) {
            return Standing.FAILED;
        }
        if (point.onFront()) {
            return Standing.FRONT;
        }
        return point.confident() ? Standing.PERHAPS : Standing.OFF;
    }
}
