package org.bitscale.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitscale.BadInputException;
import org.bitscale.experiment.interchange.MlflowTracking;
import org.bitscale.experiment.interchange.RunExport;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code runs export}: runs as a table for other programs, or whole. */
@Command(name = "export", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class RunsExportCommand implements Callable<Integer> {

    private static final int PAGE = 500;
    private static final String STANDARD_OUTPUT = "-";

    @Spec
    private CommandSpec command;

    @Mixin
    private WorkspaceArgument place;

    @Mixin
    private RunFilterArguments which;

    @Option(names = "--format", paramLabel = "csv|json|tensorboard")
    private Optional<RunExport.Format> format = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", defaultValue = STANDARD_OUTPUT)
    private String out;

    @Option(names = "--mlflow", paramLabel = "URI")
    private Optional<String> mlflow = Optional.empty();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        try (Workspace workspace = place.open()) {
            if (mlflow.isPresent()) {
                return send(workspace.runs(), new MlflowTracking(mlflow.get()));
            }
            if (format.equals(Optional.of(RunExport.Format.TENSORBOARD))) {
                return writeEvents(workspace.runs());
            }
            RunExport.Format text = format.orElse(output.isJson() ? RunExport.Format.JSON : RunExport.Format.CSV);
            if (out.equals(STANDARD_OUTPUT)) {
                Writer writer = command.commandLine().getOut();
                export(workspace.runs()).write(text, writer);
                writer.flush();
                return 0;
            }
            Path file = Path.of(out);
            int runs = export(workspace.runs()).write(text, file);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file.toString());
            object.put("runs", runs);
            output.print(Messages.text("runs.exported", Integer.toString(runs), file), object);
            return 0;
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException("Cannot write %s (%s); name another file".formatted(out, e.getMessage()), e);
        }
    }

    private int send(RunStore store, MlflowTracking server) throws IOException {
        int[] sent = {0};
        int runs = export(store).each(row -> sent[0] += server.send(store.run(row.id()), row) ? 1 : 0);
        output.print(
                Messages.text("runs.sent", sent[0], mlflow.orElseThrow(), runs - sent[0]),
                Map.of("sent", sent[0], "known", runs - sent[0]));
        return 0;
    }

    private int writeEvents(RunStore store) {
        if (out.equals(STANDARD_OUTPUT)) {
            throw new BadInputException("TensorBoard reads a folder: name one with --out");
        }
        int runs = export(store).write(RunExport.Format.TENSORBOARD, Path.of(out));
        output.print(Messages.text("runs.exported", Integer.toString(runs), out), Map.of("folder", out, "runs", runs));
        return 0;
    }

    private RunExport export(RunStore store) {
        return new RunExport(store, which.filter(), row -> true);
    }
}
