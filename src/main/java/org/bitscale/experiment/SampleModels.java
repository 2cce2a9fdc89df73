package org.bitscale.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;

/** The networks that come with the program. */
public final class SampleModels {

    /** How one of them is named where a path could stand. */
    public static final String PREFIX = "sample:";

    private static final String FOLDER = "/org/bitscale/sample-models/";

    /** What they are called, {@code sample:} before it: a residual network, and a depthwise separable one. */
    public static final List<String> NAMES = List.of("sample:shapes_resnet8", "sample:shapes_mobilenet12");

    private SampleModels() {}

    /** The name of one without what says that it is a sample. */
    public static String shortName(String model) {
        return model.substring(PREFIX.length());
    }

    /** Whether a model is one of them. */
    public static boolean isSample(String model) {
        return model.startsWith(PREFIX);
    }

    /** A text that lies beside the networks, such as an experiment file. */
    public static String text(String name) {
        try (InputStream stream = SampleModels.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException("'" + name + "' is not in the program");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies one into a folder, if it is not there yet.
     *
     * @param model {@code sample:NAME}
     * @return where it lies
     * @throws BadInputException if there is none of that name, or the folder cannot be written
     */
    public static Path unpack(String model, Path folder) {
        String name = shortName(model) + ".onnx";
        try (InputStream stream = SampleModels.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null || name.contains("/")) {
                throw new BadInputException(
                        "There is no sample model '%s'; there are %s".formatted(model, String.join(", ", NAMES)));
            }
            Files.createDirectories(folder);
            Path target = folder.resolve(name);
            DurableFile.write(target, stream.readAllBytes());
            return target;
        } catch (IOException e) {
            throw new BadInputException(
                    "Folder '%s' cannot be written: %s; choose another".formatted(folder, e.getMessage()), e);
        }
    }
}
