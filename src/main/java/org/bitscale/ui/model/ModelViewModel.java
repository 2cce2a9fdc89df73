package org.bitscale.ui.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.experiment.Inspect;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.QuantizationRole;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.bitscale.quant.LayerPlan;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenModel;
import org.bitscale.ui.network.NetworkModel;
import org.bitscale.ui.network.NetworkNode;

/** What the Model screen shows. */
public final class ModelViewModel {

    static final String SAMPLE = "sample:shapes_resnet8";

    private static final Duration SOON = Duration.ofMillis(60);

    private final Desk desk;
    private final Failures failures;
    private final LayerColours colours;
    private final LayerPreview preview;
    private final RefusedNetwork refused;
    private final Newest networks;
    private final Newest plans;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(Shown.NOTHING);
    private final ReadOnlyObjectWrapper<List<LayerRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<Optional<String>> selected = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty query = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private Optional<PlanSheet.Laid> laid = Optional.empty();

    /**
     * The network that is drawn.
     *
     * @param model the open network it belongs to; empty for nothing, and for one that was refused
     * @param network its boxes and edges
     */
    record Shown(Optional<OpenModel> model, NetworkModel network) {

        static final Shown NOTHING = new Shown(Optional.empty(), NetworkModel.EMPTY);
    }

    /**
     * @param desk where network, data and plan lie
     * @param background where graphs are prepared
     * @param failures takes what nobody expected
     */
    public ModelViewModel(Desk desk, Background background, Failures failures) {
        this(desk, LayerQuestions.of(desk), background, failures);
    }

    ModelViewModel(Desk desk, LayerQuestions questions, Background background, Failures failures) {
        this.desk = desk;
        this.failures = failures;
        this.colours = new LayerColours(
                desk,
                new LayerMeasures(questions, background, failures),
                () -> shown.get().model(),
                rows::get,
                problem);
        this.preview = new LayerPreview(desk, questions, background, failures);
        this.refused = new RefusedNetwork(desk, background, failures);
        this.networks = new Newest(background, Duration.ZERO);
        this.plans = new Newest(background, SOON);
        desk.model().addListener((observed, before, now) -> opened());
        desk.data().addListener((observed, before, now) -> dataChanged());
        desk.plan().value().addListener((observed, before, now) -> lay());
        refused.graph().addListener((observed, before, now) -> showRefused());
        selected.addListener((observed, before, now) -> look());
        opened();
        showRefused();
    }

    /** The network that is drawn. */
    ReadOnlyObjectProperty<Shown> shown() {
        return shown.getReadOnlyProperty();
    }

    /** Its layers. */
    ReadOnlyObjectProperty<List<LayerRow>> rows() {
        return rows.getReadOnlyProperty();
    }

    /** The node that is selected, in graph and table alike. */
    ObjectProperty<Optional<String>> selected() {
        return selected;
    }

    /** What is searched for. */
    StringProperty query() {
        return query;
    }

    /** Why something could not be shown. */
    StringProperty problem() {
        return problem;
    }

    /** What boxes are coloured by. */
    LayerColours colours() {
        return colours;
    }

    /** The selected layer under other bits. */
    LayerPreview preview() {
        return preview;
    }

    /** The network that could not be opened. */
    RefusedNetwork refused() {
        return refused;
    }

    /** Whether there is data to observe layers on. */
    boolean hasData() {
        return desk.data().get().isPresent();
    }

    /** Opens the sample network. */
    void openSample() {
        problem.set("");
        desk.openModel(SAMPLE, () -> {}, problem::set);
    }

    /** Goes where data is opened. */
    void showData() {
        desk.screen().set(ScreenId.DATA);
    }

    /** Layers that the search finds; none if nothing is searched for. */
    Set<String> matches() {
        return query.get().isBlank()
                ? Set.of()
                : rows.get().stream()
                        .filter(row -> row.matches(query.get()))
                        .map(LayerRow::name)
                        .collect(Collectors.toSet());
    }

    /** Selects the next layer that the search finds, after the selected one and again from the start. */
    void selectNextMatch() {
        List<String> names = rows.get().stream().map(LayerRow::name).toList();
        Set<String> found = matches();
        int from = selected.get().map(names::indexOf).orElse(-1);
        for (int step = 1; step <= names.size(); step++) {
            String name = names.get(Math.floorMod(from + step, names.size()));
            if (found.contains(name)) {
                selected.set(Optional.of(name));
                return;
            }
        }
    }

