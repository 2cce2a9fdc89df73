package org.bitscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bitscale.ui.desk.StateFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What only a real display shows: that the window's own toolkit starts, and what happens where there is none. */
class RealWindowTest {

    @TempDir
    private Path folder;

    @Test
    @EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+", disabledReason = "needs a display")
    void opensOnADisplayAndRemembersItself() throws IOException, InterruptedException {
        Process process = java(true, RealWindow.class.getName(), folder.toString());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("screen=START");
        assertThat(process.exitValue()).isZero();
        assertThat(new StateFile(folder.resolve("window.json")).read().models())
                .containsExactly("sample:shapes_resnet8");
    }

    @Test
    void withoutADisplayItSaysSo() throws IOException, InterruptedException {
        Process process = java(false, Launcher.class.getName(), "window", "-w", folder.toString());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output).contains("There is no display here");
    }

    private Process java(boolean display, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dprism.order=sw"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // By the environment: a long command line is more than some libraries stand.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        if (!display) {
            builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
        }
        builder.directory(Files.createDirectories(folder.resolve("run")).toFile());
        return builder.start();
    }
}
