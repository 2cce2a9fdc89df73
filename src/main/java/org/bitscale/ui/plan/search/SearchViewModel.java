package org.bitscale.ui.plan.search;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.search.FindPlans;
import org.bitscale.experiment.search.FoundPlan;
import org.bitscale.experiment.search.SearchRequest;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.sensitivity.SensitivityReport;
import org.bitscale.experiment.sensitivity.SensitivityRequest;
import org.bitscale.experiment.sensitivity.SensitivityTable;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.spec.SearchedExperiment;
import org.bitscale.experiment.task.Priority;
import org.bitscale.experiment.task.Reply;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.Asking;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.OpenModel;

/** What is asked about the bits of layers, how far the answer is, and what was found. On the JavaFX thread only. */
public final class SearchViewModel {

    private final Desk desk;
    private final Background background;
    private final Failures failures;
    private final SearchForm form = new SearchForm();
    private final Asking asking;
    private final ReadOnlyStringWrapper doing = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Found>> found = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<SensitivityReport>> report =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<FoundPlan>> chosen = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty message = new SimpleStringProperty("");

    /**
     * What a search found.
     *
     * @param request what was asked
     * @param result the plans
     */
    record Found(SearchRequest request, FindPlans.Result result) {}

    /**
     * @param desk where network, data and plan lie
     * @param background where files are written
     * @param failures takes what nobody expected
     */
    public SearchViewModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.asking = new Asking(background, failures);
        desk.model().addListener((observed, before, now) -> forget());
        desk.data().addListener((observed, before, now) -> forget());
    }

    /** What is asked for. */
    SearchForm form() {
        return form;
    }

    /** Whether something is being measured, how far it is, and why there is no answer. */
    Asking asking() {
        return asking;
    }

    /** What is being done. */
    ReadOnlyStringProperty doing() {
        return doing.getReadOnlyProperty();
    }

    /** The plans. */
    ReadOnlyObjectProperty<Optional<Found>> found() {
        return found.getReadOnlyProperty();
    }

    /** What layers suffer. */
    ReadOnlyObjectProperty<Optional<SensitivityReport>> report() {
        return report.getReadOnlyProperty();
    }

    /** The plan of those found that is looked at. */
    ObjectProperty<Optional<FoundPlan>> chosen() {
        return chosen;
    }

    /** What was done last. */
    StringProperty message() {
        return message;
    }

    /** Looks for plans. */
    void search() {
        attempt(() -> {
            SearchRequest request = form.search(model(), data(), plan(), threads());
            begin(() -> asking.waitFor(desk.worker().findPlans(request, kept(), this::tell), answer -> {
                List<FoundPlan> plans = answer.plans();
                found.set(Optional.of(new Found(request, answer)));
                chosen.set(Optional.of(plans.get(plans.size() / 2)));
                asking.end();
            }));
        });
    }

    /** Measures layers in every way there is. */
    void measure() {
        attempt(() -> {
            SensitivityRequest request = form.sensitivity(
                    model(), data(), plan().withLayers(Map.of()), EnumSet.allOf(SensitivityMeasure.class));
            begin(() -> asking.waitFor(desk.worker().sensitivity(request, kept(), this::tell), answer -> {
                report.set(Optional.of(answer));
                asking.end();
            }));
        });
    }

    /** Puts the chosen plan's bits of layers into the plan; it can be undone. */
    void use() {
        chosen.get().ifPresent(plan -> {
            desk.plan().edit(plan().withLayers(plan.schemes()));
            message.set(SearchTexts.text("used", plan.describe()));
        });
    }

    /** Queues an experiment that tries all plans found. */
    void tryAll(Method method, int epochs) {
        found.get()
                .ifPresent(all -> attempt(() -> {
                    ExperimentSpec spec = experiment(all, method, epochs);
                    desk.submit(
                            spec,
                            ExperimentFile.write(spec),
                            desk.openWorkspace().folder(),
                            Priority.NORMAL,
                            () -> desk.screen().set(ScreenId.PARETO),
                            asking.problem()::set);
                }));
    }

    /** The experiment that tries all plans found. */
    ExperimentSpec experiment(Found all, Method method, int epochs) {
        List<FoundPlan> plans = all.result().plans();
        String content = Json.write(plans.stream().map(FoundPlan::plan).toList()) + method + epochs;
        String name = "search-%s-%s"
                .formatted(
                        method.name().toLowerCase(Locale.ROOT),
                        Sha256.of(content.getBytes(StandardCharsets.UTF_8)).substring(0, 6));
        return ExperimentFile.parse(
                SearchedExperiment.text(
                        name,
                        model().experimentName(),
                        data().options(),
                        method,
                        epochs,
                        List.of(0L),
                        plan(),
                        plans.stream().map(FoundPlan::schemes).toList()),
                SearchTexts.text("title"));
    }

    /** Writes what layers suffer as a table. */
    void write(Path file) {
        report.get()
                .ifPresent(table -> background.run(
                        () -> {
                            SensitivityTable.write(table, file);
                            return file;
                        },
                        written -> message.set(SearchTexts.text("written", written)),
                        failures.refusals(asking.problem()::set)));
    }

    /** Stops; what was measured is kept, so that the next search goes on from there. */
    void pause() {
        asking.cancel();
        message.set(SearchTexts.text("paused"));
    }

    /** Where what is measured is kept: nowhere, if the workspace may only be read. */
    private Optional<Path> kept() {
        return Optional.of(desk.openWorkspace())
                .filter(workspace -> Files.isWritable(workspace.folder()))
                .map(OpenWorkspace::cache);
    }

    private void begin(Runnable ask) {
        message.set("");
        doing.set(SearchTexts.text("phase.begin"));
        asking.begin(ask);
    }

    private void tell(Reply.Progressed progress) {
        background.later(() -> {
            if (asking.running().get() && SearchTexts.hasPhase(progress.phase())) {
                asking.progressTo(progress.total() > 0 ? (double) progress.done() / progress.total() : -1);
                doing.set(SearchTexts.phase(progress.phase(), progress.detail()));
            }
        });
    }

    private void attempt(Runnable action) {
        try {
            asking.problem().set("");
            action.run();
        } catch (BadInputException e) {
            asking.problem().set(e.getMessage());
        }
    }

    private void forget() {
        asking.cancel();
        asking.problem().set("");
        message.set("");
        found.set(Optional.empty());
        report.set(Optional.empty());
        chosen.set(Optional.empty());
    }

    private OpenModel model() {
        return desk.model().get().orElseThrow(() -> new BadInputException(SearchTexts.text("refused.noModel")));
    }

    private OpenData data() {
        return desk.data().get().orElseThrow(() -> new BadInputException(SearchTexts.text("refused.noData")));
    }

    private PlanSettings plan() {
        return desk.plan().value().get();
    }

    private int threads() {
        return Runtime.getRuntime().availableProcessors();
    }
}
