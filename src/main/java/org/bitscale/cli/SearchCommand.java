package org.bitscale.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.LatencyAware;
import org.bitscale.experiment.SampleModels;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.pareto.Constraint;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.search.FindPlans;
import org.bitscale.experiment.search.FoundPlan;
import org.bitscale.experiment.search.Reason;
import org.bitscale.experiment.search.SearchRequest;
import org.bitscale.experiment.sensitivity.SensitivityMeasure;
import org.bitscale.experiment.spec.PlanFile;
import org.bitscale.experiment.spec.SearchedExperiment;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.report.Sizes;
import org.bitscale.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code search MODEL --data DATA}: the bits of each layer. */
@Command(name = "search", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

    private static final int WIDTH = 140;

    @Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", descriptionKey = "model", converter = ModelArgument.class)
    private Path model;

    @Mixin
    private DataArguments data;

    @Option(names = "--schemes", paramLabel = "W4A4", split = ",", defaultValue = "W2A2,W3A3,W4A4,W6A6,W8A8")
    private List<String> schemes;

    @Option(names = "--allow-float")
    private boolean allowFloat;

    @Option(names = "--measure", paramLabel = "MEASURE", defaultValue = "divergence")
    private SensitivityMeasure measure;

    @Option(names = "--axis", paramLabel = "packed_size|bops|latency", defaultValue = "packed_size")
    private SearchRequest.Axis axis;

    @Option(names = "--require", paramLabel = "LIMIT")
    private List<String> limits = List.of();

    @Option(names = "--mean-bits", paramLabel = "BITS", split = ",")
    private List<Double> meanBits = List.of();

    @Option(names = "--by", paramLabel = "exact|greedy|evolution", defaultValue = "exact")
    private SearchRequest.Way way;

    @Option(names = "--points", paramLabel = "N", defaultValue = "12")
    private int points;

    @Mixin
    private SensitivityArguments sensitivity;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "0")
    private long seed;

    @Option(names = "--out", paramLabel = "PLAN.yaml")
    private Optional<Path> out;

    @Option(names = "--experiment", paramLabel = "EXPERIMENT.yaml")
    private Optional<Path> experiment;

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "lsq")
    private Method method;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "2")
    private int epochs;

    @Option(names = "--seeds", paramLabel = "SEED", split = ",", defaultValue = "0")
    private List<Long> seeds;

    @Option(names = "--layer", paramLabel = "NAME=W8A8|float")
    private Map<String, String> layers = new LinkedHashMap<>();

    @Option(names = "--latency-aware")
    private boolean latencyAware;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        PlanSettings plan = given();
        FindPlans.Result result;
        try (Workbench workbench = engine.open();
                TerminalProgress progress = output.progress()) {
            if (latencyAware) {
                LatencyAware.Result speed =
                        new LatencyAware(workbench, progress).run(model, data.options(), plan, Layout.FAST);
                output.say(LatencyAnswers.text(speed));
                if (!speed.isFaster()) {
                    output.fail(Messages.text("latency.floatIsFastest"));
                    return CommandLineProgram.FAILURE;
                }
                plan = speed.plan();
            }
            SearchRequest request = new SearchRequest(
                    sensitivity.request(model, data.options(), plan, schemes, Set.of(measure)),
                    measure,
                    allowFloat,
                    axis,
                    limits.stream().map(Constraint::parse).toList(),
                    meanBits,
                    way,
                    points,
                    workbench.settings().threads(),
                    seed);
            TargetNotes.say(model, plan, Layout.FAST, workbench, output);
            result = new FindPlans(workbench, sensitivity.cache(), progress).run(request);
        }
        Optional<FoundPlan> chosen = chosen(result);
        if (out.isPresent()) {
            FoundPlan found = chosen.orElseThrow(() -> new BadInputException(
                    "A plan file holds one plan, but a whole front was asked for; say which one with --require or one "
                            + "--mean-bits, or write them all with --experiment"));
            write(out.get(), PlanFile.write(found.plan()));
        }
        experiment.ifPresent(file -> write(file, experimentText(file, result)));
        output.print(text(result, chosen), object(result));
        return 0;
    }

    /** What is given before anything is looked for. */
    private PlanSettings given() {
        Map<String, LayerOverride> given = new LinkedHashMap<>();
        layers.forEach((name, bits) -> given.put(name, LayerOverride.parse(bits)));
        return sensitivity.base().withLayers(given);
    }

    /** The plan that a file of one plan would hold: under limits, the one that is predicted to suffer least. */
    private Optional<FoundPlan> chosen(FindPlans.Result result) {
        boolean one = meanBits.size() == 1 || meanBits.isEmpty() && !limits.isEmpty();
        return one ? Optional.of(result.plans().get(result.plans().size() - 1)) : Optional.empty();
    }

    private String experimentText(Path file, FindPlans.Result result) {
        String named = spec.commandLine()
                .getParseResult()
                .matchedPositional(0)
                .originalStringValues()
                .get(0);
        return SearchedExperiment.text(
                name(file),
                SampleModels.isSample(named) ? named : model.toAbsolutePath().toString(),
                data.options(),
                method,
                epochs,
                seeds,
                sensitivity.base(),
                result.plans().stream().map(FoundPlan::schemes).toList());
    }

    /** An experiment's name of the characters that it may have. */
    private static String name(Path file) {
        String plain = file.getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
        String allowed = plain.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return allowed.isEmpty() ? "search" : allowed.substring(0, Math.min(64, allowed.length()));
    }

    private static void write(Path file, String text) {
        try {
            DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DurableFile.failure(file, e);
        }
    }

    private String text(FindPlans.Result result, Optional<FoundPlan> chosen) {
        StringBuilder text = new StringBuilder(Messages.text("search.found", axisText()))
                .append(System.lineSeparator())
                .append(plans(result.plans()))
                .append(System.lineSeparator())
                .append(Messages.text("search.uniform"))
                .append(System.lineSeparator())
                .append(plans(result.uniform()));
        chosen.ifPresent(plan -> text.append(System.lineSeparator())
                .append(Messages.text("search.reasons"))
                .append(System.lineSeparator())
                .append(reasons(plan)));
        return text.append(Messages.text("search.note", Messages.text("sensitivity." + name(measure))))
                .toString();
    }

    private String axisText() {
        return meanBits.isEmpty() ? axis.name().toLowerCase(Locale.ROOT) : Messages.text("search.meanBits");
    }

    private static String plans(List<FoundPlan> plans) {
        boolean timed = plans.stream().anyMatch(plan -> plan.milliseconds().isPresent());
        List<TextTable.Column> columns = new ArrayList<>();
        for (String column : List.of("packed", "bits", "bops", "latency", "predicted")) {
            if (timed || !column.equals("latency")) {
                columns.add(new TextTable.Column(Messages.text("search." + column), TextTable.Alignment.RIGHT, false));
            }
        }
        columns.add(new TextTable.Column(Messages.text("search.layers"), TextTable.Alignment.LEFT, false));
        TextTable table = new TextTable(columns);
        for (FoundPlan plan : plans) {
            List<String> cells = new ArrayList<>(List.of(
                    Sizes.format(plan.packedBytes()),
                    String.format(Locale.ROOT, "%.2f", plan.meanWeightBits()),
                    String.format(Locale.ROOT, "%.4g", (double) plan.bops())));
            plan.milliseconds().ifPresent(time -> cells.add(String.format(Locale.ROOT, "%.3f", time)));
            cells.add(number(plan.suffering()));
            cells.add(plan.describe());
            table = table.row(false, cells.toArray(String[]::new));
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE);
    }

    private String reasons(FoundPlan plan) {
        TextTable table = new TextTable(List.of(
                new TextTable.Column(Messages.text("sensitivity.layer"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("sensitivity.scheme"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("search.adds"), TextTable.Alignment.RIGHT, false),
                new TextTable.Column(Messages.text("search.cheaper"), TextTable.Alignment.LEFT, false),
                new TextTable.Column(Messages.text("search.dearer"), TextTable.Alignment.LEFT, false)));
        for (Reason reason : plan.reasons()) {
            table = table.row(
                    false,
                    reason.layer(),
                    reason.scheme().toString(),
                    number(reason.suffering()),
                    reason.cheaper().map(this::step).orElse("–"),
                    reason.dearer().map(this::step).orElse("–"));
        }
        return table.render(WIDTH, false, TextTable.Rules.UNICODE);
    }

    private String step(Reason.Step step) {
        double spent = Math.abs(step.spent());
        String cost =
                switch (meanBits.isEmpty() ? axis : SearchRequest.Axis.PACKED_SIZE) {
                    case PACKED_SIZE -> Sizes.format(spent / 8);
                    case BOPS -> String.format(Locale.ROOT, "%.3g BOPs", spent);
                    case LATENCY -> String.format(Locale.ROOT, "%.1f µs", spent);
                };
        return Messages.text(
                step.spent() < 0 ? "search.saves" : "search.costs",
                step.scheme().toString(),
                cost,
                (step.suffering() < 0 ? "−" : "+") + number(Math.abs(step.suffering())));
    }

    private static String name(SensitivityMeasure measure) {
        return measure.name().toLowerCase(Locale.ROOT);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static Map<String, Object> object(FindPlans.Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("plans", result.plans().stream().map(SearchCommand::object).toList());
        object.put(
                "uniform", result.uniform().stream().map(SearchCommand::object).toList());
        return object;
    }

    private static Map<String, Object> object(FoundPlan plan) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("packed_bytes", plan.packedBytes());
        object.put("mean_weight_bits", plan.meanWeightBits());
        object.put("bops", plan.bops());
        plan.milliseconds().ifPresent(time -> object.put("milliseconds", time));
        object.put("predicted", plan.suffering());
        List<Map<String, Object>> layers = new ArrayList<>();
        for (Reason reason : plan.reasons()) {
            Map<String, Object> layer = new LinkedHashMap<>();
            layer.put("layer", reason.layer());
            layer.put("scheme", reason.scheme().toString());
            layer.put("adds", reason.suffering());
            reason.cheaper().ifPresent(step -> layer.put("cheaper", object(step)));
            reason.dearer().ifPresent(step -> layer.put("dearer", object(step)));
            layers.add(layer);
        }
        object.put("layers", layers);
        return object;
    }

    private static Map<String, Object> object(Reason.Step step) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("scheme", step.scheme().toString());
        object.put("adds", step.suffering());
        object.put("spends", step.spent());
        return object;
    }
}
