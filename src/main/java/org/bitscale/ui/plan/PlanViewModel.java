package org.bitscale.ui.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.Sha256;
import org.bitscale.experiment.EstimateRequest;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.experiment.TargetAdvice;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.experiment.spec.PlanFile;
import org.bitscale.experiment.task.Priority;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.WeightFormat;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.EditHistory;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.OpenModel;

/** What the Plan screen shows: the desk's plan laid over the desk's network. */
public final class PlanViewModel {

    private static final Duration LAY_DELAY = Duration.ofMillis(20);
    private static final Duration ESTIMATE_DELAY = Duration.ofMillis(250);
    private static final int ESTIMATE_EXAMPLES = 200;

    private final Desk desk;
    private final Background background;
    private final Newest laying;
    private final Failures failures;
    private final ReadOnlyObjectWrapper<Optional<Sheet>> sheet = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Estimate> estimate = new ReadOnlyObjectWrapper<>(Estimate.NONE);
    private final ReadOnlyObjectWrapper<Optional<NamedPlan>> other = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty problem = new SimpleStringProperty("");
    private final BooleanProperty shown = new SimpleBooleanProperty();
    private Background.Job waiting = Background.Job.NONE;
    private Optional<CompletableFuture<PlanEstimate>> asked = Optional.empty();

    /**
     * A plan laid over a network.
     *
     * @param settings the plan
     * @param plan bits by layer
     * @param rows the layers it can say something about
     * @param packedBytes bytes if every number takes just its bits
     * @param floatBytes the same of the float network
     * @param bops bit operations of one example
     * @param floatBops the same of the float network
     * @param remarks what there is to know where its file is to run
     * @param difference from the plan it is compared with
     */
    record Sheet(
            PlanSettings settings,
            QuantPlan plan,
            List<Row> rows,
            long packedBytes,
            long floatBytes,
            long bops,
            long floatBops,
            List<TargetAdvice.Remark> remarks,
            Optional<PlanDifference> difference) {}

    /**
     * A layer of the table.
     *
     * @param layer what it is
     * @param quantized whether it runs on integers
     * @param format what its weights are; integers where there are none
     * @param weights bits of its weights; 0 where there are none
     * @param activations bits of its inputs
     * @param overridden whether it has bits of its own
     * @param share of all parameters, 0 to 1
     * @param was what it has in the plan that this one is compared with, if that is something else
     * @param advice what there is to say about the choice
     */
    record Row(
            PlanSheet.Row layer,
            boolean quantized,
            WeightFormat format,
            int weights,
            int activations,
            boolean overridden,
            double share,
            Optional<LayerOverride> was,
            List<String> advice) {}

    /**
     * The estimate of accuracy.
     *
     * @param result the newest there is, maybe of the plan before
     * @param current whether it is of the plan that is shown
     * @param problem why there is none
     */
    record Estimate(Optional<PlanEstimate> result, boolean current, String problem) {

        static final Estimate NONE = new Estimate(Optional.empty(), false, "");

        /** Of one layer's output, in dB. */
        OptionalDouble sqnr(String layer) {
            return result.stream()
                    .flatMap(found -> found.layers().stream())
                    .filter(error -> error.layer().equals(layer))
                    .mapToDouble(PlanEstimate.LayerError::sqnr)
                    .findFirst();
        }
    }

