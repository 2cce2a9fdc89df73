package org.bitscale.experiment.spec;

import java.nio.file.Path;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.SampleModels;

/**
 * Where an experiment's model and data lie.
 *
 * @param model the network's file
 * @param dataSource the data as {@link org.bitscale.experiment.DataOptions} takes it
 */
public record ExperimentPlace(Path model, String dataSource) {

    /**
     * Resolves the file's paths.
     *
     * @param fileFolder folder of the experiment file
     * @param workspace folder of the workspace; a sample model is unpacked into its {@code models}
     * @throws org.bitscale.BadInputException if there is no sample model of that name
     */
    public static ExperimentPlace of(ExperimentSpec spec, Path fileFolder, Path workspace) {
        Path model = SampleModels.isSample(spec.model())
                ? SampleModels.unpack(spec.model(), workspace.resolve("models"))
                : fileFolder.resolve(spec.model());
        return new ExperimentPlace(
                model.toAbsolutePath().normalize(),
                DataOptions.resolved(spec.data().source(), fileFolder));
    }
}
