package org.bitscale.ui.network;

import atlantafx.base.theme.Styles;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Newest;

/**
 * A network as a graph, to be zoomed, moved, searched and folded. Places are computed in the background; until they are
 * known, what was shown before stays.
 */
public final class NetworkView extends Region {

    private static final double CORNER = 12;
    private static final double MINIMAP_SHARE = 0.55;

    private final Newest placing;
    private final Consumer<Throwable> failed;
    private final Canvas canvas = new Canvas();
    private final ThemeColours theme = new ThemeColours(this::themeChanged);
    private final NetworkPainter painter = new NetworkPainter(theme);
    private final Minimap minimap = new Minimap(theme, place -> camera().centre(place));
    private final Camera camera = new Camera(() -> shown().layout(), theme::zoom, this::redraw);
    private final Legend legend = new Legend();
    private final Label arranging = Controls.label(NetworkTexts.text("arranging"), Styles.TEXT_MUTED);
    private final Region frame = new Region();
    private final NodeTexts texts = new NodeTexts();
    private final ObjectProperty<Optional<String>> selectedNode = new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty minimapShown = new SimpleBooleanProperty(true);
    private final ReadOnlyBooleanWrapper placed = new ReadOnlyBooleanWrapper(true);

    private NetworkModel wanted = NetworkModel.EMPTY;
    private Set<String> collapsed = Set.of();
    private Picture picture = Picture.EMPTY;
    private Optional<String> hovered = Optional.empty();
    private Set<String> matches = Set.of();
    private Optional<NodeColouring> colouring = Optional.empty();
    private String spokenName = NetworkTexts.text("network");
    private double zoom = 1;
    private boolean asked;

    /**
     * An empty view.
     *
     * @param background where places are computed
     * @param failed hears what went wrong there
     */
    public NetworkView(Background background, Consumer<Throwable> failed) {
        this.placing = new Newest(background, Duration.ZERO);
        this.failed = failed;
        setId("network");
        getStyleClass().add("network-view");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(spokenName);
        setAccessibleHelp(NetworkTexts.text("help"));
        setFocusTraversable(true);
        frame.getStyleClass().add("frame");
        frame.setMouseTransparent(true);
        getChildren().addAll(theme, canvas, arranging, legend, minimap, frame);
        frame.setManaged(false);
        canvas.setManaged(false);
        legend.setManaged(false);
        arranging.setManaged(false);
        arranging.setVisible(false);
        minimap.setManaged(false);
        legend.show(Optional.empty());
        selectedNode.addListener((observed, before, now) -> sayWhatIsSelected());
        minimapShown.addListener((observed, before, now) -> requestLayout());
        new NetworkGestures(this);
    }

    /** Shows a network from its beginning, all blocks open. */
    public void show(NetworkModel model) {
        show(model, "");
    }

    /**
     * Shows a network from its beginning, all blocks open.
     *
     * @param name what it is called, for screen readers; may be empty
     */
    public void show(NetworkModel model, String name) {
        spokenName = name.isEmpty() ? NetworkTexts.text("network") : NetworkTexts.text("network.named", name);
        selectedNode.set(Optional.empty());
        hovered = Optional.empty();
        matches = Set.of();
        picture = Picture.EMPTY;
        redraw();
        place(model, Set.of(), camera::begin);
    }

    /** The node that is chosen: an operation, an input, an output, or a block by its id. */
    public ObjectProperty<Optional<String>> selectedNode() {
        return selectedNode;
    }

    /** Whether the small picture of everything is there. */
    public BooleanProperty minimapShown() {
        return minimapShown;
    }

    /** Whether everything that was asked for has found its place. */
    public ReadOnlyBooleanProperty placed() {
        return placed.getReadOnlyProperty();
    }

    /** Chooses a node, opens the blocks that hide it, and brings it into sight. */
    public void reveal(String node) {
        Set<String> open = new HashSet<>(collapsed);
        wanted.blocks().stream()
                .filter(block -> block.members().contains(node))
                .forEach(block -> open.remove(block.id()));
        selectedNode.set(Optional.of(node));
        if (open.equals(collapsed) && placed.get()) {
            approach(node);
        } else {
            place(wanted, open, () -> approach(node));
        }
    }

    /** Colours the boxes, or leaves them plain. */
    public void setColouring(Optional<NodeColouring> by) {
        colouring = by;
        legend.show(by);
        requestLayout();
        redraw();
    }

    /** Sets off what a search found; none puts everything back. */
    public void highlight(Set<String> found) {
        matches = Set.copyOf(found);
        redraw();
    }

    /** Draws every block as one box. */
    public void collapseAll() {
        place(wanted, wanted.blocks().stream().map(NetworkBlock::id).collect(Collectors.toSet()), camera::begin);
    }

    /** Draws every operation. */
    public void expandAll() {
        place(wanted, Set.of(), camera::begin);
    }

