package org.bitscale.ui.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.experiment.Split;
import org.bitscale.experiment.compare.ComparisonFile;
import org.bitscale.experiment.compare.FloatParent;
import org.bitscale.experiment.compare.LayerErrorRow;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.desk.Desk;

/** What the worker says about the runs that are compared: predictions and errors of layers, asked when they are looked at. */
final class ComparedAnswers {

    private final Desk desk;
    private final ReadOnlyObjectProperty<Lineup> lineup;
    private final ObjectProperty<Split> split = new SimpleObjectProperty<>(Split.VALIDATION);
    private final Questions<PredictionKey, FilePredictions> predictions;
    private final Questions<ErrorKey, List<PlanEstimate.LayerError>> errors;
    private final Set<Topic> wanted = new HashSet<>();
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();

    /** What one can look at. */
    enum Topic {
        /** What networks say about examples. */
        PREDICTIONS,
        /** How far layers are from float. */
        ERRORS
    }

    private record PredictionKey(String file, DataOptions data, Split split) {}

    private record ErrorKey(String file, String floatModel, DataOptions data) {}

    /**
     * How far the worker is.
     *
     * @param known runs whose answer is there
     * @param waiting runs whose answer is waited for
     * @param refusals why there is none, by run; empty where nothing went wrong
     */
    record State(int known, int waiting, List<Optional<String>> refusals) {}

    ComparedAnswers(Desk desk, Background background, Failures failures, ReadOnlyObjectProperty<Lineup> lineup) {
        this.desk = desk;
        this.lineup = lineup;
        this.predictions = new Questions<>(background, failures);
        this.errors = new Questions<>(background, failures);
        lineup.addListener((observed, before, now) -> ask());
        split.addListener((observed, before, now) -> ask());
        predictions.changes().addListener((observed, before, now) -> changed());
        errors.changes().addListener((observed, before, now) -> changed());
    }

    /** Whose examples are predicted. */
    ObjectProperty<Split> split() {
        return split;
    }

    /** Changes whenever something came, or something else is wanted. */
    ReadOnlyLongProperty changes() {
        return changes.getReadOnlyProperty();
    }

    /** Asks for what is looked at, from now on and for other runs too. */
    void look(Topic topic, boolean looking) {
        if (looking ? wanted.add(topic) : wanted.remove(topic)) {
            ask();
        }
    }

    /** Asks again for what was refused or cancelled. */
    void lookAgain(Topic topic) {
        predictions.cancel();
        errors.cancel();
        wanted.add(topic);
        ask();
    }

    /** Waits for nothing any more, until something else is looked at. */
    void cancel() {
        wanted.clear();
        predictions.cancel();
        errors.cancel();
    }

    void clear() {
        predictions.clear();
        errors.clear();
    }

    /** The data that all runs are compared on: the reference's. */
    DataOptions data() {
        return lineup.get().runs().get(0).trial().data();
    }

    /** Runs that were made with other data, and may have been trained on what they are compared on. */
    List<Run> strangers() {
        List<Run> runs = lineup.get().runs();
        return runs.stream()
                .filter(run -> !run.trial().data().equals(runs.get(0).trial().data())
                        || !run.trial().dataHash().equals(runs.get(0).trial().dataHash()))
                .toList();
    }

    /** What the runs predict, in their order. */
    List<Optional<FilePredictions>> predictions() {
        return lineup.get().runs().stream()
                .map(run -> predictions.answer(predictionKey(run)))
                .toList();
    }

    /** What the runs' layers err, in their order; that of the float network itself is left out. */
    List<LayerErrorRow> errors() {
        return LayerErrorRow.of(lineup.get().runs().stream()
                .map(run -> Lineup.isBaseline(run)
                        ? Optional.<List<PlanEstimate.LayerError>>empty()
                        : errors.answer(errorKey(run)))
                .toList());
    }

    /** How far it is with a topic. */
    State state(Topic topic) {
        List<Run> runs = lineup.get().runs();
        if (topic == Topic.PREDICTIONS) {
            return new State(
                    (int) predictions().stream().filter(Optional::isPresent).count(),
                    (int) predictions.waiting(
                            runs.stream().map(this::predictionKey).toList()),
                    runs.stream()
                            .map(run -> predictions.refusal(predictionKey(run)))
                            .toList());
        }
        List<Run> others = runs.stream().filter(run -> !Lineup.isBaseline(run)).toList();
        return new State(
                (int) others.stream()
                        .filter(run -> errors.answer(errorKey(run)).isPresent())
                        .count(),
                (int) errors.waiting(others.stream().map(this::errorKey).toList()),
                runs.stream().map(run -> errors.refusal(errorKey(run))).toList());
    }

    /** Everything that is known, to be written. */
    ComparisonFile file() {
        return new ComparisonFile(lineup.get().comparison(), predictions(), errors());
    }

    private PredictionKey predictionKey(Run run) {
        return new PredictionKey(file(run), data(), split.get());
    }

    private ErrorKey errorKey(Run run) {
        return new ErrorKey(file(run), run.trial().modelHash(), run.trial().data());
    }

    private static String file(Run run) {
        return Optional.ofNullable(run.files().get(Run.MODEL_FILE))
                .map(file -> file.hash())
                .orElse(run.id());
    }

    private void ask() {
        Lineup now = lineup.get();
        boolean asks = now.isComplete() && desk.workspace().get().isPresent();
        predictions.want(asks && wanted.contains(Topic.PREDICTIONS) ? aboutPredictions(now) : List.of());
        errors.want(asks && wanted.contains(Topic.ERRORS) ? aboutErrors(now) : List.of());
    }

    private List<Questions.Question<PredictionKey, ?, FilePredictions>> aboutPredictions(Lineup now) {
        OpenWorkspace workspace = desk.openWorkspace();
        List<Questions.Question<PredictionKey, ?, FilePredictions>> questions = new ArrayList<>();
        for (Run run : now.runs()) {
            PredictionKey key = predictionKey(run);
            questions.add(new Questions.Question<>(
                    key, () -> FloatParent.exported(workspace.runs(), run), file -> desk.worker()
                            .predictions(file, key.data(), key.split())));
        }
        return questions;
    }

    /** Both files of a question about errors. */
    private record Pair(Path floatModel, Path exported) {}

    private List<Questions.Question<ErrorKey, ?, List<PlanEstimate.LayerError>>> aboutErrors(Lineup now) {
        OpenWorkspace workspace = desk.openWorkspace();
        List<Path> others =
                desk.model().get().map(open -> List.of(open.file().path())).orElse(List.of());
        List<Questions.Question<ErrorKey, ?, List<PlanEstimate.LayerError>>> questions = new ArrayList<>();
        for (Run run : now.runs()) {
            if (!Lineup.isBaseline(run)) {
                questions.add(new Questions.Question<>(
                        errorKey(run),
                        () -> new Pair(
                                FloatParent.file(workspace, run, others), FloatParent.exported(workspace.runs(), run)),
                        files -> desk.worker()
                                .layerErrors(
                                        files.floatModel(),
                                        files.exported(),
                                        run.trial().data())));
            }
        }
        return questions;
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }
}
