package org.bitscale.experiment.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.bitscale.engine.BatchNormMode;
import org.bitscale.engine.TrainingSettings;
import org.junit.jupiter.api.Test;

class RecipeFileTest {

    private static TrainingSettings settings(Map<String, Object> values, BatchNormMode usual) {
        return RecipeFile.settings(values, 0.01, usual);
    }

    private static double clipNorm(TrainingSettings settings) {
        return settings.refinements().regularization().clipNorm();
    }

    @Test
    void foldedNetworksHaveTheirGradientsClippedUnlessOneSaysOtherwise() {
        assertThat(clipNorm(settings(Map.of(), BatchNormMode.KEEP))).isZero();
        assertThat(clipNorm(settings(Map.of(), BatchNormMode.FOLD))).isEqualTo(5);
        assertThat(clipNorm(settings(Map.of("batch_norm", "fold"), BatchNormMode.KEEP)))
                .isEqualTo(5);
        assertThat(clipNorm(settings(Map.of("batch_norm", "keep"), BatchNormMode.FOLD)))
                .isZero();
        assertThat(clipNorm(settings(Map.of("clip_norm", 0), BatchNormMode.FOLD)))
                .isZero();
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        for (BatchNormMode mode : BatchNormMode.values()) {
            for (double norm : new double[] {0, 1, 5}) {
                TrainingSettings recipe = settings(Map.of("clip_norm", norm), mode);
                assertThat(settings(RecipeFile.refinements(recipe), mode)).isEqualTo(recipe);
            }
        }
    }
}
