package org.bitscale.data;

/** What a dataset may take of the memory that Java has. */
final class Memory {
    private static final long MEBIBYTE = 1L << 20;

    private Memory() {}

    /**
     * Checks, before anything is allocated, that an array fits: in half of all memory, and in one Java array.
     *
     * @param values of the array
     * @param bytes that one value takes
     * @param what the user's name for where the values lie
     * @throws DataException if they do not
     */
    static void require(long values, int bytes, Object what) {
        long limit = Runtime.getRuntime().maxMemory() / 2;
        if (values > limit / bytes || values > Integer.MAX_VALUE - 8) {
            throw new DataException(what + " has " + values + " values, which take " + mebibytes(values, bytes)
                    + " MiB in memory, but at most " + limit / MEBIBYTE
                    + " MiB are for one set of data: give Java more memory (-Xmx), or divide the data.");
        }
    }

    private static long mebibytes(long values, int bytes) {
        return values > Long.MAX_VALUE / bytes ? Long.MAX_VALUE / MEBIBYTE : values * bytes / MEBIBYTE;
    }
}
