package org.bitscale.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the values of a NumPy array (NEP 1, "A simple file format for NumPy arrays", format versions 1.0,
 * 2.0 and 3.0): six bytes of magic, the version, the length of the header (2 bytes, from version 2 on 4 bytes, lowest
 * first), and a Python dictionary with {@code descr} (type), {@code fortran_order} and {@code shape}.
 *
 * @param type of the values
 * @param characters length of each text; 1 for numbers
 * @param order of a value's bytes
 * @param fortran whether the first index changes fastest, not the last
 * @param shape of the array, as it was declared
 * @param length of all that stands before the values, in bytes
 */
record NpyHeader(NpyType type, int characters, ByteOrder order, boolean fortran, List<Long> shape, long length) {
    private static final long MAGIC = 0x934E554D5059L;
    private static final int MAGIC_BYTES = 6;

    /** Far more than plain arrays need; NumPy itself refuses more than 10,000 characters. */
    private static final int LONGEST = 1 << 16;

    private static final int MOST_AXES = 32;
    private static final int LONGEST_TEXT = 1024;
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]{1,64})['\"]");
    private static final Pattern TYPE = Pattern.compile("([<>|=]?)(([SU])([0-9]{1,9})|[a-zA-Z][0-9]*)(.*)");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L, ]*)\\)");

    /**
     * Reads it, up to the first value.
     *
     * @param name what messages call the array
     * @throws IOException if it ends early
     * @throws DataException if it is none, or of values that are not read
     */
    static NpyHeader read(DataInputStream in, String name) throws IOException {
        byte[] start = new byte[MAGIC_BYTES];
        in.readFully(start);
        long magic = 0;
        for (byte part : start) {
            magic = magic << 8 | part & 0xFF;
        }
        if (magic != MAGIC) {
            throw new DataException(name + " is no NumPy array: it should begin with \\x93NUMPY.");
        }
        int version = in.readUnsignedByte();
        in.readUnsignedByte(); // no minor version means anything yet
        if (version < 1 || version > 3) {
            throw new DataException(name + " has version " + version
                    + " of NumPy's format, but 1, 2 and 3 are read: save it anew with numpy.save.");
        }
        int bytes = version == 1 ? Short.BYTES : Integer.BYTES;
        long length = lowestFirst(in, bytes);
        if (length > LONGEST) {
            throw new DataException(name + " declares a header of " + length + " bytes, but at most " + LONGEST
                    + " are expected: it is broken, or holds a table instead of plain numbers.");
        }
        byte[] text = new byte[(int) length];
        in.readFully(text);
        String dictionary = new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return of(dictionary, MAGIC_BYTES + 2 + bytes + length, name);
    }

    private static long lowestFirst(DataInputStream in, int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) in.readUnsignedByte() << 8 * i;
        }
        return value;
    }

    private static NpyHeader of(String dictionary, long length, String name) {
        Matcher order = ORDER.matcher(dictionary);
        Matcher shape = SHAPE.matcher(dictionary);
        if (!order.find() || !shape.find() || !dictionary.contains("descr")) {
            throw new DataException(name + " has no readable header (descr, fortran_order, shape): it is broken.");
        }
        Matcher descr = DESCR.matcher(dictionary);
        Matcher parts = TYPE.matcher(descr.find() ? descr.group(1) : "");
        if (!parts.matches()) {
            throw new DataException(name + " holds records of several fields, but plain numbers are expected ("
                    + NpyType.codes() + "): save each field as its own array.");
        }
        if (parts.group(2).startsWith("O")) {
            throw new DataException(
                    name + " holds Python objects, which are pickled code and not read: save numbers, such"
                            + " as numpy.save(file, array.astype('float32')).");
        }
        boolean isText = parts.group(3) != null;
        int characters = isText ? Integer.parseInt(parts.group(4)) : 1;
        NpyType type = NpyType.of(isText ? parts.group(3) : parts.group(2))
                .filter(known -> parts.group(5).isEmpty() && known.isText() == isText)
                .orElseThrow(() -> new DataException(name + " holds values of type " + descr.group(1)
                        + ", but expected are numbers (" + NpyType.codes() + "): convert it with astype."));
        if (characters < 1 || characters > LONGEST_TEXT) {
            throw new DataException(name + " holds texts of " + characters + " characters, but 1 to " + LONGEST_TEXT
                    + " are expected as names of classes.");
        }
        return new NpyHeader(
                type,
                characters,
                NpyType.order(parts.group(1)),
                order.group(1).equals("True"),
                extents(shape.group(1), name),
                length);
    }

    private static List<Long> extents(String text, String name) {
        List<Long> extents = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String digits = part.strip().replaceAll("L$", "");
            if (digits.isEmpty()) {
                continue;
            }
            if (!digits.matches("[0-9]{1,18}") || extents.size() == MOST_AXES) {
                throw new DataException(name + " declares an impossible shape: it is broken.");
            }
            extents.add(Long.parseLong(digits));
        }
        return List.copyOf(extents);
    }

    /** Length of one value. */
    int valueBytes() {
        return characters * type.bytes();
    }

    /** How many values the shape stands for; {@link Long#MAX_VALUE} where they cannot be counted. */
    long values() {
        long values = 1;
        for (long extent : shape) {
            if (extent == 0) {
                return 0;
            }
            values = values > Long.MAX_VALUE / extent ? Long.MAX_VALUE : values * extent;
        }
        return values;
    }

    /**
     * Checks that a file is just as long as this says.
     *
     * @param available bytes of the array, header included
     * @throws DataException if it is shorter or longer
     */
    void requireLength(long available, String name) {
        boolean countable = values() <= (Long.MAX_VALUE - length) / valueBytes();
        long needed = countable ? length + values() * valueBytes() : Long.MAX_VALUE;
        if (available < needed) {
            throw new DataException(name + " is truncated: its header tells " + text() + ", but there are " + available
                    + " bytes only. Save or copy it again.");
        }
        if (available > needed) {
            throw new DataException(
                    name + " is longer than its header tells (" + text() + "): one array is expected. Save it again.");
        }
    }

    /** For people, such as {@code u1 60000x28x28}. */
    String text() {
        String extents = shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
        return type.code() + (type.isText() ? characters : "") + " " + (extents.isEmpty() ? "single value" : extents);
    }
}
