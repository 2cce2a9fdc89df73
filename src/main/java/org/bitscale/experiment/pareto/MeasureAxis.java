package org.bitscale.experiment.pareto;

import org.bitscale.Texts;
import org.bitscale.experiment.run.Measure;
import org.bitscale.report.AxisUnit;
import org.bitscale.report.ChartAxis;

/** Measures as people see them. */
public final class MeasureAxis {
    private static final Texts TEXTS = new Texts("org.bitscale.experiment.pareto.messages");

    private MeasureAxis() {}

    /** The axis that shows a measure. */
    public static ChartAxis of(Measure measure) {
        return new ChartAxis(name(measure), unit(measure), measure.direction());
    }

    /** A measure's name. */
    public static String name(Measure measure) {
        return TEXTS.text("measure." + measure.key());
    }

    /** An estimate with its interval, if it has one. */
    public static String text(Measure measure, Estimate estimate) {
        AxisUnit unit = unit(measure);
        return estimate.interval()
                .map(interval -> unit.format(estimate.mean(), interval))
                .orElseGet(() -> unit.format(estimate.mean()));
    }

    private static AxisUnit unit(Measure measure) {
        return switch (measure) {
            case ACCURACY, TEST_ACCURACY, AGREEMENT -> AxisUnit.SHARE;
            case LOSS, TEST_LOSS -> AxisUnit.NATS;
            case PACKED_SIZE, FILE_SIZE -> AxisUnit.BYTES;
            case BOPS, MACS, PARAMETERS -> AxisUnit.COUNT;
            case LATENCY -> AxisUnit.MILLISECONDS;
        };
    }
}
