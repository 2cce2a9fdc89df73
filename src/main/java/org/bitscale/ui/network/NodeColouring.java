package org.bitscale.ui.network;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import javafx.scene.paint.Color;

/**
 * Colours the boxes of a network by one number each.
 *
 * @param title what the number is, with its unit
 * @param scale how it becomes a colour
 * @param sum how a collapsed block's number comes from those in it
 * @param entries number and short label by box; a box without one is not coloured
 * @param format a number with its unit
 */
public record NodeColouring(
        String title, Scale scale, Sum sum, Map<String, Entry> entries, DoubleFunction<String> format) {

    /** Copies. */
    public NodeColouring {
        entries = Map.copyOf(entries);
    }

    /**
     * A box's number.
     *
     * @param value the number; bit width, or 32 for float, where the scale is {@link Scale#BITS}
     * @param label how it is written on the box
     */
    public record Entry(double value, String label) {}

    /** How a number becomes a colour. */
    public enum Scale {
        /** Evenly from the smallest to the largest. */
        LINEAR,
        /** By magnitude; zero counts as the smallest that is not. */
        LOGARITHMIC,
        /** A colour for each bit width. */
        BITS
    }

    /** How the numbers of a collapsed block's operations make one. */
    public enum Sum {
        /** All together. */
        TOTAL,
        /** The largest. */
        LARGEST,
        /** The smallest. */
        SMALLEST
    }

    /** The number of a box; for a block that is not named itself, of its members together. */
    Optional<Entry> of(String node, Collection<String> members) {
        if (entries.containsKey(node) || members.isEmpty()) {
            return Optional.ofNullable(entries.get(node));
        }
        List<Entry> within =
                members.stream().filter(entries::containsKey).map(entries::get).toList();
        if (within.isEmpty()) {
            return Optional.empty();
        }
        if (scale == Scale.BITS) {
            Entry first = within.get(0);
            return Optional.of(first).filter(entry -> within.stream().allMatch(entry::equals));
        }
        var values = within.stream().mapToDouble(Entry::value);
        double together =
                switch (sum) {
                    case TOTAL -> values.sum();
                    case LARGEST -> values.max().orElseThrow();
                    case SMALLEST -> values.min().orElseThrow();
                };
        return Optional.of(new Entry(together, format.apply(together)));
    }

    /** The colour of a number. */
    Color colour(Entry entry) {
        return scale == Scale.BITS
                ? ColourScale.bits((int) entry.value())
                : ColourScale.sequential(share(entry.value()));
    }

    private double share(double value) {
        double low = transformed(smallest());
        double high = transformed(largest());
        return high > low ? (transformed(Math.max(value, smallest())) - low) / (high - low) : 1;
    }

    private double transformed(double value) {
        return scale == Scale.LOGARITHMIC ? Math.log(value) : value;
    }

    /** Where the scale begins. */
    double smallest() {
        return finite().filter(value -> scale != Scale.LOGARITHMIC || value > 0)
                .min()
                .orElse(1);
    }

    /** Where the scale ends. */
    double largest() {
        return finite().max().orElse(1);
    }

    private java.util.stream.DoubleStream finite() {
        return entries.values().stream().mapToDouble(Entry::value).filter(Double::isFinite);
    }

    /** Bit widths that occur, fewest first. */
    List<Integer> bits() {
        return entries.values().stream()
                .map(entry -> (int) entry.value())
                .distinct()
                .sorted()
                .toList();
    }
}
