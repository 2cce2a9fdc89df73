package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.bitscale.ptq.StepKind;
import org.junit.jupiter.api.Test;

class MethodHelpTest {

    @Test
    void saysWhereTheChosenMethodComesFrom() {
        assertThat(MethodHelp.of("method", "ewgs").orElseThrow()).contains("2021");
        assertThat(MethodHelp.of("method", "ptq")).isEmpty();
        assertThat(MethodHelp.of("plan.weights", "4")).isEmpty();
    }

    @Test
    void explainsTheStepsInTheirOrder() {
        String best = MethodHelp.of("plan.ptq", "best").orElseThrow();
        assertThat(best.lines()).hasSize(5);
        assertThat(best).startsWith("equalize: ").contains("Frantar");
        assertThat(MethodHelp.of("plan.ptq", "gptq, adar").orElseThrow().lines())
                .hasSize(StepKind.values().length);
    }
}
