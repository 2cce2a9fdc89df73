package org.bitscale.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the axes of an array of examples are.
 *
 * <ul>
 *   <li>(N, F): F features.
 *   <li>(N, H, W): grey pictures.
 *   <li>(N, H, W, C) or (N, C, H, W), where C is 1, 3, 4 or what the network takes. If both are possible, that one is
 *       taken which is just the network's shape; else which has the network's channels; else whose pictures are square.
 *       If that does not decide it, the array is refused.
 * </ul>
 *
 * @param kind what the values are
 * @param shape of one example: channels, height, width
 * @param axes the array's axes in the order N, C, H, W
 */
record ArrayLayout(ValueKind kind, List<Integer> shape, int[] axes) {
    private static final List<Integer> USUAL_CHANNELS = List.of(1, 3, 4);

    /** @throws DataException if it cannot be told */
    static ArrayLayout of(NpyHeader header, DataRequest request, String name) {
        List<Long> extents = header.shape();
        if (header.type().isText()) {
            throw new DataException(name + " holds texts (" + header.text() + "), but numbers are expected: only labels"
                    + " may be texts.");
        }
        if (extents.isEmpty() || extents.get(0) == 0) {
            throw new DataException(name + " has no examples (" + header.text() + "): at least one is expected.");
        }
        if (extents.stream().anyMatch(extent -> extent == 0 || extent > Integer.MAX_VALUE)) {
            throw new DataException(name + " has examples of an impossible shape (" + header.text() + ").");
        }
        List<Integer> sizes = extents.stream().map(Long::intValue).toList();
        ValueKind planes = header.type() == NpyType.U1 ? ValueKind.PIXELS : ValueKind.PLANES;
        return switch (sizes.size()) {
            case 2 -> new ArrayLayout(ValueKind.FEATURES, List.of(sizes.get(1), 1, 1), new int[] {0, 1});
            case 3 -> new ArrayLayout(planes, List.of(1, sizes.get(1), sizes.get(2)), new int[] {0, 1, 2});
            case 4 -> pictures(sizes, planes, request, name);
            default ->
                throw new DataException(name + " has the shape " + header.text()
                        + ", but expected is (N, features), (N, H, W), (N, H, W, C) or (N, C, H, W).");
        };
    }

    private static ArrayLayout pictures(List<Integer> sizes, ValueKind kind, DataRequest request, String name) {
        ArrayLayout last =
                new ArrayLayout(kind, List.of(sizes.get(3), sizes.get(1), sizes.get(2)), new int[] {0, 3, 1, 2});
        ArrayLayout first = new ArrayLayout(kind, sizes.subList(1, 4), new int[] {0, 1, 2, 3});
        boolean lastPossible = last.hasChannels(request.channels());
        boolean firstPossible = first.hasChannels(request.channels());
        if (!lastPossible && !firstPossible) {
            throw new DataException(name + " has the shape " + text(sizes)
                    + ": 1, 3 or 4 channels are expected as the last axis, or as the second.");
        }
        if (lastPossible != firstPossible) {
            return lastPossible ? last : first;
        }
        return only(
                        last,
                        first,
                        request.shape().map(last.shape()::equals),
                        request.shape().map(first.shape()::equals))
                .or(() -> only(last, first, last.isRequested(request), first.isRequested(request)))
                .or(() -> only(last, first, Optional.of(last.isSquare()), Optional.of(first.isSquare())))
                .orElseThrow(() -> new DataException(name + " has the shape " + text(sizes)
                        + ", which may be (N, H, W, C) as well as (N, C, H, W): save it as (N, H, W) if it is grey,"
                        + " or use a network that takes pictures of this size."));
    }

    private static Optional<ArrayLayout> only(
            ArrayLayout last, ArrayLayout first, Optional<Boolean> isLast, Optional<Boolean> isFirst) {
        return isLast.equals(isFirst) ? Optional.empty() : Optional.of(isLast.orElse(false) ? last : first);
    }

    private boolean hasChannels(OptionalInt wanted) {
        return USUAL_CHANNELS.contains(shape.get(0)) || wanted.isPresent() && wanted.getAsInt() == shape.get(0);
    }

    private Optional<Boolean> isRequested(DataRequest request) {
        return request.channels().isPresent()
                ? Optional.of(request.channels().getAsInt() == shape.get(0))
                : Optional.empty();
    }

    private boolean isSquare() {
        return shape.get(1).equals(shape.get(2));
    }

    private static String text(List<Integer> sizes) {
        return sizes.get(0) + "x" + sizes.get(1) + "x" + sizes.get(2) + "x" + sizes.get(3);
    }
}
