package org.bitscale.ui.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the blocks of a network. The fork of a join is its immediate dominator, the last box that every path to the join
 * goes through (K. Cooper, T. Harvey, K. Kennedy, "A Simple, Fast Dominance Algorithm", 2001; one pass is enough where
 * there are no loops).
 */
final class BlockFinder {

    private static final Set<String> JOINS = Set.of("Add", "Concat", "Mul", "Sum");
    /** A gate and its product are not worth a frame. */
    private static final int FEWEST_MEMBERS = 3;

    private final List<NetworkNode> nodes;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<List<Integer>> before = new ArrayList<>();
    private final List<List<Integer>> after = new ArrayList<>();
    private final int[] dominators;

    /** @param nodes each after everything it reads from */
    BlockFinder(List<NetworkNode> nodes, List<NetworkEdge> edges) {
        this.nodes = nodes;
        for (NetworkNode node : nodes) {
            places.put(node.id(), places.size());
            before.add(new ArrayList<>());
            after.add(new ArrayList<>());
        }
        for (NetworkEdge edge : edges) {
            before.get(places.get(edge.to())).add(places.get(edge.from()));
            after.get(places.get(edge.from())).add(places.get(edge.to()));
        }
        this.dominators = dominators();
    }

    /** The blocks in the order of their joins. */
    List<NetworkBlock> find() {
        Set<String> ids = new HashSet<>(places.keySet());
        List<NetworkBlock> blocks = new ArrayList<>();
        for (int join = 0; join < nodes.size(); join++) {
            boolean joins = JOINS.contains(nodes.get(join).title())
                    && before.get(join).stream().distinct().count() > 1;
            if (joins && dominators[join] >= 0) {
                Set<Integer> members = between(dominators[join], join);
                if (members.size() >= FEWEST_MEMBERS && isClosed(members, dominators[join], join)) {
                    String number = Integer.toString(blocks.size() + 1);
                    blocks.add(new NetworkBlock(
                            NetworkModel.fresh("block " + number, ids),
                            name(members).orElse(NetworkTexts.text("block.name", number)),
                            nodes.get(dominators[join]).id(),
                            nodes.get(join).id(),
                            ids(members)));
                }
            }
        }
        return blocks;
    }

    /** What the names of all members begin with, up to a dot or slash: the exporter's name for the block. */
    private Optional<String> name(Set<Integer> members) {
        String common = null;
        for (int member : members) {
            String name = nodes.get(member).name();
            common = common == null ? name : commonStart(common, name);
        }
        int end = Math.max(common.lastIndexOf('.'), common.lastIndexOf('/'));
        return Optional.of(common.substring(0, Math.max(0, end)))
                .map(name -> name.startsWith("/") ? name.substring(1) : name)
                .filter(name -> !name.isEmpty());
    }

    private static String commonStart(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }

    private Set<String> ids(Set<Integer> members) {
        Set<String> ids = new HashSet<>();
        members.forEach(member -> ids.add(nodes.get(member).id()));
        return ids;
    }

    /** For each box the last one before it that every path goes through; −1 where paths begin at several inputs. */
    private int[] dominators() {
        int[] found = new int[nodes.size()];
        for (int node = 0; node < found.length; node++) {
            List<Integer> sources = before.get(node);
            int common = sources.isEmpty() ? -1 : sources.get(0);
            for (int source : sources) {
                common = common(common, source, found);
            }
            found[node] = common;
        }
        return found;
    }

    private static int common(int one, int other, int[] dominators) {
        int left = one;
        int right = other;
        while (left != right) {
            if (left > right) {
                left = dominators[left];
            } else {
                right = dominators[right];
            }
        }
        return left;
    }

    /** Everything on a way from the fork, which is left out, to the join. */
    private Set<Integer> between(int fork, int join) {
        Set<Integer> members = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>();
        members.add(join);
        open.add(join);
        while (!open.isEmpty()) {
            for (int source : before.get(open.remove())) {
                if (source != fork && members.add(source)) {
                    open.add(source);
                }
            }
        }
        return members;
    }

    /** Whether nothing but the join is read elsewhere. That nothing else leads in follows from dominance. */
    private boolean isClosed(Set<Integer> members, int fork, int join) {
        return fork >= 0
                && members.stream()
                        .filter(member -> member != join)
                        .allMatch(member -> members.containsAll(after.get(member)));
    }
}
