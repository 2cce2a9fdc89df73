package org.bitscale.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bitscale.experiment.Quickstart;
import org.bitscale.experiment.Workbench;
import org.bitscale.report.TradeOffTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quickstart}. */
@Command(name = "quickstart", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {

    private static final int WIDTH = 132;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "bitscale-quickstart")
    private Path out;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "0")
    private long seed;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Quickstart.Result result;
        output.say(Messages.text("quickstart.intro", out));
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            result = new Quickstart(workbench, progress).run(out, seed, Messages.text("quickstart.chart"), name -> {
                progress.prefix(name);
                output.say(Messages.text("quickstart.trial", name));
            });
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        output.print(text(result, seconds), object(result, seconds));
        return 0;
    }

    private static String text(Quickstart.Result result, double seconds) {
        String tests = result.runs().stream()
                .map(run -> Messages.text(
                        "quickstart.test",
                        run.file().getFileName(),
                        Answers.text(run.test().accuracy())))
                .collect(Collectors.joining(System.lineSeparator()));
        return TradeOffTable.render(result.rows(), WIDTH, System.console() != null)
                + System.lineSeparator()
                + Messages.text(
                        "quickstart.answer",
                        Answers.text(result.floatTest()),
                        tests,
                        result.charts().stream().map(Path::toString).collect(Collectors.joining(", ")),
                        String.format(Locale.ROOT, "%.0f", seconds));
    }

    private static Map<String, Object> object(Quickstart.Result result, double seconds) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("folder", result.folder().toString());
        object.put("model", result.model().toString());
        object.put("float_validation", Answers.object(result.floatValidation()));
        object.put("float_test", Answers.object(result.floatTest()));
        object.put("runs", result.runs().stream().map(Answers::object).toList());
        object.put(
                "front",
                result.rows().stream()
                        .filter(row -> row.onFront())
                        .map(row -> row.name())
                        .toList());
        object.put("charts", result.charts().stream().map(Path::toString).toList());
        object.put("seconds", seconds);
        return object;
    }
}
