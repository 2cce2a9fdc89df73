package org.bitscale.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.storage.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runs list}. */
@Command(name = "list", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class RunsListCommand implements Callable<Integer> {

    @Mixin
    private WorkspaceArgument place;

    @Mixin
    private RunFilterArguments which;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50")
    private int limit;

    @Option(names = "--offset", paramLabel = "N", defaultValue = "0")
    private int offset;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        if (limit < 1 || offset < 0) {
            throw new BadInputException(
                    "A limit of at least 1 and an offset of at least 0 are expected, but %d and %d came"
                            .formatted(limit, offset));
        }
        try (Workspace workspace = place.open()) {
            List<RunRow> rows = workspace.runs().rows(which.filter(), offset, limit);
            int total = workspace.runs().count(which.filter());
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("total", total);
            object.put("runs", rows.stream().map(RunTexts::object).toList());
            output.print(text(rows, total), object);
            return 0;
        }
    }

    private String text(List<RunRow> rows, int total) {
        if (rows.isEmpty()) {
            return Messages.text("runs.list.none", Integer.toString(total));
        }
        return RunTexts.table(rows)
                + Messages.text(
                        "runs.list.range",
                        Integer.toString(offset + 1),
                        Integer.toString(offset + rows.size()),
                        Integer.toString(total));
    }
}
