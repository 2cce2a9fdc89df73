package org.bitscale.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bitscale.BadInputException;
import org.bitscale.experiment.pareto.ExperimentReport;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.RunStore;
import org.bitscale.report.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}. */
@Command(name = "report", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @Mixin
    private RunSelection selection;

    @Option(names = "--out", paramLabel = "FILE", required = true)
    private Path out;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return WorkspaceAccess.read(selection.workspace(), this::answer);
    }

    /** Writes the report on runs of {@code store}. */
    int answer(RunStore store) {
        Optional<ExperimentRecord> experiment = selection.experiment(store);
        try {
            HtmlReport.write(
                    ExperimentReport.of(
                            selection.title(),
                            selection.rows(store),
                            store::run,
                            experiment.map(ExperimentRecord::file)),
                    out);
        } catch (IOException e) {
            throw new BadInputException(e.getMessage(), e);
        }
        output.print(Messages.text("report.written", out), Map.of("file", out.toString()));
        return 0;
    }
}
