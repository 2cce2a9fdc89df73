package org.bitscale.ui.network;

import atlantafx.base.theme.Styles;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitscale.ui.common.Controls;

/** What the colours of a network's boxes mean. */
final class Legend extends VBox {

    Legend() {
        setId("legend");
        getStyleClass().add("legend");
        setAccessibleRole(AccessibleRole.TEXT);
        setMouseTransparent(true);
    }

    /** Explains a colouring; without one it is not seen. */
    void show(Optional<NodeColouring> colouring) {
        getChildren().clear();
        setVisible(colouring.isPresent());
        colouring.ifPresent(given -> {
            getChildren().add(Controls.label(given.title(), "legend-title"));
            if (given.scale() == NodeColouring.Scale.BITS) {
                steps(given);
            } else if (!given.entries().isEmpty()) {
                gradient(given);
            }
        });
    }

    private void steps(NodeColouring colouring) {
        FlowPane steps = new FlowPane(12, 4);
        for (int bits : colouring.bits()) {
            Region swatch = new Region();
            swatch.getStyleClass().add("swatch");
            swatch.setStyle("-fx-background-color: " + ColourScale.css(ColourScale.bits(bits)) + ";");
            String name = bits == ColourScale.FLOAT_BITS
                    ? NetworkTexts.text("legend.float")
                    : NetworkTexts.text("legend.bits", Integer.toString(bits));
            HBox step = new HBox(5, swatch, Controls.label(name, "caption"));
            step.setAlignment(Pos.CENTER_LEFT);
            steps.getChildren().add(step);
        }
        steps.setPrefWrapLength(260);
        getChildren().add(steps);
        setAccessibleText(colouring.title());
    }

    private void gradient(NodeColouring colouring) {
        Region bar = new Region();
        bar.getStyleClass().add("gradient");
        bar.setStyle("-fx-background-color: " + ColourScale.gradient() + ";");
        String low = colouring.format().apply(colouring.smallest());
        String high = colouring.format().apply(colouring.largest());
        getChildren()
                .addAll(
                        bar,
                        Controls.row(
                                Controls.label(low, "caption", Styles.TEXT_MUTED),
                                Controls.spacer(),
                                Controls.label(high, "caption", Styles.TEXT_MUTED)));
        setAccessibleText(NetworkTexts.text("legend.range", colouring.title(), low, high));
    }
}
