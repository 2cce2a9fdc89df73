package org.bitscale.ui.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.experiment.interchange.RunExport;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;

/** All runs: filtered, sorted, chosen, and what is said about them. */
final class RunTableModel {

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final FilterModel filter = new FilterModel();
    private final RunLoader loader;
    private final Annotations annotations;
    private final ReadOnlyObjectWrapper<List<RunRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Standing> standing = new ReadOnlyObjectWrapper<>(Standing.NOTHING);
    private final ReadOnlyObjectWrapper<List<String>> experiments = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Set<String>> tags = new ReadOnlyObjectWrapper<>(Set.of());
    private final StringProperty problem = new SimpleStringProperty("");
    private final StringProperty said = new SimpleStringProperty("");
    private List<RunColumn.Order> order = RunColumn.Order.NEWEST_FIRST;
    private RunLoader.Loaded loaded = RunLoader.Loaded.NONE;
    /** Whether other rows were asked for, of which a first page is worth showing; of the same rows it is not. */
    private boolean other;

    private Background.Job arranging = Background.Job.NONE;

    /**
     * How much of the workspace is shown.
     *
     * @param open whether there is a workspace
     * @param shown rows
     * @param all runs of the workspace
     * @param reading whether more rows are on their way
     */
    record Standing(boolean open, int shown, int all, boolean reading) {

        static final Standing NOTHING = new Standing(false, 0, 0, false);
    }

