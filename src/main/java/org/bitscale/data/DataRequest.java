package org.bitscale.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which data is wanted, and in what shape.
 *
 * @param spec {@code sample:NAME} or a path; {@code #train} or {@code #test} at the end names a split
 * @param channels channels the network takes (1 or 3), or empty to take what the data has
 * @param height height in pixels the network takes, or empty
 * @param width width in pixels the network takes, or empty
 * @param reading how it is read where there is a choice
 */
public record DataRequest(String spec, OptionalInt channels, OptionalInt height, OptionalInt width, Reading reading) {
    static final String SAMPLE_PREFIX = "sample:";

    /** @throws DataException if the spec is blank or an extent is not positive */
    public DataRequest {
        if (spec.isBlank()) {
            throw new DataException("No data named: give a folder or a file, or sample:shapes for the bundled sample.");
        }
        requirePositive("channels", channels);
        requirePositive("height", height);
        requirePositive("width", width);
    }

    /** Data read as usual. */
    public DataRequest(String spec, OptionalInt channels, OptionalInt height, OptionalInt width) {
        this(spec, channels, height, width, Reading.USUAL);
    }

    /** Data in its own shape. */
    public static DataRequest of(String spec) {
        return new DataRequest(spec, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** Data in the shape that a network takes. */
    public static DataRequest of(String spec, int channels, int height, int width) {
        return new DataRequest(spec, OptionalInt.of(channels), OptionalInt.of(height), OptionalInt.of(width));
    }

    /** The same data read in another way. */
    public DataRequest with(Reading other) {
        return new DataRequest(spec, channels, height, width, other);
    }

    /** The shape asked for (channels, height, width), where it is asked for as a whole. */
    Optional<List<Integer>> shape() {
        return channels.isPresent() && height.isPresent() && width.isPresent()
                ? Optional.of(List.of(channels.getAsInt(), height.getAsInt(), width.getAsInt()))
                : Optional.empty();
    }

    /** The spec without the split's name. A path that exists as written, number sign included, is taken whole. */
    public String location() {
        int mark = splitMark();
        return mark < 0 ? spec : spec.substring(0, mark);
    }

    /** The name behind the number sign, such as {@code test}; not checked here. */
    public Optional<String> namedSplit() {
        int mark = splitMark();
        return mark < 0 ? Optional.empty() : Optional.of(spec.substring(mark + 1));
    }

    private int splitMark() {
        int mark = spec.lastIndexOf('#');
        return mark >= 0 && (spec.startsWith(SAMPLE_PREFIX) || !existsAsWritten()) ? mark : -1;
    }

    private boolean existsAsWritten() {
        try {
            return Files.exists(Path.of(spec));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static void requirePositive(String name, OptionalInt extent) {
        if (extent.isPresent() && extent.getAsInt() <= 0) {
            throw new DataException(
                    "The requested " + name + " must be a positive number, but is " + extent.getAsInt() + ".");
        }
    }
}
