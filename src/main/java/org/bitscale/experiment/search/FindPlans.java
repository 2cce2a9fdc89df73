package org.bitscale.experiment.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.FloatNetwork;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.sensitivity.MeasureSensitivity;
import org.bitscale.experiment.sensitivity.SensitivityReport;
import org.bitscale.experiment.sensitivity.SensitivityRequest;
import org.bitscale.graph.quantize.PlanSettings;

/** Finds plans of different bits for different layers. */
public final class FindPlans {

    private final Workbench workbench;
    private final ContentCache cache;
    private final Progress progress;

    /**
     * @param workbench to work with
     * @param cache knows what was measured of layers before, and is told of each
     * @param progress is told how far it is
     */
    public FindPlans(Workbench workbench, ContentCache cache, Progress progress) {
        this.workbench = workbench;
        this.cache = cache;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param plans in rising order of the axis, or of the mean bits asked for
     * @param uniform the plans in which all layers have one scheme, to compare with
     * @param sensitivity what the prediction rests on
     */
    public record Result(List<FoundPlan> plans, List<FoundPlan> uniform, SensitivityReport sensitivity) {

        /** Copies. */
        public Result {
            plans = List.copyOf(plans);
            uniform = List.copyOf(uniform);
        }
    }

    /**
     * Measures what layers suffer and searches; layers that the request's plan has bits for keep them.
     *
     * @throws BadInputException if model and data do not fit, or no plan keeps to the limits
     */
    public Result run(SearchRequest request) {
        SensitivityRequest asked = request.sensitivity();
        SensitivityReport report = new MeasureSensitivity(workbench, cache, progress)
                .run(asked.with(EnumSet.copyOf(Set.of(request.measure()))));
        FloatNetwork network = workbench.floatNetwork(asked.model(), asked.data());
        Optional<LayerLatency> latency = request.needsLatency()
                ? Optional.of(LayerLatency.measure(
                        network, asked.plan(), request.threads(), asked.calibrationExamples(), workbench, progress))
                : Optional.empty();
        PlanSheet sheet = PlanSheet.of(asked.model());
        SearchSpace space = new SpaceBuilder(sheet, asked.plan(), report, network.weightCounts(), latency)
                .space(request.measure(), request.floatAllowed());
        List<Choice> choices = request.meanBits().isEmpty()
                ? request.solver()
                        .front(space, request.axis().cost(), request.limitsByCost(), request.points(), progress)
                : atMeanBits(space, request);
        if (choices.isEmpty()) {
            throw nothing(space, request);
        }
        return new Result(
                choices.stream().map(choice -> found(choice, request, sheet)).toList(),
                uniform(space).stream()
                        .map(choice -> found(choice, request, sheet))
                        .toList(),
                report);
    }

    /** The best plan for each number of mean bits: the dearest of a front that ends there. */
    private List<Choice> atMeanBits(SearchSpace space, SearchRequest request) {
        long weights = space.weights();
        List<Choice> best = new ArrayList<>();
        for (double bits : request.meanBits()) {
            Limits limits = request.limitsByCost().and(Cost.WEIGHT_BITS, bits * weights);
            List<Choice> front = request.solver().front(space, Cost.WEIGHT_BITS, limits, 2, progress);
            if (front.isEmpty()) {
                throw new BadInputException(
                        "No plan has at most %s bits a weight in the mean and keeps to the limits; the least is %.2f"
                                .formatted(bits, space.least(Cost.WEIGHT_BITS) / weights));
            }
            best.add(front.get(front.size() - 1));
        }
        return best;
    }

    private static List<Choice> uniform(SearchSpace space) {
        int options = space.layers().get(0).options().size();
        List<Choice> uniform = new ArrayList<>();
        for (int k = 0; k < options; k++) {
            int[] picks = new int[space.layers().size()];
            Arrays.fill(picks, k);
            Choice choice = Choice.of(space, picks);
            if (choice.option(0).scheme().quantized()) {
                uniform.add(choice);
            }
        }
        return uniform;
    }

    private static FoundPlan found(Choice choice, SearchRequest request, PlanSheet sheet) {
        PlanSettings plan = request.sensitivity().plan().withRest(choice.schemes());
        boolean anyQuantized = plan.layers().values().stream().anyMatch(scheme -> scheme.quantized());
        PlanSheet.Laid laid = anyQuantized ? sheet.lay(plan) : sheet.inFloat();
        return new FoundPlan(
                plan,
                choice.suffering(),
                choice.meanWeightBits(),
                laid.packedBytes(),
                laid.bops(),
                request.needsLatency()
                        ? OptionalDouble.of(choice.cost(Cost.MICROSECONDS) / 1000)
                        : OptionalDouble.empty(),
                Reason.of(choice, request.meanBits().isEmpty() ? request.axis().cost() : Cost.WEIGHT_BITS));
    }

    private static BadInputException nothing(SearchSpace space, SearchRequest request) {
        StringBuilder least = new StringBuilder();
        request.limitsByCost().most().keySet().forEach(cost -> least.append(least.isEmpty() ? "" : ", ")
                .append(
                        switch (cost) {
                            case PACKED_BITS -> "packed_size of %.0f bytes".formatted(space.least(cost) / 8);
                            case BOPS -> "bops of %.0f".formatted(space.least(cost));
                            case MICROSECONDS -> "latency of %.3f ms".formatted(space.least(cost) / 1000);
                            case WEIGHT_BITS -> "%.0f weight bits".formatted(space.least(cost));
                        }));
        return new BadInputException("No plan of these schemes keeps to the limits; the least that can be had is a "
                + least + "; allow fewer bits or raise the limits");
    }
}