    /**
     * A table that follows the desk.
     *
     * @param desk whose workspace's runs are shown
     * @param background where they are read and sorted
     * @param failures takes what nobody expected
     */
    RunTableModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.loader = new RunLoader(background, this::loaded, failures.refusals(problem::set));
        this.annotations = new Annotations(desk, background, this::annotated, failures.refusals(problem::set));
        desk.workspace().addListener((observed, before, now) -> {
            filter.clear();
            tags.set(Set.of());
            problem.set("");
            said.set("");
            load();
        });
        filter.filter().addListener((observed, before, now) -> load());
        desk.tasks().runs().addListener((observed, before, now) -> loader.reload());
        load();
    }

    /** Which runs are shown. */
    FilterModel filter() {
        return filter;
    }

    /** The runs that are shown, in order. */
    ReadOnlyObjectProperty<List<RunRow>> rows() {
        return rows.getReadOnlyProperty();
    }

    /** How much of the workspace that is. */
    ReadOnlyObjectProperty<Standing> standing() {
        return standing.getReadOnlyProperty();
    }

    /** Names of the workspace's experiments. */
    ReadOnlyObjectProperty<List<String>> experiments() {
        return experiments.getReadOnlyProperty();
    }

    /** Tags that were seen. */
    ReadOnlyObjectProperty<Set<String>> tags() {
        return tags.getReadOnlyProperty();
    }

    /** What was refused. */
    StringProperty problem() {
        return problem;
    }

    /** What was done. */
    StringProperty said() {
        return said;
    }

    /** Ids of the chosen runs, here and on every other screen. */
    ObjectProperty<Set<String>> selected() {
        return desk.selectedRuns();
    }

    /** What is said about runs. */
    Annotations annotations() {
        return annotations;
    }

    /** Sorts by other columns. */
    void sort(List<RunColumn.Order> by) {
        List<RunColumn.Order> wanted = by.isEmpty() ? RunColumn.Order.NEWEST_FIRST : by;
        if (!wanted.equals(order)) {
            order = List.copyOf(wanted);
            arrange();
        }
    }

    /** Chooses runs. */
    void select(List<String> runs) {
        if (!Set.copyOf(runs).equals(selected().get())) {
            desk.select(runs);
        }
    }

    /** The chosen runs that are shown, in the table's order. */
    List<RunRow> chosen() {
        Set<String> ids = selected().get();
        return rows.get().stream().filter(row -> ids.contains(row.id())).toList();
    }

    /** What was shown stays until there is something else to show. */
    private void load() {
        other = true;
        if (desk.workspace().get().isEmpty()) {
            loader.cancel();
            loaded = RunLoader.Loaded.NONE;
            rows.set(List.of());
            standing.set(Standing.NOTHING);
            return;
        }
        standing.set(new Standing(true, rows.get().size(), standing.get().all(), true));
        loader.load(desk.openWorkspace().runs(), filter.filter().get());
    }

    private void loaded(RunLoader.Loaded newest) {
        if (newest.complete() || other) {
            other = false;
            loaded = newest;
            experiments.set(newest.experiments());
            arrange();
        }
    }

    /** Sorts in the background; what is equal to what is shown leaves the table alone. */
    private void arrange() {
        RunLoader.Loaded source = loaded;
        List<RunColumn.Order> by = order;
        List<RunRow> before = rows.get();
        arranging.cancel();
        arranging = background.run(
                () -> arranged(source.rows(), by, before),
                found -> {
                    rows.set(found.rows());
                    SortedSet<String> known = new TreeSet<>(tags.get());
                    known.addAll(found.tags());
                    tags.set(known);
                    standing.set(new Standing(true, found.rows().size(), source.all(), !source.complete()));
                },
                failures.refusals(problem::set));
    }

    private record Arranged(List<RunRow> rows, Set<String> tags) {}

    private static Arranged arranged(List<RunRow> rows, List<RunColumn.Order> order, List<RunRow> before) {
        List<RunRow> sorted = rows;
        if (!order.equals(RunColumn.Order.NEWEST_FIRST)) {
            sorted = new ArrayList<>(rows);
            sorted.sort(RunColumn.Order.of(order));
        }
        Set<String> tags = new LinkedHashSet<>();
        rows.forEach(row -> tags.addAll(row.annotation().tags()));
        return new Arranged(sorted.equals(before) ? before : List.copyOf(sorted), tags);
    }

    /** Until the table is read again, what is said now stands in it. */
    private void annotated(Map<String, Annotation> changed) {
        UnaryOperator<RunRow> replaced =
                row -> changed.containsKey(row.id()) ? annotated(row, changed.get(row.id())) : row;
        rows.set(rows.get().stream().map(replaced).toList());
        loaded = new RunLoader.Loaded(
                loaded.rows().stream().map(replaced).toList(), loaded.all(), loaded.experiments(), loaded.complete());
    }

    private static RunRow annotated(RunRow row, Annotation annotation) {
        return new RunRow(
                row.id(),
                row.experiment(),
                row.label(),
                row.method(),
                row.trialHash(),
                row.groupHash(),
                row.seed(),
                row.status(),
                row.started(),
                row.seconds(),
                row.rerunOf(),
                row.metrics(),
                annotation);
    }

    /** Says something else about some of the rows. */
    void annotate(Collection<RunRow> some, UnaryOperator<Annotation> change) {
        problem.set("");
        Map<String, Annotation> current = new HashMap<>();
        some.forEach(row -> current.put(row.id(), row.annotation()));
        annotations.change(current, change);
    }

    /** Stars the rows, or takes the stars away if all have one. */
    void toggleStar(Collection<RunRow> some) {
        boolean starred = !some.stream().allMatch(row -> row.annotation().starred());
        annotate(some, said -> new Annotation(starred, said.tags(), said.note()));
    }

    /** Gives rows their tags, words between commas or blanks. */
    void tag(Collection<RunRow> some, String words) {
        Set<String> tags = words(words);
        annotate(some, said -> new Annotation(said.starred(), tags, said.note()));
    }

    /** Gives rows tags beside those that they have. */
    void addTags(Collection<RunRow> some, String words) {
        Set<String> more = words(words);
        annotate(some, said -> {
            Set<String> all = new TreeSet<>(said.tags());
            all.addAll(more);
            return new Annotation(said.starred(), all, said.note());
        });
    }

    /** Gives rows a note. */
    void note(Collection<RunRow> some, String text) {
        annotate(some, said -> new Annotation(said.starred(), said.tags(), text.strip()));
    }

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        for (String word : text.split("[,;\\s]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Shows the chosen runs side by side. */
    void compare() {
        desk.screen().set(ScreenId.COMPARE);
    }

    /** Goes to where the sample can be started. */
    void begin() {
        desk.screen().set(ScreenId.START);
    }

    /**
     * Writes runs for other programs.
     *
     * @param onlyChosen the chosen ones, else all that pass the filter
     * @param target a file, for TensorBoard a folder
     */
    void export(RunExport.Format format, boolean onlyChosen, Path target) {
        OpenWorkspace workspace = desk.openWorkspace();
        Set<String> ids = selected().get();
        RunFilter through = onlyChosen ? RunFilter.ALL : filter.filter().get();
        RunExport export = new RunExport(workspace.runs(), through, row -> !onlyChosen || ids.contains(row.id()));
        problem.set("");
        said.set(RunsTexts.text("export.writing", target));
        background.run(
                () -> export.write(format, target),
                count -> said.set(RunsTexts.text("export.done", RunsTexts.count(count), target)),
                refusedAfterSaying());
    }

    private Consumer<Throwable> refusedAfterSaying() {
        Consumer<Throwable> shown = failures.refusals(problem::set);
        return failure -> {
            said.set("");
            shown.accept(failure);
        };
    }
}
