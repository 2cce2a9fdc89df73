package org.bitscale.ui.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Rectangle2D;

/** A network with some blocks collapsed, and where everything is. */
final class Picture {

    static final Picture EMPTY = new Picture(NetworkModel.EMPTY, Set.of(), NetworkModel.EMPTY, NetworkLayout.EMPTY);

    private final NetworkModel whole;
    private final Set<String> collapsed;
    private final NetworkModel shown;
    private final NetworkLayout layout;
    private final Map<String, NetworkNode> nodes = new HashMap<>();

    private Picture(NetworkModel whole, Set<String> collapsed, NetworkModel shown, NetworkLayout layout) {
        this.whole = whole;
        this.collapsed = Set.copyOf(collapsed);
        this.shown = shown;
        this.layout = layout;
        shown.nodes().forEach(node -> nodes.put(node.id(), node));
    }

    /** Places a network; not on the JavaFX thread. */
    static Picture of(NetworkModel whole, Set<String> collapsed) {
        NetworkModel shown = whole.collapsed(collapsed);
        return new Picture(whole, collapsed, shown, NetworkLayout.of(shown));
    }

    NetworkModel whole() {
        return whole;
    }

    Set<String> collapsed() {
        return collapsed;
    }

    NetworkModel shown() {
        return shown;
    }

    NetworkLayout layout() {
        return layout;
    }

    /** The box that is shown under that id. */
    Optional<NetworkNode> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** The box in which something is shown: itself, or the collapsed block that hides it. */
    Optional<String> shownAs(String id) {
        if (nodes.containsKey(id)) {
            return Optional.of(id);
        }
        Optional<String> hiding = whole.hiding(id, collapsed).map(NetworkBlock::id);
        return hiding.isPresent()
                ? hiding
                : whole.block(id)
                        .flatMap(block -> whole.hiding(block.join(), collapsed))
                        .map(NetworkBlock::id);
    }

    /** The boxes in which things are shown. */
    Set<String> shownAs(Set<String> ids) {
        Set<String> found = new HashSet<>();
        ids.forEach(id -> shownAs(id).ifPresent(found::add));
        return found;
    }

    /** Place of a box or of an open block's frame. */
    Optional<Rectangle2D> place(String id) {
        return Optional.ofNullable(layout.nodes().get(id))
                .or(() -> Optional.ofNullable(layout.blocks().get(id)));
    }

    /** Ids of the operations that a collapsed block hides; none for anything else. */
    Set<String> members(NetworkNode node) {
        return node.kind() == NetworkNode.Kind.BLOCK
                ? whole.block(node.id()).map(NetworkBlock::members).orElse(Set.of())
                : Set.of();
    }

    /** The boxes that a box reads from, or that read from it. */
    List<String> beside(String id, boolean readers) {
        return shown.edges().stream()
                .filter(edge -> id.equals(readers ? edge.from() : edge.to()))
                .map(edge -> readers ? edge.to() : edge.from())
                .distinct()
                .toList();
    }
}
