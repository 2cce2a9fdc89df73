package org.bitscale.experiment.spec;

import java.nio.file.Path;
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
        String source = spec.data().source();
        boolean isSample = source.startsWith(SampleModels.PREFIX);
        return new ExperimentPlace(
                model.toAbsolutePath().normalize(), isSample ? source : absolute(fileFolder, source));
    }

    /** A split's name stays behind the path. */
    private static String absolute(Path folder, String source) {
        int hash = source.lastIndexOf('#');
        String path = hash < 0 ? source : source.substring(0, hash);
        String split = hash < 0 ? "" : source.substring(hash);
        return folder.resolve(path).toAbsolutePath().normalize() + split;
    }
}
