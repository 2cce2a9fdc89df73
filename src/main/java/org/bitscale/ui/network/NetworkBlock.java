package org.bitscale.ui.network;

import java.util.Set;

/**
 * A part of a network that can be drawn as one box: everything between a fork, which is not part of it, and the join of
 * its branches, which is. Nothing else leads in or out. Two blocks are nested or have nothing in common.
 *
 * @param id unique among nodes and blocks
 * @param name for people
 * @param fork the box whose output the branches read
 * @param join the operation that brings them together
 * @param members ids of its operations, those of inner blocks included
 */
public record NetworkBlock(String id, String name, String fork, String join, Set<String> members) {

    /** Copies. */
    public NetworkBlock {
        members = Set.copyOf(members);
    }

    /** Whether {@code other} lies within. */
    public boolean contains(NetworkBlock other) {
        return other != this && members.size() > other.members.size() && members.containsAll(other.members);
    }
}
