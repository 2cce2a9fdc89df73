package org.bitscale.ptq;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.Texts;
import org.bitscale.engine.ReconstructionSettings;
import org.bitscale.quant.RangeRule;

/** The steps there are, each declared once: its word, when it comes, its options and what it does. */
public enum StepKind {
    /** {@link Equalize}. */
    EQUALIZE(Phase.SCALING, List.of(), (options, rule) -> new Equalize()),
    /** {@link Smooth}. */
    SMOOTH(
            Phase.SCALING,
            List.of(new StepOption("strength", false, 0, 1, 0.5)),
            (options, rule) -> new Smooth(options.get("strength"))),
    /** {@link Awq}. */
    AWQ(
            Phase.SCALING,
            List.of(new StepOption("steps", true, 1, 100, 20)),
            (options, rule) -> new Awq(options.get("steps").intValue())),
    /** {@link Absorb}. */
    ABSORB(
            Phase.SCALING,
            List.of(new StepOption("deviations", false, 0, 10, 3)),
            (options, rule) -> new Absorb(options.get("deviations"))),
    /** {@link ChooseRanges}; takes a range rule instead of options. */
    RANGES(Phase.RANGES, List.of(), (options, rule) -> new ChooseRanges(rule)),
    /** {@link Reconstruct} layer by layer. */
    ADAROUND(Phase.ROUNDING, reconstruction(1000), (options, rule) -> reconstruct(options, false)),
    /** {@link Reconstruct} block by block. */
    BLOCKS(Phase.ROUNDING, blocks(), (options, rule) -> reconstruct(options, true)),
    /** {@link Gptq}. */
    GPTQ(
            Phase.ROUNDING,
            List.of(new StepOption("damping", false, 1e-9, 1, 0.01)),
            (options, rule) -> new Gptq(options.get("damping"))),
    /** {@link BiasCorrection}. */
    BIAS(Phase.CORRECTION, List.of(), (options, rule) -> new BiasCorrection());

    private static final Texts TEXTS = new Texts("org.bitscale.ptq.messages");

    /** When a step comes. */
    public enum Phase {
        /** Changes the float network without changing what it computes. */
        SCALING,
        /** Chooses ranges. */
        RANGES,
        /** Chooses integers. */
        ROUNDING,
        /** Repairs what is left. */
        CORRECTION
    }

    private final Phase phase;
    private final List<StepOption> options;
    private final BiFunction<Map<String, Double>, Optional<RangeRule>, PtqStep> build;

    StepKind(
            Phase phase,
            List<StepOption> options,
            BiFunction<Map<String, Double>, Optional<RangeRule>, PtqStep> build) {
        this.phase = phase;
        this.options = options;
        this.build = build;
    }

    private static List<StepOption> reconstruction(int iterations) {
        return List.of(
                new StepOption("iterations", true, 1, 1_000_000, iterations),
                new StepOption("batch", true, 1, 4096, 32),
                new StepOption("rate", false, 1e-6, 1, 0.01),
                new StepOption("pull", false, 0, 1e6, 1),
                new StepOption("seed", true, 0, 1L << 52, 0));
    }

    private static List<StepOption> blocks() {
        List<StepOption> options = new java.util.ArrayList<>(reconstruction(1000));
        options.add(new StepOption("drop", false, 0, 0.95, 0.5));
        options.add(new StepOption("steps", true, 0, 1, 1));
        return List.copyOf(options);
    }

    private static PtqStep reconstruct(Map<String, Double> options, boolean wholeBlocks) {
        return new Reconstruct(
                wholeBlocks,
                new ReconstructionSettings(
                        options.get("iterations").intValue(),
                        options.get("batch").intValue(),
                        options.get("rate"),
                        options.get("pull"),
                        0.2,
                        wholeBlocks ? options.get("drop") : 0,
                        wholeBlocks && options.get("steps") == 1,
                        options.get("seed").longValue()));
    }

    /** How it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** When it comes. */
    public Phase phase() {
        return phase;
    }

    /** Whether it chooses factors between layers, of which a network can have one kind only. */
    boolean choosesFactors() {
        return this == EQUALIZE || this == SMOOTH || this == AWQ;
    }

    /** What it takes. */
    public List<StepOption> options() {
        return options;
    }

    /** What it does, in one sentence. */
    public String help() {
        return TEXTS.text(word());
    }

    /** What an option of it means. */
    public String help(StepOption option) {
        String own = word() + "." + option.key();
        return TEXTS.text(TEXTS.has(own) ? own : option.key());
    }

    /** Where it is described; empty if nowhere. */
    public String paper() {
        return TEXTS.text(word() + ".paper");
    }

    /**
     * The kind with this word.
     *
     * @throws BadInputException if there is none
     */
    static StepKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new BadInputException("There is no step '%s'; the steps are %s".formatted(word, words())));
    }

    /** All words. */
    public static String words() {
        return Arrays.stream(values()).map(StepKind::word).collect(Collectors.joining(", "));
    }

    /** The step with these options, all of them given. */
    PtqStep step(Map<String, Double> values, Optional<RangeRule> rule) {
        return build.apply(values, rule);
    }
}
