package org.bitscale.ui.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.OpenModel;
import org.bitscale.ui.network.NodeColouring;

/** What the boxes are coloured by, and the colours, as far as they are known. */
final class LayerColours {

    private static final int USUAL_BITS = 4;

    private final Desk desk;
    private final LayerMeasures measures;
    private final Supplier<Optional<OpenModel>> model;
    private final Supplier<List<LayerRow>> rows;
    private final StringProperty problem;
    private final ObjectProperty<ColourBy> by = new SimpleObjectProperty<>(ColourBy.NOTHING);
    private final IntegerProperty sensitivityBits = new SimpleIntegerProperty(USUAL_BITS);
    private final ReadOnlyObjectWrapper<Optional<NodeColouring>> colouring =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * @param model the network that is drawn, if it can be run
     * @param rows its layers
     * @param problem hears why there are no colours
     */
    LayerColours(
            Desk desk,
            LayerMeasures measures,
            Supplier<Optional<OpenModel>> model,
            Supplier<List<LayerRow>> rows,
            StringProperty problem) {
        this.desk = desk;
        this.measures = measures;
        this.model = model;
        this.rows = rows;
        this.problem = problem;
        by.addListener((observed, before, now) -> begin());
        sensitivityBits.addListener((observed, before, now) -> begin());
    }

    /** What boxes are coloured by. */
    ObjectProperty<ColourBy> by() {
        return by;
    }

    /** Bits of the layer whose sensitivity is measured. */
    IntegerProperty sensitivityBits() {
        return sensitivityBits;
    }

    /** The colours, as far as they are known. */
    ReadOnlyObjectProperty<Optional<NodeColouring>> colouring() {
        return colouring.getReadOnlyProperty();
    }

    /** What is measured for them now. */
    ReadOnlyObjectProperty<Optional<LayerMeasures.Work>> work() {
        return measures.work();
    }

    /** Stops measuring; what is known stays coloured. */
    void stop() {
        measures.stop();
    }

    /** The plan says something else. */
    void planChanged() {
        if (by.get() == ColourBy.BITS || by.get() == ColourBy.ERROR) {
            begin();
        }
    }

    /** The data is another. */
    void dataChanged() {
        if (by.get().needsData()) {
            begin();
        }
    }

    /** Colours what is drawn, from the beginning. */
    void begin() {
        measures.stop();
        problem.set("");
        colouring.set(Optional.empty());
        Optional<OpenModel> open = model.get();
        boolean possible = open.isPresent() || by.get() == ColourBy.PARAMETERS;
        if (possible && by.get().needsData() && desk.data().get().isEmpty()) {
            problem.set(ModelTexts.text("needsData", by.get().toString()));
        } else if (possible) {
            colour(open);
        }
    }

    private void colour(Optional<OpenModel> open) {
        switch (by.get()) {
            case NOTHING -> colouring.set(Optional.empty());
            case BITS -> show(NodeNumbers.bits(rows.get()));
            case PARAMETERS -> show(NodeNumbers.parameters(rows.get()));
            case MACS -> show(NodeNumbers.macs(rows.get()));
            case TIME -> measures.times(open.orElseThrow(), values -> show(NodeNumbers.times(values)), problem::set);
            case ERROR ->
                measures.errors(
                        open.orElseThrow(),
                        data(),
                        desk.plan().value().get(),
                        values -> show(NodeNumbers.errors(values)),
                        problem::set);
            case SENSITIVITY -> sensitivity(open.orElseThrow(), sensitivityBits.get());
        }
    }

    private void sensitivity(OpenModel open, int bits) {
        measures.sensitivity(open, data(), bits, values -> show(NodeNumbers.sensitivity(values, bits)), problem::set);
    }

    private OpenData data() {
        return desk.data().get().orElseThrow();
    }

    private void show(NodeColouring colours) {
        colouring.set(Optional.of(colours));
    }
}
