package org.bitscale.ui.plan.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.experiment.pareto.Constraint;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.search.SearchRequest;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.sensitivity.SensitivityRequest;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.RangeRule;
import org.bitscale.report.Sizes;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.OpenModel;

/** What is asked for, as it is typed. Whatever is typed stays; a field that is refused has its reason beside it. */
final class SearchForm {

    private static final int CALIBRATION = 512;
    private static final int POINTS = 12;

    private final Field<List<LayerOverride>> schemes =
            new Field<>("schemes", "W2A2, W3A3, W4A4, W6A6, W8A8", SearchForm::schemes);
    private final Field<List<Constraint>> size =
            new Field<>("size", "", text -> limit(text, Measure.PACKED_SIZE, Sizes.KIB));
    private final Field<List<Constraint>> bops = new Field<>("bops", "", text -> limit(text, Measure.BOPS, 1e6));
    private final Field<List<Constraint>> latency = new Field<>("latency", "", text -> limit(text, Measure.LATENCY, 1));
    private final Field<List<Double>> meanBits = new Field<>("meanBits", "", SearchForm::numbers);
    private final Field<Integer> examples =
            new Field<>("examples", Integer.toString(SensitivityRequest.USUAL_EXAMPLES), SearchForm::whole);
    private final ObjectProperty<SearchRequest.Way> way = new SimpleObjectProperty<>(SearchRequest.Way.EXACT);
    private final ObjectProperty<SearchRequest.Axis> axis = new SimpleObjectProperty<>(SearchRequest.Axis.PACKED_SIZE);
    private final ObjectProperty<SensitivityMeasure> measure =
            new SimpleObjectProperty<>(SensitivityMeasure.DIVERGENCE);
    private final BooleanProperty floatAllowed = new SimpleBooleanProperty();
    private final BooleanProperty keepsOwn = new SimpleBooleanProperty();

    /** Something typed, and why it is refused. */
    static final class Field<T> {

        private final String key;
        private final StringProperty text;
        private final StringProperty problem = new SimpleStringProperty("");
        private final Function<String, T> read;

        private Field(String key, String usual, Function<String, T> read) {
            this.key = key;
            this.text = new SimpleStringProperty(usual);
            this.read = read;
            text.addListener((observed, before, now) -> problem.set(""));
        }

        String key() {
            return key;
        }

        StringProperty text() {
            return text;
        }

        StringProperty problem() {
            return problem;
        }

        /** The value; its refusal is shown beside it as well. */
        private T value() {
            try {
                problem.set("");
                return read.apply(text.get().strip());
            } catch (BadInputException e) {
                problem.set(e.getMessage());
                throw e;
            }
        }
    }

    /** Bits that each layer can get. */
    Field<List<LayerOverride>> schemes() {
        return schemes;
    }

    /** Most KiB of packed size. */
    Field<List<Constraint>> size() {
        return size;
    }

    /** Most millions of bit operations of an example. */
    Field<List<Constraint>> bops() {
        return bops;
    }

    /** Most milliseconds of an example. */
    Field<List<Constraint>> latency() {
        return latency;
    }

    /** Mean bits of a weight, in place of a front. */
    Field<List<Double>> meanBits() {
        return meanBits;
    }

    /** Examples that layers are measured on. */
    Field<Integer> examples() {
        return examples;
    }

    /** How to search. */
    ObjectProperty<SearchRequest.Way> way() {
        return way;
    }

    /** What the front runs along. */
    ObjectProperty<SearchRequest.Axis> axis() {
        return axis;
    }

    /** What plans are predicted by. */
    ObjectProperty<SensitivityMeasure> measure() {
        return measure;
    }

    /** Whether layers may stay in float. */
    BooleanProperty floatAllowed() {
        return floatAllowed;
    }

    /** Whether layers that have bits of their own in the plan keep them. */
    BooleanProperty keepsOwn() {
        return keepsOwn;
    }

    /**
     * What is to be measured.
     *
     * @throws BadInputException if something typed is refused
     */
    SensitivityRequest sensitivity(
            OpenModel model, OpenData data, PlanSettings plan, Set<SensitivityMeasure> measures) {
        return new SensitivityRequest(
                model.file().path(),
                data.options(),
                measured(plan),
                schemes.value(),
                measures,
                examples.value(),
                CALIBRATION,
                SensitivityRequest.USUAL_PROBES);
    }

    /**
     * What is to be found.
     *
     * @param threads of one operation, where latency is measured
     * @throws BadInputException if something typed is refused
     */
    SearchRequest search(OpenModel model, OpenData data, PlanSettings plan, int threads) {
        SensitivityRequest sensitivity = sensitivity(
                model, data, keepsOwn.get() ? plan : plan.withLayers(java.util.Map.of()), Set.of(measure.get()));
        List<Constraint> limits = new ArrayList<>(size.value());
        limits.addAll(bops.value());
        limits.addAll(latency.value());
        return new SearchRequest(
                sensitivity,
                measure.get(),
                floatAllowed.get(),
                axis.get(),
                limits,
                meanBits.value(),
                way.get(),
                POINTS,
                threads,
                0);
    }

    /** Ranges from the smallest to the largest value would make 2 and 3 bits look worse than they need be. */
    private static PlanSettings measured(PlanSettings plan) {
        RangeRule least = RangeRule.parse("mse");
        return plan.withRanges(
                plan.weightRange().equals(RangeRule.MIN_MAX) ? least : plan.weightRange(),
                plan.activationRange().equals(RangeRule.MIN_MAX) ? least : plan.activationRange());
    }

    private static List<LayerOverride> schemes(String text) {
        return words(text).stream().map(LayerOverride::parse).toList();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[,;\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<Constraint> limit(String text, Measure measure, double unit) {
        return text.isEmpty()
                ? List.of()
                : List.of(new Constraint(measure, Constraint.Limit.AT_MOST, unit * positive(text)));
    }

    private static List<Double> numbers(String text) {
        return words(text).stream().map(SearchForm::positive).toList();
    }

    private static double positive(String text) {
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadInputException(SearchTexts.text("refused.number", text));
    }

    private static int whole(String text) {
        try {
            int value = Integer.parseInt(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadInputException(SearchTexts.text("refused.whole", text));
    }
}
