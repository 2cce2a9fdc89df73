package org.bitscale.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.bitscale.BadInputException;
import org.bitscale.experiment.SampleModels;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A network that a command reads: a file, or {@code sample:NAME}, which is unpacked for as long as the command runs. */
final class ModelArgument implements ITypeConverter<Path> {

    @Override
    public Path convert(String model) {
        try {
            return SampleModels.isSample(model) ? unpacked(model) : Path.of(model);
        } catch (BadInputException | InvalidPathException e) {
            throw new TypeConversionException(e.getMessage());
        } catch (IOException e) {
            throw new TypeConversionException("'%s' cannot be unpacked: %s".formatted(model, e.getMessage()));
        }
    }

    private static Path unpacked(String model) throws IOException {
        Path folder = Files.createTempDirectory("bitscale");
        folder.toFile().deleteOnExit();
        Path file = SampleModels.unpack(model, folder);
        file.toFile().deleteOnExit();
        return file;
    }
}
