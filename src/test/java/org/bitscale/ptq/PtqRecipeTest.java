package org.bitscale.ptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PtqRecipeTest {

    @Test
    void isReadAsItIsWritten() {
        PtqRecipe recipe = PtqRecipe.parse("Equalize,  ranges percentile 99.9, adaround iterations=20 rate=0.02, bias");
        assertThat(recipe.steps()).hasSize(4);
        assertThat(PtqRecipe.parse(recipe.toString())).isEqualTo(recipe);
        assertThat(PtqRecipe.parse("plain").isPlain()).isTrue();
        assertThat(PtqRecipe.parse("best")).isEqualTo(PtqRecipe.BEST);
        assertThat(PtqRecipe.parse(PtqRecipe.BEST.toString())).isEqualTo(PtqRecipe.BEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smooth | There is no step 'smooth'",
                "bias, bias | comes twice",
                "adaround, blocks | take one",
                "bias, adaround | adaround must come before bias",
                "ranges mse, equalize | equalize must come before ranges",
                "adaround iterations=0 | iterations",
                "adaround speed=3 | speed=3",
                "bias 3 | no options",
                "equalize,, bias | steps with commas"
            })
    void whatDoesNotGoTogetherIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> PtqRecipe.parse(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @EnumSource
    void everyStepSaysWhatItDoesAndWhereItIsFrom(StepKind kind) {
        assertThat(kind.help()).isNotBlank();
        assertThat(kind.paper()).contains("20");
        kind.options().forEach(option -> assertThat(kind.help(option)).isNotBlank());
    }
}
