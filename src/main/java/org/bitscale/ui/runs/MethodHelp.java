package org.bitscale.ui.runs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitscale.BadInputException;
import org.bitscale.engine.QatMethod;
import org.bitscale.ptq.PtqRecipe;
import org.bitscale.ptq.StepKind;

/** What the chosen way of quantizing does, where it comes from and when to use it. */
final class MethodHelp {

    static final String METHOD = "method";
    static final String STEPS = "plan.ptq";

    private MethodHelp() {}

    /**
     * What there is to say of what a field holds; empty where the field chooses no method.
     *
     * @param path the field's
     * @param value what holds, typed or usual
     */
    static Optional<String> of(String path, String value) {
        return switch (path) {
            case METHOD -> method(value);
            case STEPS -> Optional.of(steps(value));
            default -> Optional.empty();
        };
    }

    private static Optional<String> method(String word) {
        return Arrays.stream(QatMethod.values())
                .filter(method -> method.name().toLowerCase(Locale.ROOT).equals(word.strip()))
                .findFirst()
                .map(QatMethod::help);
    }

    /** The steps chosen; all there are where none is, or what is typed is not right yet. */
    private static String steps(String text) {
        return chosen(text).stream()
                .map(kind -> RunsTexts.text("form.step", kind.word(), kind.help(), kind.paper()))
                .collect(Collectors.joining("\n"));
    }

    private static List<StepKind> chosen(String text) {
        try {
            List<StepKind> kinds = PtqRecipe.parse(text).steps().stream()
                    .map(PtqRecipe.Step::kind)
                    .toList();
            return kinds.isEmpty() ? List.of(StepKind.values()) : kinds;
        } catch (BadInputException e) {
            return List.of(StepKind.values());
        }
    }
}
