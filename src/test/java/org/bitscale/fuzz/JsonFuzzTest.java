package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.ExperimentRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.task.Reply;
import org.bitscale.experiment.task.Request;
import org.bitscale.ui.desk.WindowState;

/** What stands as JSON in workspaces and settings, and goes between processes; the input's first byte says which. */
class JsonFuzzTest extends ReaderFuzz {

    private static final List<Class<?>> TYPES =
            List.of(Request.class, Reply.class, Run.class, ExperimentRecord.class, Annotation.class, WindowState.class);

    JsonFuzzTest() {
        super("JSON records");
    }

    @DictionaryEntries({
        "{\"type\":\"run\",",
        "{\"type\":\"describe\",",
        "\"finished\"",
        "\"observed\"",
        "\"epoch\"",
        "\"task\":",
        "\"data\":{\"source\":",
        "\"scaling\":\"scale=255;mean=0.5;std=0.25\"",
        "\"plan\":",
        "\"layers\":",
        "\"recipe\":",
        "\"schedule\":{\"name\":\"step\",\"points\":[",
        "\"optimizer\":{\"name\":\"sgd\"",
        "\"refinements\":",
        "\"model\":\"\\u0000\"",
        "null",
        "1e999",
        "-1"
    })
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] input) throws IOException {
        int choice = input.length == 0 ? 0 : input[0] & 0xFF;
        String text =
                new String(input, Math.min(1, input.length), Math.max(0, input.length - 1), StandardCharsets.UTF_8);
        check(() -> Json.read(text, TYPES.get(choice % TYPES.size())));
    }
}
