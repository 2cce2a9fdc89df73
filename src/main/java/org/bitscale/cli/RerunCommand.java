package org.bitscale.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.task.Rerun;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rerun RUN --workspace DIR [--check]}. */
@Command(name = "rerun", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class RerunCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", descriptionKey = "run-id")
    private String id;

    @Mixin
    private WorkspaceArgument place;

    @Option(names = "--model", paramLabel = "MODEL", descriptionKey = "rerun-model", converter = ModelArgument.class)
    private Path model;

    @Option(names = "--threads", paramLabel = "N", descriptionKey = "rerun-threads")
    private Integer threads;

    @Option(names = "--check", descriptionKey = "rerun-check")
    private boolean check;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        try (Workspace opened = place.open();
                TerminalProgress progress = output.progress()) {
            Run run = opened.runs().run(id);
            int width = threads != null ? threads : Rerun.threads(run);
            Path network = model != null ? model.toAbsolutePath() : run.trial().model();
            Rerun.Result result = Rerun.inWorker(opened, run, network, width, progress);
            progress.clear();
            output.print(text(result), object(result));
            return check && !result.sameBits() ? CommandLineProgram.FAILURE : 0;
        }
    }

    private static String text(Rerun.Result result) {
        StringBuilder text = new StringBuilder(Messages.text(
                result.sameBits() ? "rerun.same" : "rerun.different",
                result.original().id(),
                result.repeated().id()));
        append(text, "rerun.results", result.results());
        append(text, "rerun.environment", result.environment());
        return text.toString();
    }

    private static void append(StringBuilder text, String heading, List<Rerun.Difference> differences) {
        if (!differences.isEmpty()) {
            text.append(System.lineSeparator()).append(Messages.text(heading));
        }
        differences.forEach(d -> text.append(System.lineSeparator())
                .append(Messages.text("rerun.difference", d.what(), d.before(), d.now())));
    }

    private static Map<String, Object> object(Rerun.Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("original", result.original().id());
        object.put("repeated", result.repeated().id());
        object.put("same_bits", result.sameBits());
        object.put("weights_sha256", result.repeated().weightsHash().orElse(""));
        object.put("results", differences(result.results()));
        object.put("environment", differences(result.environment()));
        return object;
    }

    private static List<Map<String, Object>> differences(List<Rerun.Difference> differences) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Rerun.Difference difference : differences) {
            objects.add(Map.of("what", difference.what(), "before", difference.before(), "now", difference.now()));
        }
        return objects;
    }
}
