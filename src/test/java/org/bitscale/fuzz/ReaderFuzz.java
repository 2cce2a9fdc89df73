package org.bitscale.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** What all readers are held to, and a count of what they did. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReaderFuzz {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Path REPORTS = Path.of("target", "fuzz");

    private final String reader;
    private final long start = System.nanoTime();
    private final Watch watch = new Watch();
    private long accepted;
    private long refused;
    private long slowest;
    private long peak;

    /** @param reader what it is called in the report */
    ReaderFuzz(String reader) {
        this.reader = reader;
    }

    /** Reads one input. */
    interface Attempt {
        void run() throws IOException;
    }

    /** Runs a reader: it must finish in time, or refuse in one line that says something; nothing else is caught. */
    final void check(Attempt attempt) throws IOException {
        long begin = System.nanoTime();
        watch.begin();
        try {
            attempt.run();
            accepted++;
        } catch (BadInputException e) {
            assertThat(e.getMessage())
                    .isNotBlank()
                    .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029]")
                    .doesNotEndWith("null")
                    .doesNotContain("Cannot invoke \"");
            refused++;
        }
        watch.end();
        long took = System.nanoTime() - begin;
        slowest = Math.max(slowest, took);
        peak = Math.max(
                peak, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        assertThat(Duration.ofNanos(took)).isLessThan(LONGEST);
    }

    @AfterAll
    final void report() throws IOException {
        if (System.getenv("JAZZER_FUZZ") != null) {
            Files.createDirectories(REPORTS);
            Files.writeString(
                    REPORTS.resolve(getClass().getSimpleName() + ".txt"),
                    String.format(
                            Locale.ROOT,
                            "%-22s %,12d inputs %8.0f s %,12d accepted %,12d refused %8d ms slowest %6d MiB peak heap%n",
                            reader,
                            accepted + refused,
                            (System.nanoTime() - start) / 1e9,
                            accepted,
                            refused,
                            slowest / 1_000_000,
                            peak >> 20));
        }
    }
}
