package org.bitscale.experiment.run;

import java.nio.file.Path;

/** A workspace that is open: where experiments leave what they find. */
public interface OpenWorkspace extends AutoCloseable {

    /** Where it lies. */
    Path folder();

    /** The runs. */
    RunStore runs();

    /** Work in progress, one folder a trial, named by the trial's hash. */
    Path trials();

    /** What can be computed again and is kept to save time. */
    Path cache();

    @Override
    void close();
}
