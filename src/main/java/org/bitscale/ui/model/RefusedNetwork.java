package org.bitscale.ui.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitscale.graph.onnx.GraphOutline;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.RefusedModel;

/** A network that could not be opened: why, and what its graph looks like if one wants to see it. */
final class RefusedNetwork {

    private final Desk desk;
    private final Failures failures;
    private final Newest reading;
    private final ReadOnlyObjectWrapper<Optional<GraphOutline>> outline = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<GraphOutline>> graph = new ReadOnlyObjectWrapper<>(Optional.empty());

    RefusedNetwork(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.failures = failures;
        this.reading = new Newest(background, Duration.ZERO);
        desk.refusedModel().addListener((observed, before, now) -> read());
        read();
    }

    /** What was refused, and why. */
    ReadOnlyObjectProperty<Optional<RefusedModel>> refusal() {
        return desk.refusedModel();
    }

    /** Its graph, if the file can be read so far. */
    ReadOnlyObjectProperty<Optional<GraphOutline>> outline() {
        return outline.getReadOnlyProperty();
    }

    /** Its graph, while it shall be shown. */
    ReadOnlyObjectProperty<Optional<GraphOutline>> graph() {
        return graph.getReadOnlyProperty();
    }

    /** Shows its graph in place of the open network's. */
    void show() {
        graph.set(outline.get());
    }

    /** Puts it away. */
    void putAway() {
        desk.forgetRefusedModel();
    }

    /** How many operations are not supported, and how many could still be quantized. */
    String summary() {
        List<GraphOutline.Item> items = outline.get().map(GraphOutline::items).orElse(List.of());
        return ModelTexts.text(
                "refused.summary",
                Integer.toString(items.size()),
                Long.toString(items.stream().filter(item -> !item.supported()).count()),
                Long.toString(
                        items.stream().filter(GraphOutline.Item::quantizable).count()));
    }

    /** Its operations as lines of the table. */
    List<LayerRow> rows() {
        List<GraphOutline.Item> items = graph.get().map(GraphOutline::items).orElse(List.of());
        double total = Math.max(
                1, items.stream().mapToLong(GraphOutline.Item::parameters).sum());
        List<LayerRow> rows = new ArrayList<>();
        for (GraphOutline.Item item : items) {
            rows.add(new LayerRow(
                    item.name(), item.operator(), "", item.parameters(), 0, item.parameters() / total, ""));
        }
        return List.copyOf(rows);
    }

    /** What can be said of one of its operations. */
    Optional<String> said(String name) {
        return graph.get().flatMap(found -> found.items().stream()
                .filter(item -> item.name().equals(name))
                .map(item -> ModelTexts.text(
                        !item.supported()
                                ? "refused.unsupported"
                                : item.quantizable() ? "refused.quantizable" : "refused.supported"))
                .findFirst());
    }

    private void read() {
        outline.set(Optional.empty());
        graph.set(Optional.empty());
        reading.cancel();
        desk.refusedModel()
                .get()
                .filter(gone -> !gone.source().startsWith("sample:"))
                .ifPresent(gone -> {
                    Path file = Path.of(gone.source());
                    // A file that is no graph at all has no outline; why it was refused is said already.
                    reading.request(
                            () -> GraphOutline.read(file, OperatorTable.standard()),
                            found -> {
                                if (!found.items().isEmpty()) {
                                    outline.set(Optional.of(found));
                                    if (desk.model().get().isEmpty()) {
                                        show();
                                    }
                                }
                            },
                            failures.refusals(reason -> outline.set(Optional.empty())));
                });
    }
}
