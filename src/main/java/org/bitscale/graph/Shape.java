package org.bitscale.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor, outermost first (pictures: N, C, H, W).
 *
 * @param dims the dimensions; empty for a scalar
 */
public record Shape(List<Dim> dims) {

    /** Copies the list. */
    public Shape {
        dims = List.copyOf(dims);
    }

    /** A shape of known sizes. */
    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
    }

    /** Number of dimensions. */
    public int rank() {
        return dims.size();
    }

    /** Dimension {@code axis}; negative axes count from the end. */
    public Dim dim(int axis) {
        return dims.get(axis < 0 ? axis + rank() : axis);
    }

    /** Whether every size is a number. */
    public boolean isKnown() {
        return dims.stream().allMatch(Dim::isKnown);
    }

    /** The number of elements if it is a number times at most one symbol. */
    public Optional<Dim> elements() {
        return product(dims);
    }

    /** The product of some dimensions, if it is a number times at most one symbol. */
    public static Optional<Dim> product(List<Dim> dims) {
        Optional<Dim> product = Optional.of(Dim.of(1));
        for (Dim dim : dims) {
            product = product.flatMap(p -> p.times(dim));
        }
        return product;
    }

    /** The sizes, all of which must be known. */
    public long[] sizes() {
        return dims.stream().mapToLong(Dim::size).toArray();
    }

    /** This shape with another first dimension. */
    public Shape withBatch(Dim batch) {
        List<Dim> changed = new ArrayList<>(dims);
        changed.set(0, batch);
        return new Shape(changed);
    }

    /** The sizes without the first (batch) dimension. */
    public Shape withoutBatch() {
        return new Shape(dims.subList(Math.min(1, rank()), rank()));
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining("×", "[", "]"));
    }
}
