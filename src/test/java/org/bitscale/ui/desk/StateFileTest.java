package org.bitscale.ui.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.engine.EngineSettings;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.Granularity;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    @TempDir
    private Path folder;

    @Test
    void comesBackAsItWasKept() {
        StateFile file = new StateFile(folder.resolve("settings/window.json"));
        WindowState state = new WindowState(
                Theme.DARK,
                1.5,
                Optional.of(10.0),
                Optional.of(20.5),
                1600,
                1000,
                true,
                false,
                ScreenId.PLAN,
                List.of("/a", "/b"),
                List.of("sample:shapes_resnet8"),
                Optional.of(OpenData.SAMPLE),
                Optional.of(
                        new PlanSettings(4, 8, Granularity.TENSOR, 6, 8, Map.of("stem", LayerOverride.parse("float")))),
                new Computing(EngineSettings.Device.CUDA, OptionalInt.of(2), OptionalInt.empty()));
        file.write(state);
        assertThat(file.read()).isEqualTo(state);
    }

    @Test
    void whatAnOlderWindowDidNotKnowIsAsOnAFirstStart() throws IOException {
        Path kept = folder.resolve("window.json");
        StateFile file = new StateFile(kept);
        file.write(WindowState.FIRST);
        ObjectNode object = (ObjectNode) new ObjectMapper().readTree(Files.readString(kept));
        assertThat(object.remove("computing")).isNotNull();
        Files.writeString(kept, object.toString());
        assertThat(file.read()).isEqualTo(WindowState.FIRST);
        object.put("theme", "DARK");
        Files.writeString(kept, object.toString());
        assertThat(file.read().theme()).isEqualTo(Theme.DARK);
    }

    @Test
    void aFirstStartHasNone() {
        assertThat(new StateFile(folder.resolve("window.json")).read()).isEqualTo(WindowState.FIRST);
    }

    @Test
    void whatCannotBeReadIsBegunAnew() throws IOException {
        Path file = folder.resolve("window.json");
        Files.writeString(file, "{\"theme\": \"purple\", \"zoom\": [");
        assertThat(new StateFile(file).read()).isEqualTo(WindowState.FIRST);
        Files.writeString(file, "{\"theme\": \"DARK\"}");
        assertThat(new StateFile(file).read()).isEqualTo(WindowState.FIRST);
    }

    @Test
    void theLastOpenedIsFirstAndOnce() {
        assertThat(WindowState.withFirst(List.of("a", "b", "c"), "b")).containsExactly("b", "a", "c");
    }
}
