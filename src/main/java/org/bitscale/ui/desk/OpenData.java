package org.bitscale.ui.desk;

import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.DataSheet;

/**
 * Data that was opened for the network on the desk.
 *
 * @param options where it comes from and how it is split
 * @param sheet its examples
 */
public record OpenData(DataOptions options, DataSheet sheet) {

    /** Its name for people. */
    public String name() {
        return sheet.examples(DataSheet.Split.TRAIN).info().name();
    }
}
