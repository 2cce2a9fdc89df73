package org.bitscale.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.experiment.spec.Expansion;
import org.bitscale.experiment.spec.ExperimentFields;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.junit.jupiter.api.io.TempDir;

/** Experiment files, up to the trials that they come to and the form that the window makes of them. */
class ExperimentFileFuzzTest extends ReaderFuzz {

    private static final String HASH = "0".repeat(64);

    @TempDir
    Path folder;

    ExperimentFileFuzzTest() {
        super("experiment file");
    }

    @DictionaryEntries({
        "name: ",
        "model: ",
        "data: ",
        "source: ",
        "scaling: ",
        "scale: ",
        "mean: ",
        "std: ",
        "plan: ",
        "recipe: ",
        "sweep: ",
        "mode: ",
        "random",
        "list",
        "over: ",
        "points: ",
        "samples: 100000",
        "bits: ",
        "method: ",
        "seed: ",
        "step_points: ",
        "schedule: step",
        "warm_up: ",
        "distill: ",
        "early_stop: ",
        "crop: ",
        "constraints: ",
        "accuracy >= 0.9",
        "objectives: ",
        "budget: ",
        "min: ",
        "max: ",
        "log",
        "1e300",
        "-0",
        ".5 .5",
        "W4A8",
        "\"\\n\""
    })
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("experiment.yaml"), bytes);
        check(() -> {
            ExperimentSpec spec = ExperimentFile.read(file);
            assertThat(ExperimentFile.parse(ExperimentFile.write(spec), "again"))
                    .isEqualTo(spec);
            assertThat(ExperimentFields.texts(spec)).containsKey("name");
            Expansion.of(spec, folder.resolve("model.onnx"), HASH, "sample:shapes", HASH);
        });
    }
}
