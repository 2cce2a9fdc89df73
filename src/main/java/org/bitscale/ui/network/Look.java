package org.bitscale.ui.network;

import java.util.Optional;
import java.util.Set;

/**
 * What is set off in a picture.
 *
 * @param selected the box or frame that is chosen
 * @param hovered the box or frame under the pointer
 * @param matches boxes that a search found; while there are any, the others step back
 * @param colouring colours of the boxes
 */
record Look(
        Optional<String> selected, Optional<String> hovered, Set<String> matches, Optional<NodeColouring> colouring) {

    static final Look PLAIN = new Look(Optional.empty(), Optional.empty(), Set.of(), Optional.empty());

    boolean isSelected(String id) {
        return selected.filter(id::equals).isPresent();
    }

    boolean isHovered(String id) {
        return hovered.filter(id::equals).isPresent();
    }

    boolean stepsBack(String id) {
        return !matches.isEmpty() && !matches.contains(id) && !isSelected(id);
    }
}
