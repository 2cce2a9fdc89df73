package org.bitscale.ptq;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.quant.RangeRule;

/**
 * Which steps a quantization without training takes, in order. Written with commas between steps, each a word followed by
 * its options: {@code equalize, ranges mse, adaround iterations=500, bias}. {@code plain} has no steps: ranges by the
 * plan's rules, weights rounded to nearest. {@code best} stands for {@link #BEST}.
 *
 * @param steps in order
 */
public record PtqRecipe(List<Step> steps) {

    /** No steps. */
    public static final PtqRecipe PLAIN = new PtqRecipe(List.of());

    /** What gives the best networks as a rule: see the package's description for the measurements. */
    public static final PtqRecipe BEST = parsed("equalize, absorb, ranges mse, gptq, bias");

    private static final String PLAIN_WORD = "plain";
    private static final String BEST_WORD = "best";

    /**
     * One step.
     *
     * @param kind what it does
     * @param options numbers by key that are not the usual ones
     * @param rule of {@link StepKind#RANGES}
     */
    public record Step(StepKind kind, Map<String, Double> options, Optional<RangeRule> rule) {

        /** Copies the options in the order in which they are declared. */
        public Step {
            Map<String, Double> sorted = new LinkedHashMap<>();
            for (StepOption option : kind.options()) {
                Double value = options.get(option.key());
                if (value != null && value != option.usual()) {
                    sorted.put(option.key(), value);
                }
            }
            options = Collections.unmodifiableMap(sorted);
        }

        PtqStep build() {
            Map<String, Double> all = new LinkedHashMap<>();
            kind.options().forEach(option -> all.put(option.key(), options.getOrDefault(option.key(), option.usual())));
            return kind.step(all, rule);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(kind.word());
            rule.ifPresent(r -> text.append(' ').append(r));
            options.forEach(
                    (key, value) -> text.append(' ').append(key).append('=').append(StepOption.write(value)));
            return text.toString();
        }
    }

    /**
     * Checks that the steps go together.
     *
     * @throws BadInputException if they do not, with the reason
     */
    public PtqRecipe {
        steps = List.copyOf(steps);
        for (int i = 0; i < steps.size(); i++) {
            for (int k = i + 1; k < steps.size(); k++) {
                check(steps.get(i).kind(), steps.get(k).kind());
            }
        }
    }

    private static void check(StepKind first, StepKind second) {
        if (first == second) {
            throw new BadInputException("Step %s comes twice; once is enough".formatted(first.word()));
        }
        if (first.phase() == StepKind.Phase.ROUNDING && second.phase() == StepKind.Phase.ROUNDING) {
            throw new BadInputException(
                    "%s and %s both choose the integers of the same weights, and the second would undo the first; take one"
                            .formatted(first.word(), second.word()));
        }
        if (first.choosesFactors() && second.choosesFactors()) {
            throw new BadInputException(
                    "%s and %s both choose factors between the same layers, and the second would undo the first; take one"
                            .formatted(first.word(), second.word()));
        }
        if (first.phase().compareTo(second.phase()) > 0) {
            throw new BadInputException("%s must come before %s: %s"
                    .formatted(
                            second.word(),
                            first.word(),
                            switch (second.phase()) {
                                case SCALING -> "it changes the weights and activations that ranges are chosen for";
                                case RANGES -> "integers are chosen for given ranges";
                                default -> "it would change the integers whose mean error is corrected";
                            }));
        }
    }

    /**
     * Reads a recipe.
     *
     * @throws BadInputException if it is none
     */
    public static PtqRecipe parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case PLAIN_WORD -> PLAIN;
            case BEST_WORD -> BEST;
            default -> parsed(text);
        };
    }

    private static PtqRecipe parsed(String text) {
        List<Step> steps = new ArrayList<>();
        for (String part : text.strip().toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] words = part.strip().split("\\s+");
            if (words[0].isEmpty()) {
                throw new BadInputException(
                        "Expected is plain, best, or steps with commas between them (%s), but '%s' came"
                                .formatted(StepKind.words(), text));
            }
            steps.add(step(StepKind.of(words[0]), List.of(words).subList(1, words.length)));
        }
        return new PtqRecipe(steps);
    }

    private static Step step(StepKind kind, List<String> words) {
        if (kind == StepKind.RANGES) {
            return new Step(kind, Map.of(), Optional.of(RangeRule.parse(String.join(" ", words))));
        }
        Map<String, Double> options = new LinkedHashMap<>();
        for (String word : words) {
            int sign = word.indexOf('=');
            StepOption option = kind.options().stream()
                    .filter(known -> sign > 0 && known.key().equals(word.substring(0, sign)))
                    .findFirst()
                    .orElseThrow(() -> new BadInputException("%s takes %s, but '%s' came"
                            .formatted(
                                    kind.word(),
                                    kind.options().isEmpty()
                                            ? "no options"
                                            : kind.options().stream()
                                                    .map(known -> known.key() + "=" + StepOption.write(known.usual()))
                                                    .collect(Collectors.joining(", ")),
                                    word)));
            options.put(option.key(), option.parse(kind.word(), word.substring(sign + 1)));
        }
        return new Step(kind, options, Optional.empty());
    }

    /** Whether there is nothing but ranges and rounding. */
    public boolean isPlain() {
        return steps.isEmpty();
    }

    /** As it is written, {@code best} spelled out. */
    @Override
    public String toString() {
        return steps.isEmpty() ? PLAIN_WORD : steps.stream().map(Step::toString).collect(Collectors.joining(", "));
    }

    /** In few words: {@code plain}, {@code best}, or the words of the steps with {@code +} between them. */
    public String label() {
        if (equals(BEST)) {
            return BEST_WORD;
        }
        return steps.isEmpty()
                ? PLAIN_WORD
                : steps.stream().map(step -> step.kind().word()).collect(Collectors.joining("+"));
    }
}
