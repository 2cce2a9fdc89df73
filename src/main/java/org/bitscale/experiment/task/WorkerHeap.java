package org.bitscale.experiment.task;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** How much Java heap workers get. */
final class WorkerHeap {

    /** Share of the computer's memory that all workers' Java heaps may take; PyTorch's own memory comes on top. */
    private static final double SHARE = 0.35;

    private static final long SMALLEST = 256;
    private static final long LARGEST = 8192;

    private WorkerHeap() {}

    /** Largest heap in mebibytes of each of some workers. */
    static long mebibytes(int workers) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        long memory = system instanceof com.sun.management.OperatingSystemMXBean bean
                ? bean.getTotalMemorySize() >> 20
                : 4096;
        return Math.max(SMALLEST, Math.min(LARGEST, (long) (SHARE * memory / workers)));
    }
}