    /**
     * @param desk where plan, network and data lie
     * @param background where plans are laid
     * @param failures takes what nobody expected
     */
    public PlanViewModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.background = background;
        this.failures = failures;
        this.laying = new Newest(background, LAY_DELAY);
        desk.model().addListener((observed, before, now) -> {
            other.set(Optional.empty());
            refresh();
        });
        desk.data().addListener((observed, before, now) -> refresh());
        desk.plan().value().addListener((observed, before, now) -> refresh());
        shown.addListener((observed, before, now) -> estimateSoon());
        refresh();
    }

    /** Whether the screen is shown: only then is accuracy estimated. */
    BooleanProperty shown() {
        return shown;
    }

    /** The plan and what was before. */
    EditHistory<PlanSettings> plan() {
        return desk.plan();
    }

    /** The table; empty while no network is open. */
    ReadOnlyObjectProperty<Optional<Sheet>> sheet() {
        return sheet.getReadOnlyProperty();
    }

    /** The estimate of accuracy. */
    ReadOnlyObjectProperty<Estimate> estimate() {
        return estimate.getReadOnlyProperty();
    }

    /** Why an edit was refused. */
    StringProperty problem() {
        return problem;
    }

    /** Whether data is open, which the estimate needs. */
    boolean hasData() {
        return desk.data().get().isPresent();
    }

    // ---- edits ----

    /** Gives layers so many bits, in one step. */
    void setBits(List<String> weights, List<String> activations, int bits) {
        laid().ifPresent(now -> {
            PlanSettings first =
                    PlanEdits.bits(plan().value().get(), now.plan(), weights, PlanEdits.Column.WEIGHTS, bits);
            edit(PlanEdits.bits(first, now.plan(), activations, PlanEdits.Column.ACTIVATIONS, bits));
        });
    }

    /** Keeps layers in float. */
    void keepInFloat(List<String> layers) {
        edit(PlanEdits.inFloat(plan().value().get(), layers));
    }

    /** Gives layers the network's bits again. */
    void reset(List<String> layers) {
        edit(PlanEdits.reset(plan().value().get(), layers));
    }

    /** Makes layers like the first of them. */
    void fillDown(List<String> layers) {
        laid().ifPresent(now -> edit(PlanEdits.fillDown(plan().value().get(), now.plan(), layers)));
    }

    /** Layers as text. */
    String copy(List<String> layers) {
        return laid().map(now -> PlanEdits.copied(now.plan(), layers)).orElse("");
    }

    /** Bits from text. */
    void paste(List<String> layers, String text) {
        if (!layers.isEmpty() && !text.isBlank()) {
            attempt(() -> edit(PlanEdits.pasted(plan().value().get(), layers, text)));
        }
    }

    /** Gives the weights of layers another format. */
    void setFormat(List<String> layers, WeightFormat format) {
        laid().ifPresent(now -> edit(PlanEdits.format(plan().value().get(), now.plan(), layers, format)));
    }

    /** Changes what holds for the whole network; says why where that makes no plan. */
    void change(UnaryOperator<PlanSettings> change) {
        attempt(() -> edit(change.apply(plan().value().get())));
    }

    /** Puts another plan in place of this one; it can be undone. */
    void use(PlanSettings settings) {
        edit(settings);
    }

    /** Puts a plan from elsewhere in place of this one, unless it does not fit the network. */
    void take(NamedPlan from) {
        whereItFits(from, () -> edit(from.plan()));
    }

    /** Compares with another plan, unless that does not fit the network. */
    void compareWith(NamedPlan with) {
        whereItFits(with, () -> {
            other.set(Optional.of(with));
            layAgain();
        });
    }

    /** Compares with nothing any more. */
    void compareWithNothing() {
        other.set(Optional.empty());
        layAgain();
    }

    /** The plan that this one is compared with. */
    ReadOnlyObjectProperty<Optional<NamedPlan>> other() {
        return other.getReadOnlyProperty();
    }

    private void whereItFits(NamedPlan candidate, Runnable action) {
        problem.set("");
        desk.model()
                .get()
                .ifPresent(model -> background.run(
                        () -> model.sheet().lay(candidate.plan()),
                        laid -> action.run(),
                        failures.refusals(problem::set)));
    }

    /** Most of the weights at 4 bits, the rest at 8. */
    void useMixed() {
        desk.model().get().ifPresent(model -> edit(PlanEdits.mixed(model.sheet(), 4, 8, 8, 0.8)));
    }

    private Optional<Sheet> laid() {
        return sheet.get();
    }

    private void edit(PlanSettings next) {
        problem.set("");
        desk.plan().edit(next);
    }

    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (BadInputException e) {
            problem.set(e.getMessage());
        }
    }

    // ---- what follows an edit ----

    private void refresh() {
        if (desk.model().get().isEmpty()) {
            laying.cancel();
            sheet.set(Optional.empty());
            estimate.set(Estimate.NONE);
            return;
        }
        layAgain();
        estimateSoon();
    }

    private void layAgain() {
        OpenModel model = desk.model().get().orElseThrow();
        PlanSettings settings = desk.plan().value().get();
        Optional<NamedPlan> with = other.get();
        laying.request(
                () -> lay(model.sheet(), settings, with),
                found -> sheet.set(Optional.of(found)),
                failures.refusals(problem::set));
    }

    private static Sheet lay(PlanSheet network, PlanSettings settings, Optional<NamedPlan> with) {
        PlanSheet.Laid laid = network.lay(settings);
        Optional<PlanDifference> difference = with.map(other -> PlanDifference.of(network, laid.plan(), other));
        PlanSheet.Laid inFloat = network.inFloat();
        long parameters = Math.max(
                1,
                network.layers().stream().mapToLong(PlanSheet.Row::parameters).sum());
        List<String> weighted = network.layers().stream()
                .filter(PlanSheet.Row::weighted)
                .map(PlanSheet.Row::name)
                .toList();
        List<Row> rows = new ArrayList<>();
        for (PlanSheet.Row layer : network.layers()) {
            var bits = laid.plan().of(layer.name());
            boolean end = !weighted.isEmpty()
                    && (layer.name().equals(weighted.get(0)) || layer.name().equals(weighted.get(weighted.size() - 1)));
            rows.add(new Row(
                    layer,
                    !bits.isFloat(),
                    bits.weights().map(WeightFormat::of).orElse(WeightFormat.INTEGER),
                    bits.weights().map(spec -> spec.format().bits()).orElse(0),
                    bits.input().map(spec -> spec.format().bits()).orElse(0),
                    settings.layers().containsKey(layer.name()),
                    (double) layer.parameters() / parameters,
                    difference.map(found -> found.was().get(layer.name())),
                    PlanAdvice.of(layer, laid.plan(), end)));
        }
        return new Sheet(
                settings,
                laid.plan(),
                List.copyOf(rows),
                laid.packedBytes(),
                inFloat.packedBytes(),
                laid.bops(),
                inFloat.bops(),
                network.advice(settings).remarks(),
                difference);
    }

    /** A moment after the last edit, so that typing does not start a hundred of them. */
    private void estimateSoon() {
        waiting.cancel();
        asked.ifPresent(older -> older.cancel(false));
        estimate.set(new Estimate(estimate.get().result(), false, ""));
        if (shown.get() && desk.model().get().isPresent() && desk.data().get().isPresent()) {
            waiting = background.after(ESTIMATE_DELAY, this::ask);
        } else if (desk.data().get().isEmpty()) {
            estimate.set(Estimate.NONE);
        }
    }

    private void ask() {
        OpenModel model = desk.model().get().orElseThrow();
        OpenData data = desk.data().get().orElseThrow();
        CompletableFuture<PlanEstimate> answer = desk.worker()
                .estimate(new EstimateRequest(
                        model.file().path(),
                        data.options(),
                        desk.plan().value().get(),
                        EstimateRequest.USUAL_CALIBRATION,
                        ESTIMATE_EXAMPLES));
        asked = Optional.of(answer);
        desk.hear(
                answer,
                found -> {
                    if (asked.equals(Optional.of(answer))) {
                        estimate.set(new Estimate(Optional.of(found), true, ""));
                    }
                },
                refused -> estimate.set(new Estimate(Optional.empty(), true, refused)));
    }

    // ---- trying it ----

    /** Queues the plan: with training by {@code method} over some epochs, or without. */
    void run(Method method, int epochs) {
        problem.set("");
        attempt(() -> {
            ExperimentSpec spec = experiment(method, epochs);
            desk.submit(
                    spec,
                    ExperimentFile.write(spec),
                    desk.openWorkspace().folder(),
                    Priority.NORMAL,
                    () -> desk.screen().set(ScreenId.PARETO),
                    problem::set);
        });
    }

    /** The experiment that tries the plan. */
    ExperimentSpec experiment(Method method, int epochs) {
        OpenModel model =
                desk.model().get().orElseThrow(() -> new BadInputException(PlanTexts.text("refused.noModel")));
        OpenData data = desk.data().get().orElseThrow(() -> new BadInputException(PlanTexts.text("refused.noData")));
        PlanSettings settings = desk.plan().value().get();
        Map<String, Object> experiment = new LinkedHashMap<>();
        experiment.put("name", name(settings, method, epochs));
        experiment.put("model", model.experimentName());
        experiment.put("data", data.section());
        experiment.put("method", method.name().toLowerCase(Locale.ROOT));
        experiment.put("plan", PlanFile.section(settings));
        if (method.qat().isPresent()) {
            experiment.put("recipe", Map.of("epochs", epochs));
        }
        return ExperimentFile.parse(Json.write(experiment), PlanTexts.text("title"));
    }

    private static String name(PlanSettings settings, Method method, int epochs) {
        String content = Json.write(settings) + method + epochs;
        String hash = Sha256.of(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return "plan-%s%s-%s-%s"
                .formatted(
                        settings.scheme().toLowerCase(Locale.ROOT).replace(':', '-'),
                        settings.layers().isEmpty() ? "" : "-mixed",
                        method.name().toLowerCase(Locale.ROOT),
                        hash.substring(0, 6));
    }
}
