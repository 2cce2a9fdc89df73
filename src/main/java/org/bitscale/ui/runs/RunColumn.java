package org.bitscale.ui.runs;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.bitscale.experiment.pareto.MeasureAxis;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.ui.common.Durations;

/** A column of the table of runs. */
enum RunColumn {
    STAR(true, 4, row -> row.annotation().starred() ? "★" : ""),
    LABEL(true, 16, RunRow::label),
    METHOD(false, 9, row -> RunsTexts.word(row.method())),
    SEED(true, 7, row -> Long.toString(row.seed())),
    ACCURACY(true, 22, Measure.ACCURACY),
    LOSS(false, 17, Measure.LOSS),
    TEST_ACCURACY(false, 22, Measure.TEST_ACCURACY),
    PACKED_SIZE(true, 13, Measure.PACKED_SIZE),
    FILE_SIZE(false, 10, Measure.FILE_SIZE),
    BOPS(true, 10, Measure.BOPS),
    LATENCY(false, 12, Measure.LATENCY),
    AGREEMENT(false, 26, Measure.AGREEMENT),
    STATUS(true, 11, row -> RunsTexts.text("status." + RunsTexts.word(row.status()))),
    EXPERIMENT(true, 15, RunRow::experiment),
    STARTED(true, 17, row -> time(row.started())),
    SECONDS(true, 11, row -> Durations.format(row.seconds())),
    TAGS(true, 14, row -> String.join(", ", row.annotation().tags())),
    NOTE(false, 24, row -> row.annotation().note().lines().findFirst().orElse("")),
    ID(false, 24, RunRow::id);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final boolean usual;
    private final int characters;
    private final Function<RunRow, String> text;
    private final Optional<Measure> measure;

    RunColumn(boolean usual, int characters, Function<RunRow, String> text) {
        this.usual = usual;
        this.characters = characters;
        this.text = text;
        this.measure = Optional.empty();
    }

    RunColumn(boolean usual, int characters, Measure measure) {
        this.usual = usual;
        this.characters = characters;
        this.text = row -> Optional.ofNullable(row.metrics().get(measure))
                .map(metric -> RunsTexts.metric(measure, metric))
                .orElse("");
        this.measure = Optional.of(measure);
    }

    /** A time of day, where this computer is. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** What stands above it. */
    String title() {
        return measure.filter(shown -> shown != Measure.ACCURACY)
                .map(MeasureAxis::name)
                .orElseGet(() -> RunsTexts.text("column." + RunsTexts.word(this)));
    }

    /** What stands in it. */
    String text(RunRow row) {
        return text.apply(row);
    }

    /** Whether it is there at first. */
    boolean isUsual() {
        return usual;
    }

    /** Whether it holds numbers, which stand at the right. */
    boolean isNumber() {
        return measure.isPresent() || this == SEED || this == SECONDS;
    }

    /** How many characters it is wide at first. */
    int characters() {
        return characters;
    }

    /**
     * A column to sort by.
     *
     * @param column whose values decide
     * @param ascending smallest first; rows without a value are last either way
     */
    record Order(RunColumn column, boolean ascending) {

        /** As the store gives them: newest first. */
        static final List<Order> NEWEST_FIRST = List.of(new Order(STARTED, false));

        /** Compares by several columns, the first one first; the newest first where all are equal. */
        static Comparator<RunRow> of(List<Order> orders) {
            Comparator<RunRow> newest = Comparator.comparing(RunRow::started)
                    .thenComparing(RunRow::id)
                    .reversed();
            return orders.stream()
                    .map(order -> order.column().compare(order.ascending()))
                    .reduce(Comparator::thenComparing)
                    .map(first -> first.thenComparing(newest))
                    .orElse(newest);
        }
    }

    private Comparator<RunRow> compare(boolean ascending) {
        return switch (this) {
            case STAR -> by(row -> row.annotation().starred() ? 0 : 1, ascending);
            case STARTED -> by(RunRow::started, ascending);
            case SEED -> by(RunRow::seed, ascending);
            case SECONDS -> by(RunRow::seconds, ascending);
            case STATUS -> by(RunRow::status, ascending);
            case METHOD -> by(RunRow::method, ascending);
            default -> measure.isPresent() ? byMeasure(measure.get(), ascending) : byText(ascending);
        };
    }

    private static <T extends Comparable<? super T>> Comparator<RunRow> by(Function<RunRow, T> key, boolean ascending) {
        return ascending ? Comparator.comparing(key) : Comparator.comparing(key, Comparator.reverseOrder());
    }

    private static Comparator<RunRow> byMeasure(Measure measure, boolean ascending) {
        return Comparator.comparingDouble(row -> {
            var metric = row.metrics().get(measure);
            return metric == null ? Double.POSITIVE_INFINITY : ascending ? metric.value() : -metric.value();
        });
    }

    private Comparator<RunRow> byText(boolean ascending) {
        Comparator<String> order = ascending ? String.CASE_INSENSITIVE_ORDER : String.CASE_INSENSITIVE_ORDER.reversed();
        return Comparator.comparing((RunRow row) -> text(row).isEmpty()).thenComparing(this::text, order);
    }
}
