package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.engine.EngineSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks that come with the program do what their cards say. */
class SampleModelsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"sample:shapes_resnet8, 0.9475", "sample:shapes_mobilenet12, 0.947"})
    void classifiesAsItsCardSays(String name, double accuracy) {
        Path model = SampleModels.unpack(name, folder);
        try (Workbench workbench = new Workbench(new EngineSettings(EngineSettings.Device.CPU, 2))) {
            DataOptions data = DataOptions.of("sample:shapes");
            Evaluate.Result result = new Evaluate(workbench, Progress.NONE).run(model, data);
            assertThat(result.accuracy().value()).isEqualTo(accuracy);
        }
    }

    @Test
    void allNamesAreThere() {
        SampleModels.NAMES.forEach(
                name -> assertThat(SampleModels.unpack(name, folder)).isNotEmptyFile());
    }

    @Test
    void anUnknownNameIsToldWhatThereIs() {
        assertThatThrownBy(() -> SampleModels.unpack("sample:lenet", folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'sample:lenet'")
                .hasMessageContaining("sample:shapes_mobilenet12");
    }
}
