package org.bitscale.graph.quantize;

/**
 * Levels as whole multiples of a step. ONNX Runtime (1.29) rounds real-valued weights between quantized activations to 8
 * bits of its own; weights that a DequantizeLinear makes of integers it leaves as they are.
 *
 * @param levels whole numbers; 0 where the level is no finite number
 * @param step what they are multiplied by
 */
record IntegerTable(int[] levels, float step) {

    /** Levels that are no multiples of a power of two in 32 bits are rounded to so many steps at most. */
    private static final int MOST_STEPS = Short.MAX_VALUE;

    private static final double MOST = Integer.MAX_VALUE;

    /**
     * The levels of a table: exact where they are multiples of one power of two in 32 bits, as those of all small floats
     * but E5M2 are, whose two smallest numbers, 2⁻³² of the largest, are rounded; any others are rounded to 16 bits.
     */
    static IntegerTable of(float[] table) {
        double largest = 0;
        int lowestBit = Integer.MAX_VALUE;
        for (float level : table) {
            if (Float.isFinite(level) && level != 0) {
                largest = Math.max(largest, Math.abs(level));
                int mantissa = Float.floatToIntBits(level) & (1 << 23) - 1 | 1 << 23;
                lowestBit = Math.min(lowestBit, Math.getExponent(level) - 23 + Integer.numberOfTrailingZeros(mantissa));
            }
        }
        if (largest == 0) {
            return new IntegerTable(new int[table.length], 1);
        }
        double exact = Math.scalb(1.0, lowestBit);
        boolean small = largest / exact <= 2 * MOST;
        double step = !small ? largest / MOST_STEPS : largest / exact > MOST ? 2 * exact : exact;
        return new IntegerTable(rounded(table, step), (float) step);
    }

    private static int[] rounded(float[] table, double step) {
        int[] levels = new int[table.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Float.isFinite(table[i]) ? (int) Math.rint(table[i] / step) : 0;
        }
        return levels;
    }

    /** Largest magnitude. */
    int largest() {
        int largest = 0;
        for (int level : levels) {
            largest = Math.max(largest, Math.abs(level));
        }
        return largest;
    }
}
