package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.deploy.LatencyRace;
import org.bitscale.eval.Median;
import org.bitscale.graph.Graph;
import org.bitscale.graph.onnx.OnnxWriter;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.LayerPlan;
import org.bitscale.quant.QuantPlan;

/**
 * Keeps layers in float where integers are slower on this computer, until the quantized network takes no longer than the
 * float network. How fast a file runs depends on which layers are integers and not on what their weights are, so that
 * the plan is found with a quick quantization before anything is trained. Meaningful on an idle computer only.
 *
 * <p>Layers whose nodes take longer than in float, their quantizers included, are tried in float together first; then, as
 * long as the whole is slower, the group is taken back whose return to float makes it fastest, by a race of whole files:
 * a layer in float between integers costs conversions that its own time does not show.
 */
public final class LatencyAware {

    private static final double SECONDS = 0.3;
    private static final int CALIBRATION = 64;
    /** Groups that are raced for each step. */
    private static final int GROUPS = 3;
    /** A step takes back so large a part of what is left. */
    private static final int PART = 8;
    /** Times of single nodes are noisy. */
    private static final double NOTABLE = 1.1;

    private final Workbench workbench;
    private final Progress progress;

    /** Works with {@code workbench} and tells {@code progress}. */
    public LatencyAware(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * Two files that took turns, one example a run.
     *
     * @param quantized the quantized one
     * @param real the float network
     * @param ratio median of the quantized one's time to the other's, run by run
     */
    public record Race(FileLatency quantized, FileLatency real, Median ratio) {

        /** Whether the quantized file takes no longer. */
        public boolean isWon() {
            return ratio.value() <= 1;
        }
    }

    /**
     * Layers that went back to float together.
     *
     * @param layers their names
     * @param race what the whole took then
     */
    public record Step(List<String> layers, Race race) {}

    /**
     * What was found.
     *
     * @param plan the plan, with the layers that stay in float
     * @param before the plan as it was asked for
     * @param after the plan found
     * @param steps from one to the other
     */
    public record Result(PlanSettings plan, Race before, Race after, List<Step> steps) {

        /** Whether the plan takes no longer than the float network; if not, float is the fastest here. */
        public boolean isFaster() {
            return after.isWon();
        }

        /** All layers that went back to float. */
        public List<String> layers() {
            return steps.stream().flatMap(step -> step.layers().stream()).toList();
        }
    }

    private record Candidate(PlanSettings settings, QuantPlan plan, Path file, Race race) {}

    /**
     * Finds the plan for a request.
     *
     * @throws BadInputException if the request has no bits, or is for something that this computer does not tell the
     *     speed of
     */
    public Result run(QuantizeRequest request) {
        PlanSettings asked = request.plan()
                .orElseThrow(() -> new BadInputException("A network that stays in float has no layers to choose from"));
        return run(request.model(), request.data(), asked, request.layout());
    }

    /**
     * Finds the plan for a network.
     *
     * @param data what ranges are observed on
     * @param asked the plan to begin with
     * @throws BadInputException if the layout or the target is one that this computer does not tell the speed of
     */
    public Result run(Path model, DataOptions data, PlanSettings asked, Layout layout) {
        if (layout == Layout.SMALL) {
            throw new BadInputException("Packed weights (layout small) run in float and are chosen for their size; "
                    + "expected layout fast where speed counts");
        }
        if (asked.target().signedActivations()) {
            throw new BadInputException(("Speed is measured in ONNX Runtime on this computer, which says nothing of "
                            + "target %s; choose layers for it by hand, or another target")
                    .formatted(asked.target().word()));
        }
        FloatNetwork network = workbench.floatNetwork(model, data);
        try {
            Path folder = Files.createTempDirectory("bitscale-latency-");
            try {
                return run(network, asked, folder);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "Nothing can be written to the folder for temporary files (%s); make room there"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /**
     * Races two files.
     *
     * @throws BadInputException if one of them cannot be run
     */
    public Race race(Path quantized, Path real) {
        int threads = workbench.settings().threads();
        LatencyRace race = LatencyRace.of(List.of(quantized, real), threads, 1, SECONDS);
        return new Race(
                FileLatency.of(race.latencies().get(0), threads, 1),
                FileLatency.of(race.latencies().get(1), threads, 1),
                race.toLast().get(0));
    }

    private Result run(FloatNetwork network, PlanSettings asked, Path folder) throws IOException {
        Path real = folder.resolve("float.onnx");
        OnnxWriter.write(network.model().folded(), real);
        Map<String, Double> inFloat = times(real);
        Candidate first = candidate(network, asked, folder, real).orElseThrow();
        Candidate best = first;
        List<Step> steps = new ArrayList<>();
        Map<String, Double> own = times(first.file());
        List<String> slower = quantized(first.plan()).stream()
                .filter(layer -> own.getOrDefault(layer, 0.0) > NOTABLE * inFloat.getOrDefault(layer, 0.0))
                .toList();
        Optional<Candidate> without =
                slower.isEmpty() ? Optional.empty() : candidate(network, inFloat(asked, slower), folder, real);
        if (without.isPresent() && isSurelyFaster(without.get(), best)) {
            best = without.get();
            steps.add(new Step(slower, best.race()));
        }
        List<Step> taken = new ArrayList<>(steps);
        Candidate current = best;
        while (!current.race().isWon()) {
            progress.checkCancelled();
            progress.update(
                    "latency",
                    taken.size(),
                    taken.size() + quantized(current.plan()).size(),
                    "");
            Optional<Candidate> next = Optional.empty();
            List<String> gone = List.of();
            for (List<String> group : groups(current, inFloat)) {
                Optional<Candidate> tried = candidate(network, inFloat(current.settings(), group), folder, real);
                if (tried.isPresent() && (next.isEmpty() || isFaster(tried.get(), next.get()))) {
                    next = tried;
                    gone = group;
                }
            }
            if (next.isEmpty()) {
                break;
            }
            current = next.get();
            taken.add(new Step(gone, current.race()));
            if (isFaster(current, best)) {
                best = current;
                steps = new ArrayList<>(taken);
            }
        }
        return new Result(best.settings(), first.race(), best.race(), List.copyOf(steps));
    }

    private static boolean isFaster(Candidate one, Candidate other) {
        return one.race().ratio().value() < other.race().ratio().value();
    }

    /** Beyond the noise of the measurement: fewer integers for nothing would be a loss. */
    private static boolean isSurelyFaster(Candidate one, Candidate other) {
        return one.race().ratio().interval().high()
                < other.race().ratio().interval().low();
    }

    /** A plan as a file and its race; none if nothing with weights is left to quantize. */
    private Optional<Candidate> candidate(FloatNetwork network, PlanSettings settings, Path folder, Path real)
            throws IOException {
        Graph folded = network.model().folded();
        boolean any = network.weighted().stream()
                .anyMatch(node -> Optional.ofNullable(settings.layers().get(node.name()))
                        .map(LayerOverride::quantized)
                        .orElse(true));
        if (!any) {
            return Optional.empty();
        }
        QuantPlan plan = PlanBuilder.of(folded, network.facts(), workbench.operators(), settings);
        Path file = Files.createTempFile(folder, "candidate-", ".onnx");
        OnnxWriter.write(
                network.quantized(plan, settings, CALIBRATION, progress).deployed(), file);
        return Optional.of(new Candidate(settings, plan, file, race(file, real)));
    }

    /** Layers that are quantized, in groups, those first that lose most by it. */
    private List<List<String>> groups(Candidate candidate, Map<String, Double> inFloat) {
        Map<String, Double> own = times(candidate.file());
        List<String> layers = quantized(candidate.plan()).stream()
                .sorted(Comparator.comparingDouble(
                        layer -> inFloat.getOrDefault(layer, 0.0) - own.getOrDefault(layer, 0.0)))
                .toList();
        int size = Math.max(1, layers.size() / PART);
        List<List<String>> groups = new ArrayList<>();
        for (int from = 0; from < layers.size() && groups.size() < GROUPS; from += size) {
            groups.add(layers.subList(from, Math.min(layers.size(), from + size)));
        }
        return groups;
    }

    private static List<String> quantized(QuantPlan plan) {
        return plan.layers().entrySet().stream()
                .filter(layer -> !layer.getValue().equals(LayerPlan.FLOAT))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static PlanSettings inFloat(PlanSettings settings, List<String> layers) {
        Map<String, LayerOverride> overrides = new LinkedHashMap<>(settings.layers());
        layers.forEach(layer -> overrides.put(layer, LayerOverride.FLOAT));
        return settings.withLayers(overrides);
    }

    /** Microseconds by layer, its quantizers included. */
    private Map<String, Double> times(Path file) {
        Map<String, Double> times = new HashMap<>();
        TimeLayers.of(file, workbench.settings().threads(), workbench.operators())
                .forEach(time -> time.layer().ifPresent(layer -> times.merge(layer, time.microseconds(), Double::sum)));
        return times;
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
