package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingState;
import org.bitscale.experiment.run.EpochRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {

    @TempDir
    private Path folder;

    private final List<Training.Epoch> epochs = List.of(new Training.Epoch(0, 0.1 + 0.2, 0.75, 1.5));

    private Path write() {
        return write(Optional.empty());
    }

    private Path write(Optional<TrainingState> best) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put("z", new float[] {1, -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY});
        arrays.put("a", new float[] {3});
        arrays.put("empty", new float[0]);
        Path file = folder.resolve("checkpoint.bin");
        new CheckpointFile(file, "trial").save(epochs, new TrainingState(17, arrays), best);
        return file;
    }

    @Test
    void comesBackBitForBit() {
        Checkpoint back = new CheckpointFile(write(), "trial").load().orElseThrow();
        assertThat(back.epochs()).isEqualTo(epochs);
        assertThat(back.state().steps()).isEqualTo(17);
        assertThat(back.state().arrays().keySet()).containsExactly("z", "a", "empty");
        assertThat(Float.floatToRawIntBits(back.state().arrays().get("z")[1])).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(back.state().arrays().get("z"))
                .containsExactly(1, -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY);
        assertThat(folder).isDirectoryContaining("glob:**/checkpoint.bin").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void theBestEpochsStateComesBackToo() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put("b", new float[] {4, 5});
        arrays.put("a", new float[] {6});
        Path file = write(Optional.of(new TrainingState(9, arrays)));
        Checkpoint back = new CheckpointFile(file, "trial").load().orElseThrow();
        assertThat(back.state().arrays().get("a")).containsExactly(3);
        assertThat(back.best().orElseThrow().steps()).isEqualTo(9);
        assertThat(back.best().orElseThrow().arrays().get("b")).containsExactly(4, 5);
        assertThat(back.best().orElseThrow().arrays().get("a")).containsExactly(6);
        assertThat(new CheckpointFile(write(), "trial").load().orElseThrow().best())
                .isEmpty();
    }

    @Test
    void epochsOfOlderVersionsAreRead() {
        String older = "{\"number\":0,\"loss\":0.5,\"accuracy\":0.75,\"seconds\":1.5}";
        assertThat(Json.read(older, Training.Epoch.class)).isEqualTo(new Training.Epoch(0, 0.5, 0.75, 1.5));
        String record = "{\"epoch\":1,\"train_loss\":0.5,\"train_accuracy\":0.75,\"seconds\":1.5}";
        assertThat(Json.read(record, EpochRecord.class)).isEqualTo(new EpochRecord(1, 0.5, 0.75, 1.5));
        assertThat(Json.write(new EpochRecord(1, 0.5, 0.75, 1.5))).doesNotContain("validation");
    }

    @Test
    void isOfNoUseToAnotherTrial() {
        assertThat(new CheckpointFile(write(), "another").load()).isEmpty();
        assertThat(new CheckpointFile(folder.resolve("none"), "trial").load()).isEmpty();
    }

    @Test
    void everyTornOrChangedFileCountsAsNone() throws IOException {
        Path file = write();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThat(new CheckpointFile(file, "trial").load())
                    .as("cut to %d", length)
                    .isEmpty();
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x10;
            Files.write(file, changed);
            assertThat(new CheckpointFile(file, "trial").load())
                    .as("byte %d flipped", i)
                    .isEmpty();
        }
    }
}
