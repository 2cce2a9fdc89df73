package org.bitscale.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.interchange.MlflowTracking;
import org.bitscale.experiment.interchange.TensorBoardEvents;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import org.bitscale.experiment.run.RunRow;
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

    private enum Format {
        CSV,
        JSON,
        TENSORBOARD
    }

    @Spec
    private CommandSpec command;

    @Mixin
    private WorkspaceArgument place;

    @Mixin
    private RunFilterArguments which;

    @Option(names = "--format", paramLabel = "csv|json|tensorboard")
    private Optional<Format> format = Optional.empty();

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
            if (format.equals(Optional.of(Format.TENSORBOARD))) {
                return writeEvents(workspace.runs());
            }
            if (out.equals(STANDARD_OUTPUT)) {
                Writer writer = command.commandLine().getOut();
                write(workspace.runs(), writer);
                writer.flush();
                return 0;
            }
            Path file = Path.of(out);
            int runs = writeFile(workspace.runs(), file);
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
        int runs = each(store, which.filter(), row -> sent[0] += server.send(store.run(row.id()), row) ? 1 : 0);
        output.print(
                Messages.text("runs.sent", sent[0], mlflow.orElseThrow(), runs - sent[0]),
                Map.of("sent", sent[0], "known", runs - sent[0]));
        return 0;
    }

    private int writeEvents(RunStore store) throws IOException {
        if (out.equals(STANDARD_OUTPUT)) {
            throw new BadInputException("TensorBoard reads a folder: name one with --out");
        }
        int runs = each(store, which.filter(), row -> TensorBoardEvents.write(store.run(row.id()), Path.of(out)));
        output.print(Messages.text("runs.exported", Integer.toString(runs), out), Map.of("folder", out, "runs", runs));
        return 0;
    }

    /** Readers see the old file or the whole new one. */
    private int writeFile(RunStore store, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        if (Files.isDirectory(target) || !Files.isDirectory(target.getParent())) {
            throw new BadInputException("A file in a folder that exists is expected, but %s came".formatted(file));
        }
        Path temporary = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            int runs;
            try (Writer writer = Files.newBufferedWriter(temporary)) {
                runs = write(store, writer);
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
            return runs;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private int write(RunStore store, Writer writer) throws IOException {
        return format.orElse(output.isJson() ? Format.JSON : Format.CSV) == Format.CSV
                ? writeTable(store, writer)
                : writeDocuments(store, writer);
    }

    private int writeTable(RunStore store, Writer writer) throws IOException {
        RunTable table = new RunTable();
        writer.write(table.header());
        return each(store, which.filter(), row -> {
            Run run = store.run(row.id());
            writer.write(table.line(run, row.annotation()));
        });
    }

    private int writeDocuments(RunStore store, Writer writer) throws IOException {
        writer.write("[");
        String[] separator = {"\n"};
        int runs = each(store, which.filter(), row -> {
            writer.write(separator[0] + Json.write(store.run(row.id())));
            separator[0] = ",\n";
        });
        writer.write("\n]\n");
        return runs;
    }

    private interface RowWriter {
        void write(RunRow row) throws IOException;
    }

    /** In pages. A run that is added meanwhile moves them: one may come twice and is passed over then. */
    private static int each(RunStore store, RunFilter filter, RowWriter writer) throws IOException {
        Set<String> written = new HashSet<>();
        List<RunRow> page = store.rows(filter, 0, PAGE);
        for (int offset = 0; !page.isEmpty(); page = store.rows(filter, offset, PAGE)) {
            for (RunRow row : page) {
                if (written.add(row.id())) {
                    writer.write(row);
                }
            }
            offset += page.size();
        }
        return written.size();
    }
}