    /** Opens a collapsed block, or collapses the innermost open one that a node, or the block itself, is. */
    public void toggle(String id) {
        Set<String> now = new HashSet<>(collapsed);
        Optional<String> block = wanted.block(id).isPresent()
                ? Optional.of(id)
                : picture.shown().blockOf(id).map(NetworkBlock::id);
        block.ifPresent(toggled -> {
            boolean opens = now.remove(toggled);
            if (!opens) {
                now.add(toggled);
            }
            Optional<Rectangle2D> before = picture.place(toggled).map(camera.viewport()::toScreen);
            selectedNode.set(block);
            place(wanted, now, () -> camera.keep(before, picture.place(toggled)));
        });
    }

    /** A step larger. */
    public void zoomIn() {
        camera.zoom(NetworkGestures.STEP);
    }

    /** A step smaller. */
    public void zoomOut() {
        camera.zoom(1 / NetworkGestures.STEP);
    }

    /** As large as other texts. */
    public void zoomReset() {
        camera.natural();
    }

    /** All of it. */
    public void fit() {
        camera.fit();
    }

    /** Makes a picture of all of it, in the colours that are shown; {@code done} hears it later on the JavaFX thread. */
    public void picture(Consumer<Image> done) {
        new NetworkImage(painter, picture, look(), theme.zoom(), done).draw();
    }

    Picture shown() {
        return picture;
    }

    Camera camera() {
        return camera;
    }

    NodeTexts texts() {
        return texts;
    }

    /** Id of the box, or of the frame whose head is, at a place of the screen. */
    Optional<String> at(double x, double y) {
        Point2D place = camera.viewport().toPicture(x, y);
        return picture.layout().nodeAt(place.getX(), place.getY()).or(() -> headAt(place));
    }

    private Optional<String> headAt(Point2D place) {
        return picture.layout()
                .blockAt(place.getX(), place.getY())
                .filter(block ->
                        place.getY() < picture.layout().blocks().get(block).getMinY() + NetworkPainter.FRAME_HEAD);
    }

    void hover(Optional<String> id) {
        if (!hovered.equals(id)) {
            hovered = id;
            redraw();
        }
    }

    /** Chooses a box and moves the picture as little as is needed to see it. */
    void choose(String id) {
        selectedNode.set(Optional.of(id));
        picture.place(id).ifPresent(camera::show);
    }

    private Look look() {
        return new Look(
                selectedNode.get().flatMap(id -> picture.shownAs(id).or(() -> Optional.of(id))),
                hovered,
                picture.shownAs(matches),
                colouring);
    }

    private void approach(String node) {
        picture.shownAs(node).flatMap(picture::place).ifPresent(camera::approach);
    }

    private void place(NetworkModel whole, Set<String> closed, Runnable then) {
        wanted = whole;
        collapsed = Set.copyOf(closed);
        placed.set(false);
        placing.request(
                () -> Picture.of(whole, closed),
                found -> {
                    picture = found;
                    then.run();
                    placed.set(true);
                    sayWhatIsSelected();
                    requestLayout();
                    redraw();
                },
                failure -> {
                    placed.set(true);
                    failed.accept(failure);
                });
    }

    private void sayWhatIsSelected() {
        String said = selectedNode
                .get()
                .flatMap(id -> picture.shownAs(id).flatMap(picture::node))
                .map(node -> NetworkTexts.text("network.selected", texts.spoken(node), spokenName))
                .orElse(spokenName);
        setAccessibleText(said);
        redraw();
    }

    /** The picture grows and shrinks with the window's font. */
    private void themeChanged() {
        double now = theme.zoom();
        if (now != zoom) {
            camera.zoom(now / zoom);
            zoom = now;
        }
        redraw();
    }

    /** Draws again, soon. */
    private void redraw() {
        if (!asked) {
            asked = true;
            Platform.runLater(this::draw);
        }
    }

    private void draw() {
        asked = false;
        Look look = look();
        painter.paint(
                canvas.getGraphicsContext2D(), picture, look, camera.viewport(), canvas.getWidth(), canvas.getHeight());
        arranging.setVisible(picture == Picture.EMPTY && !placed.get());
        if (minimap.isVisible()) {
            minimap.paint(picture, look, camera.visible());
        }
    }

    @Override
    protected void layoutChildren() {
        double width = Math.floor(getWidth());
        double height = Math.floor(getHeight());
        if (width != canvas.getWidth() || height != canvas.getHeight()) {
            camera.resize(width, height);
            canvas.setWidth(width);
            canvas.setHeight(height);
        }
        frame.resize(getWidth(), getHeight());
        Point2D size = minimap.sizeFor(picture.layout(), MINIMAP_SHARE * height);
        minimap.setVisible(minimapShown.get() && size.getX() > 0 && size.getX() < width / 3);
        minimap.resizeRelocate(width - size.getX() - CORNER, height - size.getY() - CORNER, size.getX(), size.getY());
        arranging.autosize();
        arranging.relocate((width - arranging.getWidth()) / 2, height / 3);
        double room = width - (minimap.isVisible() ? size.getX() + CORNER : 0) - 2 * CORNER;
        double legendWidth = Math.max(0, Math.min(legend.prefWidth(-1), room));
        legend.resize(legendWidth, legend.prefHeight(legendWidth));
        legend.relocate(CORNER, height - legend.getHeight() - CORNER);
        redraw();
    }

    @Override
    protected double computePrefWidth(double height) {
        return 600;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 500;
    }
}
