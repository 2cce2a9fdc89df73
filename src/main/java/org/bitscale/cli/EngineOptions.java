package org.bitscale.cli;

import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.Workbench;
import picocli.CommandLine.Option;

/** Options that say where and how wide to compute. */
final class EngineOptions {

    @Option(names = "--device", paramLabel = "cpu|cuda", defaultValue = "cpu")
    private EngineSettings.Device device;

    @Option(names = "--threads", paramLabel = "N")
    private Integer threads;

    Workbench open() {
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        return new Workbench(new EngineSettings(device, count));
    }
}
