package org.bitscale.ui.network;

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
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Newest;

/**
 * A network as a graph, to be zoomed, moved, searched and folded. Places are computed in the background; until they are
 * known, what was shown before stays.
 */
public final class NetworkView extends Region {

    private static final double MARGIN = 24;
    private static final double CORNER = 12;
    private static final double MINIMAP_SHARE = 0.55;

    private final Newest placing;
    private final Consumer<Throwable> failed;
    private final Canvas canvas = new Canvas();
    private final ThemeColours theme = new ThemeColours(this::redraw);
    private final NetworkPainter painter = new NetworkPainter(theme);
    private final Minimap minimap = new Minimap(theme, this::centre);
    private final Legend legend = new Legend();
    private final Region frame = new Region();
    private final NodeTexts texts = new NodeTexts();
    private final ObjectProperty<Optional<String>> selectedNode = new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty minimapShown = new SimpleBooleanProperty(true);
    private final ReadOnlyBooleanWrapper placed = new ReadOnlyBooleanWrapper(true);

    private Picture picture = Picture.EMPTY;
    private Viewport viewport = new Viewport(1, 0, 0);
    private Optional<String> hovered = Optional.empty();
    private Set<String> matches = Set.of();
    private Optional<NodeColouring> colouring = Optional.empty();
    private boolean beginsLater;
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
        setAccessibleText(NetworkTexts.text("network"));
        setAccessibleHelp(NetworkTexts.text("help"));
        setFocusTraversable(true);
        frame.getStyleClass().add("frame");
        frame.setMouseTransparent(true);
        getChildren().addAll(theme, canvas, legend, minimap, frame);
        frame.setManaged(false);
        canvas.setManaged(false);
        legend.setManaged(false);
        minimap.setManaged(false);
        legend.show(Optional.empty());
        selectedNode.addListener((observed, before, now) -> selected());
        minimapShown.addListener((observed, before, now) -> requestLayout());
        new NetworkGestures(this);
    }

    /** Shows a network from its beginning, all blocks open. */
    public void show(NetworkModel model) {
        selectedNode.set(Optional.empty());
        hovered = Optional.empty();
        matches = Set.of();
        place(model, Set.of(), this::begin);
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
        Set<String> open = new HashSet<>(picture.collapsed());
        picture.whole().blocks().stream()
                .filter(block -> block.members().contains(node))
                .forEach(block -> open.remove(block.id()));
        selectedNode.set(Optional.of(node));
        if (open.equals(picture.collapsed())) {
            bringIntoSight(node);
        } else {
            place(picture.whole(), open, () -> bringIntoSight(node));
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
        place(
                picture.whole(),
                picture.whole().blocks().stream().map(NetworkBlock::id).collect(Collectors.toSet()),
                this::begin);
    }

    /** Draws every operation. */
    public void expandAll() {
        place(picture.whole(), Set.of(), this::begin);
    }

    /** Opens a collapsed block, or collapses the innermost open one that a node, or the block itself, is. */
    public void toggle(String id) {
        Set<String> now = new HashSet<>(picture.collapsed());
        Optional<String> block = picture.whole().block(id).isPresent()
                ? Optional.of(id)
                : picture.shown().blockOf(id).map(NetworkBlock::id);
        block.ifPresent(toggled -> {
            boolean opens = now.remove(toggled);
            if (!opens) {
                now.add(toggled);
            }
            Optional<Rectangle2D> before = picture.place(toggled).map(viewport::toScreen);
            selectedNode.set(block);
            place(picture.whole(), now, () -> stay(toggled, before));
        });
    }

    /** A step larger. */
    public void zoomIn() {
        zoom(NetworkGestures.STEP, getWidth() / 2, getHeight() / 2);
    }

    /** A step smaller. */
    public void zoomOut() {
        zoom(1 / NetworkGestures.STEP, getWidth() / 2, getHeight() / 2);
    }

    /** All of it. */
    public void fit() {
        look(Viewport.fitting(picture.layout(), getWidth(), getHeight(), theme.zoom()));
    }

    /** All of it as a picture to keep, in the colours that are shown. */
    public Image picture() {
        return NetworkImage.of(painter, picture, look(), theme.zoom());
    }

    Picture shown() {
        return picture;
    }

    Viewport viewport() {
        return viewport;
    }

    NodeTexts texts() {
        return texts;
    }

    /** Id of the box, or of the frame whose head is, at a place of the screen. */
    Optional<String> at(double x, double y) {
        Point2D place = viewport.toPicture(x, y);
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

    void zoom(double factor, double x, double y) {
        look(viewport.zoomed(factor, x, y));
    }

    void move(double across, double down) {
        look(viewport.moved(across, down));
    }

    /** Chooses a box and moves the picture as little as is needed to see it. */
    void choose(String id) {
        selectedNode.set(Optional.of(id));
        picture.place(id).ifPresent(box -> look(viewport.showing(box, MARGIN, getWidth(), getHeight())));
    }

    private void centre(Point2D place) {
        look(viewport.centred(place, getWidth(), getHeight()));
    }

    private void look(Viewport at) {
        viewport = at.kept(picture.layout(), getWidth(), getHeight());
        redraw();
    }

    private Look look() {
        return new Look(
                selectedNode.get().flatMap(id -> picture.shownAs(id).or(() -> Optional.of(id))),
                hovered,
                picture.shownAs(matches),
                colouring);
    }

    private void bringIntoSight(String node) {
        picture.shownAs(node).flatMap(picture::place).ifPresent(box -> {
            double legible = 0.7 * theme.zoom();
            Viewport near = viewport.scale() < legible
                    ? viewport.zoomed(legible / viewport.scale(), getWidth() / 2, getHeight() / 2)
                    : viewport;
            Rectangle2D window = new Rectangle2D(0, 0, Math.max(1, getWidth()), Math.max(1, getHeight()));
            look(
                    window.contains(near.toScreen(box))
                            ? near
                            : near.centred(
                                    new Point2D(
                                            box.getMinX() + box.getWidth() / 2, box.getMinY() + box.getHeight() / 2),
                                    getWidth(),
                                    getHeight()));
        });
    }

    /** What was opened or closed stays where it was: its upper middle. */
    private void stay(String block, Optional<Rectangle2D> before) {
        Optional<Rectangle2D> now = picture.place(block).map(viewport::toScreen);
        if (before.isPresent() && now.isPresent()) {
            move(
                    middle(before.get()) - middle(now.get()),
                    before.get().getMinY() - now.get().getMinY());
        }
    }

    private static double middle(Rectangle2D box) {
        return box.getMinX() + box.getWidth() / 2;
    }

    private void place(NetworkModel whole, Set<String> collapsed, Runnable then) {
        placed.set(false);
        placing.request(
                () -> Picture.of(whole, collapsed),
                found -> {
                    picture = found;
                    then.run();
                    placed.set(true);
                    requestLayout();
                    redraw();
                },
                failure -> {
                    placed.set(true);
                    failed.accept(failure);
                });
    }

    /** Looks at the beginning; as long as there is no size, later. */
    private void begin() {
        beginsLater = getWidth() <= 0 || getHeight() <= 0;
        if (!beginsLater) {
            viewport = Viewport.beginning(picture.layout(), getWidth(), getHeight(), theme.zoom());
        }
    }

    private void selected() {
        String said = selectedNode
                .get()
                .flatMap(id -> picture.shownAs(id).flatMap(picture::node))
                .map(texts::spoken)
                .orElse(NetworkTexts.text("network"));
        setAccessibleText(said);
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
        painter.paint(canvas.getGraphicsContext2D(), picture, look, viewport, canvas.getWidth(), canvas.getHeight());
        if (minimap.isVisible()) {
            minimap.paint(picture, look, viewport.visible(getWidth(), getHeight()));
        }
    }

    @Override
    protected void layoutChildren() {
        double width = Math.floor(getWidth());
        double height = Math.floor(getHeight());
        if (width != canvas.getWidth() || height != canvas.getHeight()) {
            if (canvas.getWidth() > 0) {
                viewport = viewport.moved((width - canvas.getWidth()) / 2, 0);
            }
            canvas.setWidth(width);
            canvas.setHeight(height);
        }
        frame.resize(getWidth(), getHeight());
        if (beginsLater) {
            begin();
        }
        Point2D size = minimap.sizeFor(picture.layout(), MINIMAP_SHARE * height);
        minimap.setVisible(minimapShown.get() && size.getX() > 0 && size.getX() < width / 3);
        minimap.resizeRelocate(width - size.getX() - CORNER, height - size.getY() - CORNER, size.getX(), size.getY());
        legend.autosize();
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
