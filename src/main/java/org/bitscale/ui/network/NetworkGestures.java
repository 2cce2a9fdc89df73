package org.bitscale.ui.network;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.util.Duration;

/** What the pointer and the keys do on a network's picture. */
final class NetworkGestures {

    static final double STEP = 1.25;

    private static final double WHEEL = 0.0022;
    private static final double STILL = 4;

    private final NetworkView view;
    private final Tooltip tooltip = new Tooltip();
    private double lastX;
    private double lastY;
    private double travelled;

    NetworkGestures(NetworkView view) {
        this.view = view;
        tooltip.setShowDelay(Duration.millis(500));
        view.addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        view.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        view.addEventHandler(MouseEvent.MOUSE_EXITED, event -> view.hover(Optional.empty()));
        view.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        view.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        view.addEventHandler(MouseEvent.MOUSE_RELEASED, event -> view.setCursor(Cursor.DEFAULT));
        view.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        view.addEventHandler(KeyEvent.KEY_PRESSED, this::keys);
    }

    private void scrolled(ScrollEvent event) {
        if (event.getDeltaY() != 0) {
            view.camera().zoom(Math.exp(WHEEL * event.getDeltaY()), event.getX(), event.getY());
        }
        event.consume();
    }

    private void moved(MouseEvent event) {
        Optional<String> at = view.at(event.getX(), event.getY());
        view.hover(at);
        Optional<NetworkNode> node = at.flatMap(view.shown()::node);
        if (node.isPresent()) {
            tooltip.setText(view.texts().tip(node.get()));
            Tooltip.install(view, tooltip);
        } else {
            Tooltip.uninstall(view, tooltip);
            tooltip.hide();
        }
    }

    private void pressed(MouseEvent event) {
        view.requestFocus();
        lastX = event.getX();
        lastY = event.getY();
        travelled = 0;
    }

    private void dragged(MouseEvent event) {
        double across = event.getX() - lastX;
        double down = event.getY() - lastY;
        travelled += Math.abs(across) + Math.abs(down);
        if (travelled > STILL) {
            view.setCursor(Cursor.CLOSED_HAND);
            view.camera().move(across, down);
        }
        lastX = event.getX();
        lastY = event.getY();
    }

    private void clicked(MouseEvent event) {
        if (travelled > STILL || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        Optional<String> at = view.at(event.getX(), event.getY());
        if (event.getClickCount() == 2) {
            at.ifPresent(view::toggle);
        } else if (event.getClickCount() == 1) {
            view.selectedNode().set(at);
        }
    }

    private void keys(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        boolean known = true;
        switch (event.getCode()) {
            case PLUS, ADD, EQUALS -> view.zoomIn();
            case MINUS, SUBTRACT -> view.zoomOut();
            case DIGIT0, NUMPAD0 -> view.zoomReset();
            case F, HOME -> view.fit();
            case SPACE -> selected().ifPresent(view::toggle);
            case DOWN -> along(true);
            case UP -> along(false);
            case RIGHT -> beside(1);
            case LEFT -> beside(-1);
            case ESCAPE -> view.selectedNode().set(Optional.empty());
            default -> known = false;
        }
        if (known) {
            event.consume();
        }
    }

    private Optional<String> selected() {
        return view.selectedNode().get().map(id -> view.shown().shownAs(id).orElse(id));
    }

    /** Down an edge, or up; where several lead on, the one nearest to straight. */
    private void along(boolean down) {
        Map<String, Rectangle2D> places = view.shown().layout().nodes();
        Optional<Rectangle2D> from = selected().flatMap(view.shown()::place);
        if (from.isEmpty()) {
            view.shown().shown().nodes().stream().findFirst().ifPresent(node -> view.choose(node.id()));
            return;
        }
        List<String> next = selected().map(id -> view.shown().beside(id, down)).orElse(List.of());
        next.stream()
                .min(Comparator.comparingDouble(id -> Math.abs(middle(places.get(id)) - middle(from.get()))))
                .ifPresent(view::choose);
    }

    /** To the nearest box on one side at about the same height. */
    private void beside(int side) {
        Map<String, Rectangle2D> places = view.shown().layout().nodes();
        selected().flatMap(view.shown()::place).ifPresent(from -> places.entrySet().stream()
                .filter(entry -> side * (middle(entry.getValue()) - middle(from)) > 1)
                .min(Comparator.comparingDouble(entry -> distance(entry.getValue(), from)))
                .filter(entry -> near(entry.getValue(), from))
                .ifPresent(entry -> view.choose(entry.getKey())));
    }

    private static boolean near(Rectangle2D box, Rectangle2D from) {
        return Math.abs(box.getMinY() - from.getMinY()) < 4 * NetworkLayout.HEAVY_HEIGHT;
    }

    /** Going up or down counts more than going aside. */
    private static double distance(Rectangle2D box, Rectangle2D from) {
        return Math.abs(middle(box) - middle(from)) + 3 * Math.abs(box.getMinY() - from.getMinY());
    }

    private static double middle(Rectangle2D box) {
        return box.getMinX() + box.getWidth() / 2;
    }
}
