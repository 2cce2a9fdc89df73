package org.bitscale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** ONNX Runtime 1.29 with telemetry kills a process whose command line is long. */
class LongCommandLineTest {
    /** What the process under test does. */
    static final class LoadsOnnxRuntime {
        private LoadsOnnxRuntime() {}

        public static void main(String[] arguments) {
            System.out.print("loaded " + OnnxSession.runtimeVersion());
        }
    }

    @Test
    void theLibraryLoadsUnderALongCommandLine() throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath + File.pathSeparator + "x".repeat(8000),
                LoadsOnnxRuntime.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("ORT_DISABLE_TELEMETRY");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(output).startsWith("loaded 1.");
    }
}
