package org.bitscale.experiment.pareto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitscale.Texts;
import org.bitscale.eval.DifferenceInterval;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.report.Sizes;

/** An analysis of size and accuracy in plain words. */
public final class ReportSummary {
    private static final Texts TEXTS = new Texts("org.bitscale.experiment.pareto.messages");

    private ReportSummary() {}

    static List<String> sentences(ParetoAnalysis analysis) {
        List<String> sentences = new ArrayList<>();
        Optional<ParetoPoint> reference = reference(analysis);
        for (ParetoPoint point : analysis.front()) {
            if (reference.isPresent() && point.method() != Method.FLOAT) {
                sentences.add(compared(point, reference.get()));
            } else if (reference.isEmpty()) {
                sentences.add(TEXTS.text(
                        "summary.alone",
                        point.label(),
                        text(Measure.PACKED_SIZE, point),
                        text(Measure.ACCURACY, point)));
            }
        }
        reference.ifPresent(point -> sentences.add(TEXTS.text(
                "summary.reference", point.label(), text(Measure.PACKED_SIZE, point), text(Measure.ACCURACY, point))));
        LeftOut leftOut = analysis.leftOut();
        sentences.add(TEXTS.text(
                "summary.counts",
                Integer.toString(analysis.points().stream()
                        .mapToInt(point -> point.runs().size())
                        .sum()),
                Integer.toString(analysis.points().size()),
                Integer.toString(leftOut.unfinished()),
                Integer.toString(leftOut.reruns() + leftOut.superseded()),
                Integer.toString(leftOut.incomplete())));
        return sentences;
    }

    /** A point beside the float network; empty if there is no such network, or it is the point. */
    public static Optional<String> sentence(ParetoAnalysis analysis, ParetoPoint point) {
        return reference(analysis)
                .filter(reference -> !reference.groupHash().equals(point.groupHash()))
                .map(reference -> compared(point, reference));
    }

    static List<String> notes(ParetoAnalysis analysis) {
        List<String> notes = new ArrayList<>(List.of(TEXTS.text("notes.estimate"), TEXTS.text("notes.front")));
        if (reference(analysis).isPresent()) {
            notes.add(TEXTS.text("notes.difference"));
        }
        return notes;
    }

    /** The float network as it came; if it was only measured after fine-tuning, that. */
    private static Optional<ParetoPoint> reference(ParetoAnalysis analysis) {
        return analysis.points().stream()
                .filter(point -> point.method() == Method.FLOAT)
                .min(Comparator.comparingInt(point -> point.label().length()));
    }

    private static String compared(ParetoPoint point, ParetoPoint reference) {
        Estimate own = point.values().get(Measure.ACCURACY);
        Estimate other = reference.values().get(Measure.ACCURACY);
        Interval loss = DifferenceInterval.of(other.mean(), interval(other), own.mean(), interval(own));
        boolean loses = other.mean() >= own.mean();
        double points = Math.abs(other.mean() - own.mean());
        return TEXTS.text(
                loses ? "summary.loses" : "summary.gains",
                point.label(),
                Sizes.ratio(point.mean(Measure.PACKED_SIZE), reference.mean(Measure.PACKED_SIZE)),
                number(points),
                number(loses ? loss.low() : -loss.high()),
                number(loses ? loss.high() : -loss.low()),
                loss.contains(0) ? TEXTS.text("summary.unsure") : "");
    }

    private static Interval interval(Estimate estimate) {
        return estimate.interval().orElse(new Interval(estimate.mean(), estimate.mean()));
    }

    private static String text(Measure measure, ParetoPoint point) {
        return MeasureAxis.text(measure, point.values().get(measure));
    }

    private static String number(double share) {
        String text = String.format(Locale.ROOT, "%.1f", 100 * share);
        return text.equals("-0.0") ? "0.0" : text.replace('-', '−');
    }
}
