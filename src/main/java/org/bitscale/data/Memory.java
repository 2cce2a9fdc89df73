package org.bitscale.data;

/**
 * What a dataset may take of the memory that Java has: a quarter for one set. There may be two, one of them still being
 * brought in order, which takes a copy; and what is done with them takes memory too.
 */
final class Memory {
    private static final long MEBIBYTE = 1L << 20;
    private static final int SHARE = 4;

    private Memory() {}

    /**
     * Checks, before anything is allocated, that an array fits: in its share of all memory, and in one Java array.
     *
     * @param values of the array
     * @param bytes that one value takes
     * @param what the user's name for where the values lie
     * @throws DataException if they do not
     */
    static void require(long values, int bytes, Object what) {
        if (values > most(bytes)) {
            throw new DataException(what + " has " + values + " values, which take " + mebibytes(values, bytes)
                    + " MiB in memory, but at most " + Runtime.getRuntime().maxMemory() / SHARE / MEBIBYTE
                    + " MiB are for one set of data: give Java more memory (-Xmx), or divide the data.");
        }
    }

    /** How many values an array may have at most. */
    static int most(int bytes) {
        return (int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / SHARE / bytes);
    }

    private static long mebibytes(long values, int bytes) {
        return values > (Long.MAX_VALUE - MEBIBYTE) / bytes
                ? Long.MAX_VALUE / MEBIBYTE
                : (values * bytes + MEBIBYTE - 1) / MEBIBYTE;
    }
}
