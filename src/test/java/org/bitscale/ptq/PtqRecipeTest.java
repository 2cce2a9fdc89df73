package org.bitscale.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How steps are written. */
class PtqRecipeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "bias",
                "equalize, absorb, ranges percentile 99.9, adaround iterations=500 rate=0.001, bias",
                "ranges mse, blocks iterations=300 drop=0 steps=0",
                "absorb deviations=2.5, gptq damping=0.05, bias"
            })
    void what_is_written_is_read_back(String text) {
        assertThat(PtqRecipe.parse(text).toString()).isEqualTo(text);
        assertThat(PtqRecipe.parse(" " + text.toUpperCase(java.util.Locale.ROOT))
                        .toString())
                .isEqualTo(text);
    }

    @Test
    void usual_numbers_are_not_written_and_best_is_spelled_out() {
        assertThat(PtqRecipe.parse("adaround batch=32")).isEqualTo(PtqRecipe.parse("adaround"));
        assertThat(PtqRecipe.parse("best")).isEqualTo(PtqRecipe.BEST);
        assertThat(PtqRecipe.parse(PtqRecipe.BEST.toString())).isEqualTo(PtqRecipe.BEST);
        assertThat(PtqRecipe.BEST.label()).isEqualTo("best");
        assertThat(PtqRecipe.parse("plain").isPlain()).isTrue();
        assertThat(PtqRecipe.parse("ranges mse, bias").label()).isEqualTo("ranges+bias");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            adaround, gptq                | both choose the integers of the same weights
            bias, bias                    | comes twice
            equalize, smooth              | both choose factors between the same layers
            smooth strength=2             | strength of smooth is a number from 0 to 1
            awq, ranges mse, smooth       | both choose factors
            adaround, equalize            | equalize must come before adaround
            ranges mse, absorb            | absorb must come before ranges
            bias, adaround                | adaround must come before bias
            round                         | There is no step 'round'
            equalize,                     | Expected is plain, best, or steps
            adaround iterations=0         | iterations of adaround is a whole number from 1 to 1000000
            adaround iterations=1.5       | iterations of adaround is a whole number
            adaround iterations           | adaround takes iterations=1000
            adaround drop=0.5             | adaround takes
            bias strength=1               | bias takes no options
            ranges                        | A range rule is expected
            blocks drop=1                 | drop of blocks is a number from 0 to 0.95
            """)
    void what_does_not_go_is_refused_in_one_line(String text, String reason) {
        assertThatThrownBy(() -> PtqRecipe.parse(text))
                .isInstanceOf(BadInputException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains(reason));
    }

    @ParameterizedTest
    @EnumSource(StepKind.class)
    void every_step_and_option_is_explained(StepKind kind) {
        assertThat(kind.help()).endsWith(".");
        assertThat(kind.paper()).contains("20");
        kind.options().forEach(option -> assertThat(kind.help(option)).endsWith("."));
    }
}
