package org.bitscale.experiment.task;

import java.util.Locale;
import org.bitscale.deploy.OnnxSession;
import org.bitscale.deploy.Processor;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.run.Environment;

/** Finds out where a worker runs. */
final class Environments {

    private Environments() {}

    static Environment of(Workbench workbench) {
        Processor processor = Processor.current();
        String version = Environments.class.getPackage().getImplementationVersion();
        return new Environment(
                version == null ? "development" : version,
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                processor.model(),
                processor.features().stream().map(Enum::name).sorted().toList(),
                workbench.settings().device().name().toLowerCase(Locale.ROOT),
                workbench.settings().threads(),
                workbench.engine().version(),
                OnnxSession.runtimeVersion());
    }
}
