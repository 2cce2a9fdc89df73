package org.bitscale.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.StoredFile;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs files ID --out DIR}. */
@Command(name = "files", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class RunsFilesCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "run-id")
    private String id;

    @Option(names = "--out", paramLabel = "DIR", required = true)
    private Path out;

    @Mixin
    private WorkspaceArgument place;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        try (Workspace workspace = place.open()) {
            Run run = workspace.runs().run(id);
            Map<String, Object> copied = new LinkedHashMap<>();
            Files.createDirectories(out);
            for (Map.Entry<String, StoredFile> file : run.files().entrySet()) {
                Path target = out.resolve(name(run, file.getKey()));
                Files.copy(workspace.runs().path(file.getValue()), target, StandardCopyOption.REPLACE_EXISTING);
                copied.put(file.getKey(), target.toString());
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("run", run.id());
            object.put("files", copied);
            output.print(text(run, copied), object);
            return 0;
        } catch (IOException e) {
            throw new BadInputException(
                    "The files cannot be copied to %s (%s); name another folder".formatted(out, e.getMessage()), e);
        }
    }

    private static String text(Run run, Map<String, Object> copied) {
        if (copied.isEmpty()) {
            return Messages.text("runs.files.none", run.id());
        }
        return String.join(
                System.lineSeparator(),
                copied.values().stream().map(Object::toString).toList());
    }

    /** Such as {@code W4A4_LSQ_20261122-231501-4f2a9c_model.onnx}; no name becomes a path. */
    private static String name(Run run, String file) {
        return String.join("_", run.trial().label(), run.id(), file).replaceAll("[^A-Za-z0-9._-]+", "_");
    }
}