    /** The layer's operation in the network. */
    Optional<Node> node(String name) {
        return shown.get().model().flatMap(open -> open.network().nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst());
    }

    /** The constant weights of an operation, if it multiplies with any. */
    Optional<Tensor> weightsOf(Node node) {
        return shown.get()
                .model()
                .filter(open -> open.sheet().layers().stream()
                        .anyMatch(row -> row.weighted() && row.name().equals(node.name())))
                .flatMap(open -> open.network().constant(node, 1));
    }

    /** Whether each output channel has a scale of its own under the plan that is edited. */
    boolean perChannel() {
        return desk.plan().value().get().granularity() == Granularity.CHANNEL;
    }

    /** What is selected if it is no operation: an input, an output or a block. */
    Optional<NetworkNode> other(String id) {
        NetworkModel network = shown.get().network();
        Optional<NetworkNode> node = network.node(id);
        return node.isPresent() ? node : network.collapsed(Set.of(id)).node(id);
    }

    /** What becomes of an operation when the network is quantized; empty if it is merged into another. */
    Optional<QuantizationRole> role(String name) {
        boolean remains = laid.isEmpty()
                || laid.get().layers().stream().anyMatch(layer -> layer.name().equals(name));
        return shown.get().model().filter(open -> remains).flatMap(open -> open.description().layers().stream()
                .filter(layer -> layer.name().equals(name))
                .map(Inspect.Layer::role)
                .findFirst());
    }

    private void opened() {
        forget();
        Optional<OpenModel> model = desk.model().get();
        if (model.isEmpty()) {
            shown.set(Shown.NOTHING);
            rows.set(List.of());
            return;
        }
        networks.request(() -> network(model.get()), found -> present(model, found), failures.refusals(problem::set));
    }

    private void present(Optional<OpenModel> model, NetworkModel network) {
        selected.set(Optional.empty());
        rows.set(model.map(LayerRow::of).orElseGet(refused::rows));
        shown.set(new Shown(model, network));
        query.set("");
        colours.begin();
        lay();
    }

    private static NetworkModel network(OpenModel model) {
        Graph graph = model.network();
        return NetworkModel.of(
                graph,
                ShapeInference.of(graph, OperatorTable.standard()),
                model.description().layers());
    }

    private void showRefused() {
        if (refused.graph().get().isPresent()) {
            forget();
            networks.cancel();
            present(Optional.empty(), NetworkModel.of(refused.graph().get().get()));
        } else if (shown.get().model().isEmpty()) {
            opened();
        }
    }

    private void forget() {
        colours.stop();
        preview.forget();
        laid = Optional.empty();
        problem.set("");
    }

    private void dataChanged() {
        preview.forget();
        look();
        colours.dataChanged();
    }

    /** Lays the plan over the network, which takes a moment for large ones. */
    private void lay() {
        Optional<OpenModel> model = shown.get().model();
        if (model.isEmpty()) {
            look();
            return;
        }
        PlanSettings plan = desk.plan().value().get();
        plans.request(
                () -> model.get().sheet().lay(plan),
                found -> {
                    problem.set("");
                    laid = Optional.of(found);
                    rows.set(LayerRow.of(model.get(), found));
                    look();
                    colours.planChanged();
                },
                failures.refusals(problem::set));
    }

    private void look() {
        Optional<String> name = selected.get();
        preview.look(name, name.flatMap(this::planOf));
    }

    private Optional<LayerPlan> planOf(String name) {
        boolean plannable = shown.get()
                .model()
                .filter(open -> open.sheet().layers().stream()
                        .anyMatch(row -> row.name().equals(name)))
                .isPresent();
        return plannable ? laid.map(found -> found.plan().of(name)) : Optional.empty();
    }

    /** A file name to propose for a picture of the network. */
    String pictureName() {
        return shown.get()
                .model()
                .map(OpenModel::name)
                .or(() -> refused.refusal()
                        .get()
                        .map(gone -> Path.of(gone.source()).getFileName().toString()))
                .orElse("network");
    }
}
