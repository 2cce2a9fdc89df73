package org.bitscale.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A NumPy array of texts, type {@code U} or {@code S}: labels by name. What {@code S} holds is taken for UTF-8. Equal
 * texts are kept once.
 *
 * @param name what messages call it
 * @param distinct the different texts, in the order in which they come
 * @param numbers which of these each value is
 */
record NpyTexts(String name, List<String> distinct, int[] numbers) {
    private static final int FEW = 1 << 12;
    private static final int INTERRUPTIBLE = 0xFFF;

    /**
     * Reads values behind their header.
     *
     * @throws DataException if there are far too many different ones, one is empty, or one has characters that are none
     */
    static NpyTexts read(DataInputStream in, NpyHeader header, String name) throws IOException {
        Memory.require(header.values(), Integer.BYTES, name);
        int total = (int) header.values();
        Map<String, Integer> known = new LinkedHashMap<>();
        int[] numbers = new int[Math.min(total, FEW)];
        ByteBuffer value = ByteBuffer.allocate(header.valueBytes()).order(header.order());
        for (int i = 0; i < total; i++) {
            if ((i & INTERRUPTIBLE) == 0) {
                Items.requireNotInterrupted();
            }
            if (i == numbers.length) {
                numbers = Arrays.copyOf(numbers, (int) Math.min(total, 2L * i));
            }
            in.readFully(value.array());
            String text =
                    (header.type() == NpyType.U ? codePoints(value.clear(), name, i) : bytes(value.array())).strip();
            if (text.isEmpty()) {
                throw new DataException(
                        name + ": the label of example " + i + " is empty: remove the example, or name its class.");
            }
            numbers[i] = known.computeIfAbsent(text, ignored -> known.size());
            if (known.size() > ArrayLabels.MOST_CLASSES) {
                throw new DataException(name + " has more than " + ArrayLabels.MOST_CLASSES
                        + " different labels: names of classes are expected.");
            }
        }
        NpyArray.requireEnd(in, header, name);
        return new NpyTexts(name, List.copyOf(known.keySet()), numbers);
    }

    /** Up to the zeros that fill a text. */
    private static String codePoints(ByteBuffer value, String name, int index) {
        StringBuilder text = new StringBuilder();
        while (value.hasRemaining()) {
            int codePoint = value.getInt();
            if (codePoint == 0) {
                break;
            }
            if (!Character.isValidCodePoint(codePoint)
                    || Character.getType(codePoint) == Character.SURROGATE
                    || Character.isISOControl(codePoint)) {
                throw new DataException(name + ": the label of example " + index
                        + " has a character that is none (code " + Integer.toUnsignedString(codePoint)
                        + "): the file is broken, save it again.");
            }
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    private static String bytes(byte[] value) {
        int length = 0;
        while (length < value.length && value[length] != 0) {
            length++;
        }
        return new String(value, 0, length, StandardCharsets.UTF_8);
    }
}
