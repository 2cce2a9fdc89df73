package org.bitscale.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.report.Sizes;
import org.bitscale.storage.CheckpointCleaning;
import org.bitscale.storage.Finding;
import org.bitscale.storage.Unpacking;
import org.bitscale.storage.Workspace;
import org.bitscale.storage.WorkspaceArchive;
import org.bitscale.storage.WorkspaceCheck;
import org.bitscale.storage.WorkspaceRepair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code workspace …}: care for the folder in which runs are kept. */
@Command(
        name = "workspace",
        resourceBundle = "org.bitscale.cli.messages",
        mixinStandardHelpOptions = true,
        subcommands = {
            WorkspaceCommand.Check.class,
            WorkspaceCommand.Repair.class,
            WorkspaceCommand.Clean.class,
            WorkspaceCommand.Pack.class,
            WorkspaceCommand.Unpack.class
        })
final class WorkspaceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), Messages.text("error.noSubcommand", spec.qualifiedName()));
    }

    /** {@code workspace check DIR}. */
    @Command(name = "check", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "DIR", descriptionKey = "workspace-folder")
        private Path folder;

        @Option(names = "--deep")
        private boolean deep;

        @Mixin
        private OutputOptions output;

        @Override
        public Integer call() {
            List<Finding> findings = WorkspaceCheck.check(folder, deep);
            boolean sound = findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("sound", sound);
            object.put("findings", findings.stream().map(Check::object).toList());
            output.print(findings.isEmpty() ? Messages.text("workspace.sound", folder) : text(findings), object);
            return sound ? 0 : CommandLineProgram.FAILURE;
        }

        private static String text(List<Finding> findings) {
            return findings.stream()
                    .map(finding -> Messages.text(
                            "workspace.finding",
                            finding.severity().name().toLowerCase(Locale.ROOT),
                            finding.problem(),
                            finding.remedy()))
                    .collect(Collectors.joining(System.lineSeparator()));
        }

        private static Map<String, Object> object(Finding finding) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
            object.put("problem", finding.problem());
            object.put("remedy", finding.remedy());
            return object;
        }
    }

    /** {@code workspace repair DIR}. */
    @Command(name = "repair", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
    static final class Repair implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "DIR", descriptionKey = "workspace-folder")
        private Path folder;

        @Mixin
        private OutputOptions output;

        @Override
        public Integer call() {
            WorkspaceRepair.Result result = WorkspaceRepair.repair(folder);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("runs", result.runs());
            object.put("from_documents", result.fromDocuments());
            object.put("from_database", result.fromDatabase());
            object.put("experiments", result.experiments());
            object.put(
                    "unreadable",
                    result.unreadable().stream().map(Path::toString).toList());
            object.put("backup", result.backup().map(Path::toString).orElse(null));
            object.put("temporary_files", result.temporaryFiles());
            String text = Messages.text(
                    "workspace.repaired",
                    Integer.toString(result.runs()),
                    Integer.toString(result.fromDocuments()),
                    Integer.toString(result.fromDatabase()),
                    Integer.toString(result.experiments()),
                    Integer.toString(result.temporaryFiles()));
            String backup = result.backup()
                    .map(path -> System.lineSeparator() + Messages.text("workspace.backup", path))
                    .orElse("");
            String unreadable = result.unreadable().stream()
                    .map(path -> System.lineSeparator() + Messages.text("workspace.unreadable", path))
                    .collect(Collectors.joining());
            output.print(text + backup + unreadable, object);
            return 0;
        }
    }

    /** {@code workspace clean DIR}. */
    @Command(name = "clean", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
    static final class Clean implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "DIR", descriptionKey = "workspace-folder")
        private Path folder;

        @Option(names = "--older-than", paramLabel = "DAYS")
        private Optional<Integer> days = Optional.empty();

        @Mixin
        private OutputOptions output;

        @Override
        public Integer call() {
            if (days.isPresent() && days.get() < 0) {
                throw new BadInputException(
                        "A number of days of at least 0 is expected, but %d came".formatted(days.get()));
            }
            CheckpointCleaning.Result result;
            try (Workspace workspace = Workspace.openExisting(folder)) {
                result = CheckpointCleaning.clean(workspace, days.map(Duration::ofDays), Instant.now());
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("folders", result.folders());
            object.put("bytes", result.bytes());
            object.put("at_work", result.atWork());
            object.put("unfinished", result.unfinished());
            output.print(
                    Messages.text(
                            "workspace.cleaned",
                            Integer.toString(result.folders()),
                            Sizes.format(result.bytes()),
                            Integer.toString(result.atWork()),
                            Integer.toString(result.unfinished())),
                    object);
            return 0;
        }
    }

    /** {@code workspace pack DIR --out X.zip}. */
    @Command(name = "pack", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
    static final class Pack implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "DIR", descriptionKey = "workspace-folder")
        private Path folder;

        @Option(names = "--out", paramLabel = "X.zip", required = true)
        private Path out;

        @Option(names = "--run", paramLabel = "ID", split = ",")
        private List<String> runs = List.of();

        @Mixin
        private OutputOptions output;

        @Override
        public Integer call() {
            WorkspaceArchive.Packed packed;
            try (Workspace workspace = Workspace.openExisting(folder)) {
                packed = WorkspaceArchive.pack(workspace, runs.isEmpty() ? Optional.empty() : Optional.of(runs), out);
            }
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", out.toString());
            object.put("runs", packed.runs());
            object.put("files", packed.files());
            object.put("experiments", packed.experiments());
            object.put("bytes", packed.bytes());
            output.print(
                    Messages.text(
                            "workspace.packed",
                            out,
                            Integer.toString(packed.runs()),
                            Integer.toString(packed.files()),
                            Integer.toString(packed.experiments()),
                            Sizes.format(packed.bytes())),
                    object);
            return 0;
        }
    }

    /** {@code workspace unpack X.zip DIR}. */
    @Command(name = "unpack", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
    static final class Unpack implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "X.zip", descriptionKey = "workspace-archive")
        private Path archive;

        @Parameters(index = "1", paramLabel = "DIR", descriptionKey = "workspace-target")
        private Path folder;

        @Mixin
        private OutputOptions output;

        @Override
        public Integer call() {
            Unpacking.Result result = WorkspaceArchive.unpack(archive, folder);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("workspace", folder.toString());
            object.put("runs", result.runs());
            object.put("known", result.known());
            object.put("files", result.files());
            object.put("experiments", result.experiments());
            output.print(
                    Messages.text(
                            "workspace.unpacked",
                            folder,
                            Integer.toString(result.runs()),
                            Integer.toString(result.known()),
                            Integer.toString(result.files()),
                            Integer.toString(result.experiments())),
                    object);
            return 0;
        }
    }
}
