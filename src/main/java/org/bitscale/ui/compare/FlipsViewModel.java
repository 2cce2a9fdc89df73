package org.bitscale.ui.compare;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.DataSheet;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.ModelFile;
import org.bitscale.experiment.Split;
import org.bitscale.experiment.compare.Flip;
import org.bitscale.experiment.compare.FloatParent;
import org.bitscale.experiment.compare.PredictionComparison;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.common.Pictures;

/** The examples whose prediction flips between the reference and one run. */
final class FlipsViewModel {

    static final int PAGE = 24;

    private static final Duration DELAY = Duration.ofMillis(30);

    private final CompareViewModel comparison;
    private final Newest newest;
    private final ObjectProperty<Optional<String>> run = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Flip.Kind>> kind = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<OptionalInt> label = new SimpleObjectProperty<>(OptionalInt.empty());
    private final IntegerProperty page = new SimpleIntegerProperty();
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(Shown.NONE);
    private final StringProperty problem = new SimpleStringProperty("");
    private Optional<Sheet> sheet = Optional.empty();

    /** A flip and its picture. */
    record Tile(Flip flip, int[] pixels) {}

    /**
     * A page of flips.
     *
     * @param tiles its pictures
     * @param width of each picture in pixels
     * @param total flips of the kind and class that are looked at
     * @param counts all flips of the run by kind
     * @param classes names of the classes; a network may have more outputs
     */
    record Shown(List<Tile> tiles, int width, int total, Map<Flip.Kind, Long> counts, List<String> classes) {

        static final Shown NONE = new Shown(List.of(), 1, 0, Map.of(), List.of());

        /** A class's name; its number where the data has no name for it. */
        String name(int label) {
            return label < classes.size() ? classes.get(label) : Integer.toString(label);
        }
    }

    /** Data that was opened, and what it was opened for. */
    private record Sheet(DataOptions options, String model, DataSheet data) {}

    private record Answer(Shown shown, Sheet sheet) {}

    FlipsViewModel(CompareViewModel comparison) {
        this.comparison = comparison;
        this.newest = new Newest(comparison.background(), DELAY);
        comparison.answers().changes().addListener((observed, before, now) -> read());
        comparison.lineup().addListener((observed, before, now) -> follow(now));
        run.addListener((observed, before, now) -> turnTo(0));
        kind.addListener((observed, before, now) -> turnTo(0));
        label.addListener((observed, before, now) -> turnTo(0));
        page.addListener((observed, before, now) -> read());
        follow(comparison.lineup().get());
    }

    /** The run whose flips are shown. */
    ObjectProperty<Optional<String>> run() {
        return run;
    }

    /** The kind of flips that are shown; empty for all. */
    ObjectProperty<Optional<Flip.Kind>> kind() {
        return kind;
    }

    /** The true class of the flips that are shown; empty for all. */
    ObjectProperty<OptionalInt> label() {
        return label;
    }

    /** Which page, from 0. */
    IntegerProperty page() {
        return page;
    }

    /** The page. */
    ReadOnlyObjectProperty<Shown> shown() {
        return shown.getReadOnlyProperty();
    }

    /** Why there are no pictures. */
    StringProperty problem() {
        return problem;
    }

    private void follow(Lineup lineup) {
        boolean there = run.get()
                .filter(id -> lineup.runs().stream().skip(1).anyMatch(other -> other.id()
                        .equals(id)))
                .isPresent();
        if (there) {
            turnTo(0);
        } else {
            label.set(OptionalInt.empty());
            run.set(lineup.runs().stream().skip(1).findFirst().map(Run::id));
        }
    }

    private void turnTo(int number) {
        if (page.get() == number) {
            read();
        } else {
            page.set(number);
        }
    }

    private void read() {
        Lineup lineup = comparison.lineup().get();
        Optional<PredictionComparison> flips = flips(lineup);
        if (flips.isEmpty()) {
            newest.cancel();
            shown.set(Shown.NONE);
            return;
        }
        Run reference = lineup.runs().get(0);
        Split split = comparison.answers().split().get();
        Optional<Sheet> known = Stream.concat(sheet.stream(), onDesk().stream())
                .filter(open -> open.options().equals(reference.trial().data())
                        && open.model().equals(reference.trial().modelHash()))
                .findFirst();
        OpenWorkspace workspace = comparison.desk().openWorkspace();
        List<Flip> all = flips.get().flips();
        List<Flip> wanted = all.stream()
                .filter(flip -> kind.get().isEmpty() || kind.get().get() == flip.kind())
                .filter(flip -> label.get().isEmpty() || label.get().getAsInt() == flip.label())
                .toList();
        int first = page.get() * PAGE;
        newest.request(
                () -> {
                    Sheet open = known.isPresent() ? known.get() : open(workspace, reference);
                    return new Answer(page(open.data(), split, all, wanted, first), open);
                },
                answer -> {
                    sheet = Optional.of(answer.sheet());
                    problem.set("");
                    shown.set(answer.shown());
                },
                comparison.failures().refusals(problem::set));
    }

    private Optional<PredictionComparison> flips(Lineup lineup) {
        if (run.get().isEmpty() || !lineup.isComplete()) {
            return Optional.empty();
        }
        List<Optional<FilePredictions>> predictions = comparison.answers().predictions();
        for (int i = 1; i < lineup.runs().size(); i++) {
            if (lineup.runs().get(i).id().equals(run.get().get())
                    && predictions.get(0).isPresent()
                    && predictions.get(i).isPresent()) {
                return compared(predictions.get(0).get(), predictions.get(i).get());
            }
        }
        return Optional.empty();
    }

    private Optional<PredictionComparison> compared(FilePredictions reference, FilePredictions other) {
        try {
            return Optional.of(PredictionComparison.of(reference, other));
        } catch (BadInputException e) {
            problem.set(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Sheet> onDesk() {
        return comparison.desk().data().get().flatMap(data -> comparison
                .desk()
                .model()
                .get()
                .map(model -> new Sheet(data.options(), model.file().sha256(), data.sheet())));
    }

    private static Sheet open(OpenWorkspace workspace, Run reference) {
        ModelFile model = ModelFile.read(FloatParent.exported(workspace.runs(), reference), OperatorTable.standard());
        DataOptions options = reference.trial().data();
        DataSheet data = DataSheet.open(options, model, Progress.NONE); // an interrupt stops it
        return new Sheet(options, reference.trial().modelHash(), data);
    }

    private static Shown page(DataSheet data, Split split, List<Flip> all, List<Flip> wanted, int first) {
        Dataset examples = data.examples(split == Split.VALIDATION ? DataSheet.Split.VALIDATION : DataSheet.Split.TEST);
        Map<Flip.Kind, Long> counts = new EnumMap<>(Flip.Kind.class);
        all.forEach(flip -> counts.merge(flip.kind(), 1L, Long::sum));
        List<Tile> tiles = wanted.stream()
                .skip(first)
                .limit(PAGE)
                .map(flip -> new Tile(flip, Pictures.pixels(examples, flip.example())))
                .toList();
        return new Shown(tiles, Pictures.width(examples), wanted.size(), counts, data.classes());
    }
}
