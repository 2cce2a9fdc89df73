package org.bitscale.storage;

import java.time.Instant;

/** Moments as the database keeps them: nanoseconds since 1970 UTC, so that their order is that of numbers. */
final class Times {

    private static final long NANOS = 1_000_000_000L;

    private Times() {}

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
