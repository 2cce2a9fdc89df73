package org.bitscale.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.experiment.spec.PlanFile;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.io.TempDir;

/** Files of {@code --plan}. */
class PlanFileFuzzTest extends ReaderFuzz {

    @TempDir
    Path folder;

    PlanFileFuzzTest() {
        super("plan file");
    }

    @DictionaryEntries({
        "weights: ",
        "activations: ",
        "granularity: ",
        "edge_bits: ",
        "arithmetic_bits: ",
        "layers: ",
        "tensor",
        "channel",
        "W4A8",
        "float",
        "null",
        "&a ",
        "*a",
        "? ",
        "<<: ",
        "!!str ",
        "%YAML 1.2",
        "---",
        "\"\\n\""
    })
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("plan.yaml"), bytes);
        check(() -> {
            PlanSettings plan = PlanFile.read(file);
            assertThat(PlanFile.parse(PlanFile.write(plan), "again")).isEqualTo(plan);
        });
    }
}
